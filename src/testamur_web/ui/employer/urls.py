"""The addresses of finding people."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.employer import contacts, search

urlpatterns: Final[list[URLPattern]] = [
    path("o/<slug:slug>/talent/", search.search_people, name="employer-search-people"),
    path("o/<slug:slug>/talent/searches/", search.list_searches, name="employer-list-searches"),
    path("o/<slug:slug>/talent/searches/new/", search.save_search, name="employer-save-search"),
    path("o/<slug:slug>/talent/searches/<uuid:pk>/", search.run_search, name="employer-run-search"),
    path(
        "o/<slug:slug>/talent/searches/<uuid:pk>/change/",
        search.change_search,
        name="employer-change-search",
    ),
    path("o/<slug:slug>/talent/write/<slug:alias>/", contacts.write_to, name="employer-write-to"),
    path("o/<slug:slug>/talent/messages/", contacts.list_contacts, name="employer-list-contacts"),
    path(
        "o/<slug:slug>/talent/messages/<uuid:pk>/withdraw/",
        contacts.withdraw_contact,
        name="employer-withdraw-contact",
    ),
    path("o/<slug:slug>/talent/shown/", contacts.list_shown, name="employer-list-shown"),
]
