"""Every address of defects, below a petition's."""

from django.urls import path

from rollcheck.office.defects import views

urlpatterns = [
    path("<int:pk>", views.defect, name="defect"),
    path("<int:pk>/apply", views.apply, name="apply_defect"),
    path("<int:pk>/back", views.take_back, name="take_back_defect"),
]
