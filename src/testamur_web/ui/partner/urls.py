"""The addresses of a partner's pages."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.partner import groups, people, sheets

__all__ = ["urlpatterns"]

_GROUP: Final = "o/<slug:slug>/groups/<uuid:pk>/"
_PERSON: Final = f"{_GROUP}people/<uuid:enrolment>/"

urlpatterns: Final[list[URLPattern]] = [
    path("o/<slug:slug>/groups/", groups.list_groups, name="partner-list-groups"),
    path(_GROUP, groups.read_group, name="partner-read-group"),
    path(f"{_GROUP}enrol/", groups.enrol_group, name="partner-enrol-group"),
    path(f"{_GROUP}report.csv", groups.export_report, name="partner-export-report"),
    path(f"{_GROUP}cards/", groups.show_cards, name="partner-show-cards"),
    path(f"{_GROUP}sheets/new/", sheets.make_sheet, name="partner-make-sheet"),
    path(f"{_GROUP}sheets/<uuid:sheet>/", sheets.print_sheet, name="partner-print-sheet"),
    path(f"{_GROUP}sheets/<uuid:sheet>/enter/", sheets.enter_sheet, name="partner-enter-sheet"),
    path(
        "o/<slug:slug>/cohorts/<uuid:pk>/sheets/<uuid:sheet>/",
        sheets.settle_sheet,
        name="assessor-settle-sheet",
    ),
    path(_PERSON, people.read_person, name="partner-read-person"),
    path(f"{_PERSON}hand-in/", people.hand_in, name="partner-hand-in"),
    path(f"{_PERSON}add/<slug:kind>/", people.add_evidence, name="partner-add-evidence"),
    path(
        f"{_PERSON}evidence/<uuid:evidence>/",
        people.download_evidence,
        name="partner-download-evidence",
    ),
]
