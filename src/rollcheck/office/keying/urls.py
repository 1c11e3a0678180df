"""Every address of keying, below a petition's."""

from django.urls import path

from rollcheck.office.keying import at_work, views

urlpatterns = [
    path("", views.keying, name="keying"),
    path("choose", views.choose, name="keying_choose"),
    path("form", views.further, name="keying_form"),
    path("form/away", views.away, name="keying_form_away"),
    path("take-in", views.take_in, name="keying_take_in"),
    path("begin", at_work.begin, name="keying_begin"),
    path("lines/<int:pk>", at_work.line, name="key_line"),
]
