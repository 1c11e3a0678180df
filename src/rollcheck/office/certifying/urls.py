"""Every address of runs and bundles, below a petition's."""

from django.urls import path

from rollcheck.office.certifying import views

urlpatterns = [
    path("", views.certify, name="certify"),
    path("<int:pk>", views.bundle, name="bundle"),
]
