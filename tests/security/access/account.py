"""Who may ask the pages of accounts, organisations and the instance."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zlib import compress

from allauth.account.models import EmailAddress
from django.utils import timezone

from testamur.skills.framework import Crosswalk, Framework, Link, LinkKind, Skill
from testamur.skills.packing import packed
from testamur.skills.readers import CrosswalkIntake
from testamur_web.catalogue.crosswalking import keep_crosswalk
from testamur_web.catalogue.models import Framework as FrameworkRow
from testamur_web.catalogue.uploads import bring_list
from testamur_web.ops.models import OutboxRow
from testamur_web.people.models import AccessToken, Identifier, Invitation, Role

if TYPE_CHECKING:
    from tests.security.matrix import Cast

ROUTES = {
    "healthz": "public",
    "account_login": "public",
    "account_logout": "public",
    "account_inactive": "public",
    "account_signup": "public",
    "account_reauthenticate": "signed-in",
    "account_email": "public",  # leads to what identifies a person, which asks who it is
    "account_email_verification_sent": "public",
    "account_confirm_email": "public",
    "account_change_password": "signed-in",
    "account_set_password": "signed-in",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "public",
    "account_reset_password_from_key_done": "public",
    "account_request_login_code": "public",
    "account_confirm_login_code": "public",
    "account-read-home": "signed-in",
    "account-settle-account": "signed-in",
    "account-list-identifiers": "signed-in",
    "account-add-identifier": "signed-in",
    "account-end-identifier": "own",
    "account-prove-address": "own",
    "account-prefer-address": "own",
    "account-end-address": "own",
    "account-list-tokens": "signed-in",
    "account-end-token": "own",
    "account-create-organisation": "signed-in",
    "account-open-invitation": "token",
    "account-read-organisation": "member",
    "account-edit-organisation": "member:admin",
    "account-leave-organisation": "member",
    "account-list-members": "member:manager",
    "account-invite-member": "member:admin",
    "account-edit-member": "member:admin",
    "account-remove-member": "member:admin",
    "account-send-invitation-again": "member:admin",
    "account-withdraw-invitation": "member:admin",
    "account-list-numbers": "member:registrar",
    "account-rebind-number": "member:registrar",
    "account-end-number": "member:registrar",
    "account-list-unsent": "member:registrar",
    "account-send-unsent-again": "member:registrar",
    "account-correct-unsent": "member:registrar",
    "account-read-trail": "member:manager",
    "account-export-trail": "member:manager",
    "operator-read-instance": "operator",
    "operator-try-row-again": "operator",
    "operator-list-organisations": "operator",
    "operator-list-frameworks": "operator",
    "operator-read-framework": "operator",
    "operator-adopt-framework": "operator",
    "operator-withdraw-framework": "operator",
    "operator-read-upload": "operator",
    "operator-read-upload-progress": "operator",
    "operator-resume-upload": "operator",
    "operator-read-crosswalk": "operator",
    "operator-adopt-crosswalk": "operator",
    "operator-withdraw-crosswalk": "operator",
    "operator-read-trail": "operator",
    "operator-list-people": "operator",
    "operator-read-person": "operator",
    "operator-close-account": "operator",
    "operator-reopen-account": "operator",
    "operator-make-link": "operator",
}


def an_address(cast: Cast) -> dict[str, object]:
    return {"pk": EmailAddress.objects.create(user=cast.ada, email="ada@old.example").pk}


def an_identifier(cast: Cast) -> dict[str, object]:
    return {"pk": Identifier.objects.create(person=cast.ada, kind="other", value="a-1").pk}


def a_number(cast: Cast) -> dict[str, object]:
    given = {"given_by": cast.university, "verified_at": timezone.now()}
    return {
        "pk": Identifier.objects.create(
            person=cast.ada, kind="student-number", value="s1", **given
        ).pk
    }


def a_token(cast: Cast) -> dict[str, object]:
    return {"pk": AccessToken.objects.create(person=cast.ada, name="x", token_hash="0" * 64).pk}


def an_invitation(cast: Cast) -> dict[str, object]:
    row = Invitation.objects.create(
        organisation=cast.university,
        email="new@people.example",
        roles=[Role.DESIGNER],
        token_hash="1" * 64,
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {"pk": row.pk}


def a_member(cast: Cast) -> dict[str, object]:
    return {"pk": cast.members[Role.DESIGNER].pk}


def a_failed_row(cast: Cast) -> dict[str, object]:
    now = timezone.now()
    moments = {"posted_at": now, "due_at": now, "given_up_at": now}
    return {
        "pk": OutboxRow.objects.create(
            kind="people.invite", key="k", tenant=cast.university.pk, **moments
        ).pk
    }


def a_framework(_cast: Cast) -> dict[str, object]:
    listed = Framework(
        id="https://uni.example/skills", name="Ours", skills=(Skill("x:1", "Milling"),)
    )
    data = packed(listed)
    row = FrameworkRow.objects.create(
        uri=listed.id,
        name=listed.name,
        language="en",
        skills=1,
        occupations=0,
        digest="0" * 64,
        packed=compress(data),
        proposed_at=timezone.now(),
    )
    return {"pk": row.pk}


def an_upload(cast: Cast) -> dict[str, object]:
    row = bring_list("skills.csv", b"label\nMilling\n", by=cast.fay, at=timezone.now())
    return {"pk": row.pk}


def a_crosswalk(cast: Cast) -> dict[str, object]:
    table = Crosswalk("urn:a", "urn:b", name="A", links=(Link("a:1", LinkKind.EXACT, "b:1"),))
    row, _ = keep_crosswalk(CrosswalkIntake(table), by=cast.fay, at=timezone.now())
    return {"pk": row.pk}


def ada(cast: Cast) -> dict[str, object]:
    return {"pk": cast.ada.pk}


OBJECTS = {
    "account_confirm_email": lambda _: {"key": "no-such-key"},
    "account_reset_password_from_key": lambda _: {"uidb36": "0", "key": "no-such-key"},
    "account-end-identifier": an_identifier,
    "account-prove-address": an_address,
    "account-prefer-address": an_address,
    "account-end-address": an_address,
    "account-end-token": a_token,
    "account-edit-member": a_member,
    "account-remove-member": a_member,
    "account-send-invitation-again": an_invitation,
    "account-withdraw-invitation": an_invitation,
    "account-rebind-number": a_number,
    "account-end-number": a_number,
    "operator-try-row-again": a_failed_row,
    "operator-read-framework": a_framework,
    "operator-adopt-framework": a_framework,
    "operator-withdraw-framework": a_framework,
    "operator-read-upload": an_upload,
    "operator-read-upload-progress": an_upload,
    "operator-resume-upload": an_upload,
    "operator-read-crosswalk": a_crosswalk,
    "operator-adopt-crosswalk": a_crosswalk,
    "operator-withdraw-crosswalk": a_crosswalk,
    "account-send-unsent-again": a_failed_row,
    "account-correct-unsent": a_failed_row,
    "operator-read-person": ada,
    "operator-close-account": ada,
    "operator-reopen-account": ada,
    "operator-make-link": ada,
}
