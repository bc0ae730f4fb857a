"""Invite by mail, accept, withdraw.

The token is made when the mail is written and kept nowhere but in it: of the row only the hash is
known, and inviting again makes an older token worthless.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from testamur.errors import Conflict
from testamur_web.ops.outbox import post
from testamur_web.ops.trail import record
from testamur_web.people import words
from testamur_web.people.letters import send_letter
from testamur_web.people.models import Invitation, Organisation, Person, Role
from testamur_web.people.queries import is_open
from testamur_web.people.services.members import add_member
from testamur_web.people.tokens import hash_of, make_secret

__all__ = [
    "ACCEPTED",
    "accept_invitation",
    "invite",
    "invite_again",
    "send_invitation",
    "withdraw_invitation",
]

ACCEPTED: Final = "people.invitation-accepted"
"""Left when somebody accepted, for whoever invited them for a place of theirs."""
VALID_FOR: Final = timedelta(days=14)


@transaction.atomic
def invite(
    organisation: Organisation, *, email: str, roles: Iterable[str], by: Person, at: datetime
) -> Invitation:
    """Offer roles to whoever reads the mail at `email`; nobody learns whether they are known here.

    An open invitation to the same address is replaced.
    """
    address = words.read_email(email)
    chosen = words.read_roles(roles)
    for older in organisation.invitations.select_for_update().filter(
        email=address, accepted_at=None, expires_at__gt=at
    ):
        _end(older, at)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        roles=[role.value for role in chosen],
        token_hash=_nobody_knows(),
        invited_by=by,
        invited_at=at,
        expires_at=at + VALID_FOR,
    )
    _post(invitation)
    record(
        "invitation.send",
        invitation,
        by=by,
        tenant=organisation.pk,
        at=at,
        email=address,
        roles=invitation.roles,
    )
    return invitation


@transaction.atomic
def invite_again(invitation: Invitation, *, by: Person, at: datetime) -> Invitation:
    """Send the mail once more, valid for another 14 days; the older link ends."""
    row = _open_row(invitation, at)
    row.expires_at = at + VALID_FOR
    row.token_hash = _nobody_knows()
    row.save(update_fields=["expires_at", "token_hash"])
    _post(row)
    record("invitation.send-again", row, by=by, tenant=row.organisation_id, at=at, email=row.email)
    return row


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Person, at: datetime) -> None:
    """End an invitation that nobody accepted."""
    row = _open_row(invitation, at)
    _end(row, at)
    record("invitation.withdraw", row, by=by, tenant=row.organisation_id, at=at, email=row.email)


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: Person, at: datetime) -> set[Role]:
    """Let `by`, who holds the token, have the roles; once, and only while it is open.

    That they hold it says nothing of whose the address is: it becomes no identifier of theirs.
    """
    row = _open_row(invitation, at)
    row.accepted_at, row.accepted_by = at, by
    row.save(update_fields=["accepted_at", "accepted_by"])
    record("invitation.accept", row, by=by, tenant=row.organisation_id, at=at, email=row.email)
    post(
        ACCEPTED,
        {"invitation": str(row.pk)},
        key=f"{ACCEPTED}:{row.pk}",
        tenant=row.organisation_id,
    )
    return add_member(row.organisation, person=by, roles=row.roles, by=by, at=at)


@transaction.atomic
def send_invitation(invitation_id: UUID, *, at: datetime) -> None:
    """Write the mail of an open invitation, with a token made for it."""
    row = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if row is None or not is_open(row, at=at):
        return
    token = make_secret()
    row.token_hash = hash_of(token)
    row.save(update_fields=["token_hash"])
    address = settings.INSTANCE_URL + reverse("account-open-invitation", args=[token])
    told = {
        "invitation": row,
        "address": address,
        "roles": [Role(role).label for role in row.roles],
        "instance_name": settings.INSTANCE_NAME,
    }
    subject = _("%(organisation)s invites you") % {"organisation": row.organisation.name}
    send_letter(subject, "people/invitation.txt", told, to=row.email)


def _post(invitation: Invitation) -> None:
    post(
        "people.invite",
        {"invitation": str(invitation.pk)},
        key=f"people.invite:{invitation.pk}:{invitation.expires_at.isoformat()}",
        tenant=invitation.organisation_id,
    )


def _open_row(invitation: Invitation, at: datetime) -> Invitation:
    row = (
        Invitation.objects.select_for_update().select_related("organisation").get(pk=invitation.pk)
    )
    if not is_open(row, at=at):
        told = "it was accepted, withdrawn, or its 14 days are over"
        raise Conflict.because("invitation.closed", told)
    return row


def _end(invitation: Invitation, at: datetime) -> None:
    invitation.expires_at = at
    invitation.token_hash = _nobody_knows()
    invitation.save(update_fields=["expires_at", "token_hash"])


def _nobody_knows() -> str:
    return f"none:{uuid4().hex}"
