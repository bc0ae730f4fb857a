"""The addresses of ladders."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.ladders import own, views

urlpatterns: Final[list[URLPattern]] = [
    path("o/<slug:slug>/roles/ladders/", views.list_ladders, name="employer-list-ladders"),
    path("o/<slug:slug>/roles/ladders/new/", views.make_ladder, name="employer-make-ladder"),
    path("o/<slug:slug>/roles/ladders/<uuid:pk>/", views.read_ladder, name="employer-read-ladder"),
    path(
        "o/<slug:slug>/roles/ladders/<uuid:pk>/edit/",
        views.change_ladder,
        name="employer-change-ladder",
    ),
    path(
        "o/<slug:slug>/roles/ladders/<uuid:pk>/withdraw/",
        views.remove_ladder,
        name="employer-withdraw-ladder",
    ),
    path("o/<slug:slug>/ladders/<uuid:pk>/", own.read_own_ladder, name="employer-read-own-ladder"),
]
