"""Every address of learning, below a petition's."""

from django.urls import path

from rollcheck.office.learning import known_lines, views

urlpatterns = [
    path("", views.practice, name="practice"),
    path("ask", views.ask, name="practice_ask"),
    path("begin", views.begin, name="practice_begin"),
    path("case", views.case, name="practice_case"),
    path("known", known_lines.known_lines, name="known_lines"),
    path("known/one", known_lines.plant_one, name="known_one"),
    path("known/some", known_lines.plant_some, name="known_some"),
    path("known/often", known_lines.how_often, name="known_often"),
    path("card", views.card, name="decision_card"),
]
