"""Every address of receiving, below a petition's."""

from django.urls import path

from rollcheck.office.receiving import boxes, counting, labels, overview, scans, sections

urlpatterns = [
    path("", overview.receiving, name="receiving"),
    path("fix", overview.fix, name="receive_fix"),
    path("reopen", overview.reopen, name="receive_reopen"),
    path("boxes", boxes.offered, name="receive_boxes"),
    path("boxes/<int:pk>", boxes.box, name="receive_box"),
    path("boxes/<int:pk>/seal", boxes.check_seal, name="receive_seal"),
    path("boxes/<int:pk>/again", boxes.seal_again, name="receive_seal_again"),
    path("boxes/<int:pk>/move", boxes.move, name="receive_move"),
    path("sections", sections.sections, name="receive_sections"),
    path("sections/form", sections.say_form, name="receive_form"),
    path("sections/<int:pk>", sections.section, name="receive_section"),
    path("sections/<int:pk>/change", sections.change, name="receive_change"),
    path("sections/<int:pk>/out", sections.take_out, name="receive_out"),
    path("sections/<int:pk>/back", sections.put_back, name="receive_back"),
    path("sections/<int:pk>/again", sections.count_again, name="receive_again"),
    path("sections/<int:pk>/defect", sections.defect, name="receive_defect"),
    path("sections/<int:pk>/sheets/<int:number>", scans.sheet, name="receive_sheet"),
    path("sections/<int:pk>/sheets/<int:number>/scan", scans.of_sheet, name="receive_sheet_image"),
    path("enter", counting.enter, name="receive_enter"),
    path("count", counting.count, name="receive_count"),
    path("scans", scans.scans, name="receive_images"),
    path("scans/folder", scans.from_folder, name="receive_folder"),
    path("scans/<int:pk>", scans.attach, name="receive_attach"),
    path("scans/<int:pk>/picture", scans.picture, name="receive_picture"),
    path("labels", labels.labels, name="receive_labels"),
]
