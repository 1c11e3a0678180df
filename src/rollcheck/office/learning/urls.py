"""Every address of learning, below a petition's."""

from django.urls import path

from rollcheck.office.learning import views

urlpatterns = [
    path("", views.practice, name="practice"),
    path("ask", views.ask, name="practice_ask"),
    path("begin", views.begin, name="practice_begin"),
    path("case", views.case, name="practice_case"),
    path("card", views.card, name="decision_card"),
]
