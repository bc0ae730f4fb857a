"""The addresses of teams, of the list of staff, and of programmes."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.programmes import staff_import, teams

_TEAM: Final = "o/<slug:slug>/teams/<uuid:pk>/"

urlpatterns: Final[list[URLPattern]] = [
    path("o/<slug:slug>/teams/", teams.list_teams, name="employer-list-teams"),
    path("o/<slug:slug>/teams/new/", teams.make_team, name="employer-make-team"),
    path("o/<slug:slug>/teams/import/", staff_import.import_staff, name="employer-import-staff"),
    path(_TEAM, teams.read_team, name="employer-read-team"),
    path(f"{_TEAM}edit/", teams.edit_team, name="employer-edit-team"),
    path(f"{_TEAM}people/", teams.change_people, name="employer-change-team-people"),
    path(f"{_TEAM}remove/", teams.remove_team, name="employer-remove-team"),
]
