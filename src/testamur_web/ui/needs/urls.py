"""The addresses of skill needs and of the answers to them."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.needs import answering, asking, board

urlpatterns: Final[list[URLPattern]] = [
    path("needs/", board.browse_needs, name="public-browse-needs"),
    path("needs/<uuid:pk>/", board.read_need, name="public-read-need"),
    path("o/<slug:slug>/roles/needs/", asking.list_needs, name="employer-list-needs"),
    path("o/<slug:slug>/roles/needs/new/", asking.make_need, name="employer-publish-need"),
    path("o/<slug:slug>/roles/needs/<uuid:pk>/", asking.read_own_need, name="employer-read-need"),
    path("o/<slug:slug>/roles/needs/<uuid:pk>/close/", asking.end_need, name="employer-close-need"),
    path(
        "o/<slug:slug>/roles/needs/<uuid:pk>/withdraw/",
        asking.remove_need,
        name="employer-withdraw-need",
    ),
    path("o/<slug:slug>/answers/", answering.list_answers, name="issuer-list-answers"),
    path("o/<slug:slug>/answers/new/", answering.give_answer, name="issuer-answer-need"),
    path(
        "o/<slug:slug>/answers/<uuid:pk>/take-back/",
        answering.remove_answer,
        name="issuer-take-back-answer",
    ),
]
