"""The addresses of teams, of the list of staff, and of programmes."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.programmes import coverage, feed, own, programmes, staff_import, teams

_PROGRAMME: Final = "o/<slug:slug>/programmes/<uuid:pk>/"
_TEAM: Final = "o/<slug:slug>/teams/<uuid:pk>/"

urlpatterns: Final[list[URLPattern]] = [
    path("o/<slug:slug>/teams/", teams.list_teams, name="employer-list-teams"),
    path("o/<slug:slug>/teams/new/", teams.make_team, name="employer-make-team"),
    path("o/<slug:slug>/teams/import/", staff_import.import_staff, name="employer-import-staff"),
    path(_TEAM, teams.read_team, name="employer-read-team"),
    path(f"{_TEAM}edit/", teams.edit_team, name="employer-edit-team"),
    path(f"{_TEAM}people/", teams.change_people, name="employer-change-team-people"),
    path(f"{_TEAM}remove/", teams.remove_team, name="employer-remove-team"),
    path("programmes/", own.list_own_programmes, name="learner-list-programmes"),
    path("programmes/<uuid:pk>/", own.read_own_programme, name="learner-read-programme"),
    path("o/<slug:slug>/programmes/", programmes.list_programmes, name="employer-list-programmes"),
    path(
        "o/<slug:slug>/programmes/new/",
        programmes.make_programme,
        name="employer-make-programme",
    ),
    path(_PROGRAMME, programmes.read_programme, name="employer-read-programme"),
    path(f"{_PROGRAMME}edit/", programmes.edit_programme, name="employer-edit-programme"),
    path(f"{_PROGRAMME}people/", programmes.add_people, name="employer-add-people"),
    path(
        f"{_PROGRAMME}people/<uuid:participant>/remove/",
        programmes.remove_person,
        name="employer-remove-person",
    ),
    path(f"{_PROGRAMME}help/", programmes.link_help, name="employer-link-help"),
    path(f"{_PROGRAMME}spent/", programmes.spend, name="employer-spend"),
    path(f"{_PROGRAMME}remind/", programmes.remind, name="employer-remind"),
    path(f"{_PROGRAMME}state/", programmes.change_state, name="employer-change-programme"),
    path(f"{_PROGRAMME}coverage/", coverage.read_coverage, name="employer-read-coverage"),
    path(f"{_PROGRAMME}coverage/counting/", coverage.read_counting, name="employer-read-counting"),
    path(f"{_PROGRAMME}coverage/count/", coverage.count_anew, name="employer-count-anew"),
    path(f"{_PROGRAMME}coverage/cell/", coverage.read_cell, name="employer-read-cell"),
    path(
        f"{_PROGRAMME}coverage.<slug:form>",
        coverage.download_coverage,
        name="employer-download-coverage",
    ),
    path("o/<slug:slug>/feed/", feed.read_feed, name="employer-read-feed"),
    path("o/<slug:slug>/feed/new/", feed.nominate, name="employer-nominate"),
    path("nominations/", feed.list_own, name="learner-list-nominations"),
    path("nominations/<uuid:pk>/answer/", feed.answer, name="learner-answer-nomination"),
    path("nominations/<uuid:pk>/withdraw/", feed.withdraw, name="learner-withdraw-nomination"),
    path("nominations/<uuid:pk>/ask/", feed.ask_to_vouch, name="learner-ask-from-nomination"),
]
