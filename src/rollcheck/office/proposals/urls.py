"""Every address of proposals, below a petition's."""

from django.urls import path

from rollcheck.office.proposals import views

urlpatterns = [
    path("", views.proposals, name="proposals"),
    path("match", views.match, name="match_lines"),
]
