"""The addresses of the pages about wholes and who is on the way to them."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.issuer import stacks

urlpatterns: Final[list[URLPattern]] = [
    path("o/<slug:slug>/stacks/", stacks.list_stacks, name="issuer-list-stacks"),
    path("o/<slug:slug>/stacks/<uuid:achievement>/", stacks.read_stack, name="issuer-read-stack"),
    path(
        "o/<slug:slug>/stacks/<uuid:achievement>/people.csv",
        stacks.export_stack,
        name="issuer-export-stack",
    ),
    path("o/<slug:slug>/stacks/cases/<uuid:case>/", stacks.read_case, name="issuer-read-case"),
    path(
        "o/<slug:slug>/stacks/cases/<uuid:case>/confirm/",
        stacks.confirm_case,
        name="issuer-confirm-case",
    ),
    path(
        "o/<slug:slug>/stacks/cases/<uuid:case>/refuse/",
        stacks.refuse_case,
        name="issuer-refuse-case",
    ),
]
