"""Every address of duplicates, below a petition's."""

from django.urls import path

from rollcheck.office.duplicates import views

urlpatterns = [
    path("", views.duplicates, name="duplicates"),
    path("find", views.find, name="find_duplicates"),
    path("lines/<int:pk>", views.of_voter, name="duplicates_of_voter"),
    path("groups/<int:pk>", views.of_group, name="duplicates_of_group"),
]
