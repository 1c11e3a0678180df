"""Every address about how long a petition is kept."""

from django.urls import path

from rollcheck.office.retention import views

urlpatterns = [
    path("", views.retention, name="retention"),
    path("keep", views.keep, name="keep_petition"),
    path("hold", views.hold, name="place_hold"),
    path("lift", views.lift, name="lift_hold"),
    path("agree", views.agree, name="agree_to_destroy"),
    path("destroy", views.destroy, name="destroy_petition"),
]
