"""The addresses of endorsements, and of the register of recognition."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.endorsing import lists, register, words

urlpatterns: Final[list[URLPattern]] = [
    path("endorsements/", lists.list_endorsements, name="trust-list-endorsements"),
    path("endorsements/ask/", words.ask_endorsement, name="trust-ask-endorsement"),
    path("endorsements/give/", words.give_endorsement, name="trust-give-endorsement"),
    path("endorsements/asked/<str:token>/", words.answer_request, name="trust-answer-request"),
    path(
        "endorsements/requests/<uuid:pk>/take-back/",
        lists.take_back_request,
        name="trust-take-back-request",
    ),
    path(
        "endorsements/<uuid:pk>/endorsement.json",
        lists.read_endorsement,
        name="trust-read-endorsement",
    ),
    path(
        "endorsements/<uuid:pk>/withdraw/",
        lists.withdraw_endorsement,
        name="trust-withdraw-endorsement",
    ),
    path("endorsements/<uuid:pk>/shown/", lists.show_endorsement, name="trust-show-endorsement"),
    path(
        "o/<slug:slug>/endorsements/",
        lists.list_of_organisation,
        name="trust-list-of-organisation",
    ),
    path("recognition/", register.read_register, name="trust-read-register"),
    path(
        "recognition/<uuid:pk>/recognition.json",
        register.read_recognition,
        name="trust-read-recognition",
    ),
    path("o/<slug:slug>/recognition/new/", register.recognise, name="trust-recognise"),
    path(
        "o/<slug:slug>/recognition/<uuid:pk>/withdraw/",
        register.withdraw_recognition,
        name="trust-withdraw-recognition",
    ),
]
