"""Every address of the files that go back, below a petition's."""

from django.urls import path

from rollcheck.office.handing_back import views

urlpatterns = [
    path("", views.files, name="handing_back"),
    path("<int:pk>", views.fetch, name="fetch_file"),
]
