"""The addresses of accounts, organisations and their people."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from testamur_web.ui.account import (
    home,
    identifiers,
    invitations,
    members,
    numbers,
    organisations,
    person,
    tokens,
    trail,
    unsent,
)

urlpatterns: Final[list[URLPattern]] = [
    path("home/", home.read_home, name="account-read-home"),
    path("account/", person.settle_account, name="account-settle-account"),
    # The kept library links to its own page of addresses; ours shows all that identifies a person.
    path(
        "accounts/email/",
        RedirectView.as_view(pattern_name="account-list-identifiers"),
        name="account_email",
    ),
    path("account/identifiers/", identifiers.list_identifiers, name="account-list-identifiers"),
    path(
        "account/identifiers/add/",
        identifiers.add_identifier_of_mine,
        name="account-add-identifier",
    ),
    path(
        "account/identifiers/<uuid:pk>/end/",
        identifiers.end_identifier_of_mine,
        name="account-end-identifier",
    ),
    path(
        "account/addresses/<int:pk>/prove/",
        identifiers.prove_address,
        name="account-prove-address",
    ),
    path(
        "account/addresses/<int:pk>/prefer/",
        identifiers.prefer_address_of_mine,
        name="account-prefer-address",
    ),
    path(
        "account/addresses/<int:pk>/end/",
        identifiers.end_address_of_mine,
        name="account-end-address",
    ),
    path("account/tokens/", tokens.list_tokens, name="account-list-tokens"),
    path("account/tokens/<uuid:pk>/end/", tokens.end_token_of_mine, name="account-end-token"),
    path("organisations/new/", organisations.make, name="account-create-organisation"),
    path("invitations/<str:token>/", invitations.open_invitation, name="account-open-invitation"),
    path("o/<slug:slug>/", organisations.read, name="account-read-organisation"),
    path("o/<slug:slug>/settings/", organisations.edit, name="account-edit-organisation"),
    path("o/<slug:slug>/leave/", members.leave, name="account-leave-organisation"),
    path("o/<slug:slug>/members/", members.list_members, name="account-list-members"),
    path("o/<slug:slug>/members/invite/", invitations.invite_member, name="account-invite-member"),
    path("o/<slug:slug>/members/<uuid:pk>/", members.edit_member, name="account-edit-member"),
    path("o/<slug:slug>/members/<uuid:pk>/remove/", members.remove, name="account-remove-member"),
    path(
        "o/<slug:slug>/invitations/<uuid:pk>/again/",
        invitations.send_again,
        name="account-send-invitation-again",
    ),
    path(
        "o/<slug:slug>/invitations/<uuid:pk>/withdraw/",
        invitations.withdraw,
        name="account-withdraw-invitation",
    ),
    path("o/<slug:slug>/numbers/", numbers.list_numbers, name="account-list-numbers"),
    path("o/<slug:slug>/numbers/<uuid:pk>/", numbers.rebind, name="account-rebind-number"),
    path("o/<slug:slug>/numbers/<uuid:pk>/end/", numbers.end_number, name="account-end-number"),
    path("o/<slug:slug>/unsent/", unsent.list_unsent, name="account-list-unsent"),
    path(
        "o/<slug:slug>/unsent/<uuid:pk>/again/",
        unsent.send_unsent_again,
        name="account-send-unsent-again",
    ),
    path(
        "o/<slug:slug>/unsent/<uuid:pk>/address/",
        unsent.correct_unsent,
        name="account-correct-unsent",
    ),
    path("o/<slug:slug>/trail/", trail.read_trail, name="account-read-trail"),
    path("o/<slug:slug>/trail/export/", trail.export_trail, name="account-export-trail"),
]
