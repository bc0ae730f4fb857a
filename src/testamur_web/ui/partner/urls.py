"""The addresses of a partner's pages."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.partner import groups, people, sheet_files, sheets

__all__ = ["urlpatterns"]

_GROUP: Final = "o/<slug:slug>/groups/<uuid:pk>/"
_SHEET: Final = f"{_GROUP}sheets/<uuid:sheet>/"
_SETTLED: Final = "o/<slug:slug>/cohorts/<uuid:pk>/sheets/<uuid:sheet>/"
_PERSON: Final = f"{_GROUP}people/<uuid:enrolment>/"

urlpatterns: Final[list[URLPattern]] = [
    path("o/<slug:slug>/groups/", groups.list_groups, name="partner-list-groups"),
    path(_GROUP, groups.read_group, name="partner-read-group"),
    path(f"{_GROUP}enrol/", groups.enrol_group, name="partner-enrol-group"),
    path(f"{_GROUP}report.csv", groups.export_report, name="partner-export-report"),
    path(f"{_GROUP}cards/", groups.show_cards, name="partner-show-cards"),
    path(f"{_GROUP}sheets/new/", sheets.make_sheet, name="partner-make-sheet"),
    path(_SHEET, sheets.print_sheet, name="partner-print-sheet"),
    path(f"{_SHEET}enter/", sheets.enter_sheet, name="partner-enter-sheet"),
    path(f"{_SHEET}sheet.csv", sheet_files.export_sheet, name="partner-export-sheet"),
    path(f"{_SHEET}file/", sheet_files.bring_sheet, name="partner-bring-sheet"),
    path(_SETTLED, sheets.settle_sheet, name="assessor-settle-sheet"),
    path(f"{_SETTLED}rows/<int:row>/leave/", sheets.leave_row, name="assessor-leave-row"),
    path(_PERSON, people.read_person, name="partner-read-person"),
    path(f"{_PERSON}hand-in/", people.hand_in, name="partner-hand-in"),
    path(f"{_PERSON}add/<slug:kind>/", people.add_evidence, name="partner-add-evidence"),
    path(
        f"{_PERSON}evidence/<uuid:evidence>/",
        people.download_evidence,
        name="partner-download-evidence",
    ),
    path(
        f"{_PERSON}evidence/<uuid:evidence>/remove/",
        people.remove_evidence,
        name="partner-remove-evidence",
    ),
]
