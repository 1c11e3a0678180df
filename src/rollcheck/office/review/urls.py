"""Every address of the review, below a petition's."""

from django.urls import path

from rollcheck.office.review import history, own_pages, pages, views, workbench

urlpatterns = [
    path("", workbench.workbench, name="review"),
    path("queue", own_pages.queue, name="review_queue"),
    path("mine", own_pages.mine, name="review_mine"),
    path("mine/<int:pk>/take-back", own_pages.take_back, name="review_take_back"),
    path("questions/<int:pk>", own_pages.answer, name="review_answer_page"),
    path("line", history.history, name="review_line"),
    path("open", pages.open_review, name="review_open"),
    path("next", views.next_lines, name="review_next"),
    path("lookup", views.lookup, name="review_lookup"),
    path("determine", views.determine, name="review_determine"),
    path("undo", views.undo, name="review_undo"),
    path("skip", views.skip, name="review_skip"),
    path("lead", views.lead, name="review_lead"),
]
