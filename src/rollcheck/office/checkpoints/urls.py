"""Every address of what is signed about the record."""

from django.urls import path

from rollcheck.office.checkpoints import views

urlpatterns = [
    path("", views.record, name="record"),
    path("sign", views.sign, name="sign_checkpoint"),
    path("key/change", views.rotate, name="rotate_signing_key"),
    path("witnesses", views.add_witness, name="name_witness"),
    path("witnesses/request", views.witness_request, name="witness_request"),
    path("witnesses/signatures", views.cosignatures, name="take_cosignatures"),
    path("timestamps/request", views.timestamp_request, name="timestamp_request"),
    path("timestamps", views.timestamp, name="take_timestamp"),
    path("checkpoint", views.checkpoint, name="checkpoint"),
    path("key", views.key, name="record_key"),
]
