"""The addresses of who may find somebody."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.learner import contacts, talent

urlpatterns: Final[list[URLPattern]] = [
    path("talent/", talent.read_talent, name="learner-read-talent"),
    path("talent/consent/", talent.give_consent, name="learner-give-consent"),
    path("talent/withdraw/", talent.withdraw_consent, name="learner-withdraw-consent"),
    path("talent/facts/", talent.state_facts, name="learner-state-talent-facts"),
    path("talent/block/", talent.block_employer, name="learner-block-employer"),
    path("talent/unblock/", talent.unblock_employer, name="learner-unblock-employer"),
    path("talent/seen/", talent.list_seen, name="learner-list-seen"),
    path("talent/messages/<uuid:pk>/", contacts.read_contact, name="learner-read-contact"),
    path(
        "talent/messages/<uuid:pk>/decline/",
        contacts.decline_contact,
        name="learner-decline-contact",
    ),
    path("talent/messages/<uuid:pk>/stop/", contacts.stop_showing, name="learner-stop-showing"),
]
