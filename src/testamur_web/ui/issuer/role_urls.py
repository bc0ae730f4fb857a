"""The addresses of role profiles and of the goals proposed with them."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.issuer import figures, role_adverts, role_goals, roles

urlpatterns: Final[list[URLPattern]] = [
    path(
        "o/<slug:slug>/settings/confidence/", figures.change_figures, name="issuer-change-figures"
    ),
    path("o/<slug:slug>/roles/", roles.list_roles, name="issuer-list-roles"),
    path("o/<slug:slug>/roles/new/", roles.make_role, name="issuer-make-role"),
    path(
        "o/<slug:slug>/roles/new/advert/",
        role_adverts.begin_with_advert,
        name="issuer-begin-with-advert",
    ),
    path("o/<slug:slug>/roles/<uuid:pk>/", roles.read_role, name="issuer-read-role"),
    path("o/<slug:slug>/roles/<uuid:pk>/edit/", roles.edit_role, name="issuer-edit-role"),
    path(
        "o/<slug:slug>/roles/<uuid:pk>/withdraw/", roles.withdraw_role, name="issuer-withdraw-role"
    ),
    path(
        "o/<slug:slug>/roles/<uuid:pk>/propose/",
        role_goals.propose_role,
        name="issuer-propose-role",
    ),
    path(
        "o/<slug:slug>/proposals/<uuid:pk>/withdraw/",
        role_goals.withdraw_proposal,
        name="issuer-withdraw-proposal",
    ),
]
