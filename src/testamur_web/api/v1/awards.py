"""Awards: found, given once, given together, revoked, suspended, reinstated, corrected."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur.errors import Refused
from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Moment, Said, Word
from testamur_web.awards import services
from testamur_web.awards.models import Award
from testamur_web.awards.queries import awards_of, sentence_of, state_of
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.people.models import Organisation, Role

__all__ = ["router"]

router = Router(tags=["awards"])

_MOST = 500
_LONGEST_KEY = 100
_IDEMPOTENCY: dict[str, Any] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "description": "Tells this award from every other; the same when trying again.",
    "schema": {"type": "string", "maxLength": _LONGEST_KEY},
}
_READERS = (Role.REGISTRAR, Role.MANAGER)


class WantedAwards(Wanted):
    """Which page of which awards."""

    text: str = Field("", max_length=200)
    state: Literal["", "valid", "expired", "suspended", "revoked", "waiting"] = ""
    achievement: UUID | None = None
    days_left: int | None = Field(None, ge=1, le=3_660, description="Expires within so many days.")


class AwardOut(Schema):
    """One award. `credential` is the signed text, where one award is read."""

    id: UUID
    state: str
    sentence: str
    achievement: UUID
    version: int
    name: str
    email: str
    number: str
    awarded_at: str
    valid_until: str | None
    replaces: UUID | None
    credential: str | None = None


class NewAward(Said):
    """Whom to award, and for what: a name, an address, or both."""

    achievement: UUID
    name: Line = ""
    email: Line = ""
    number: Word = ""
    awarded_at: Moment | None = None
    grade: Word = ""


class Listed(Said):
    """One person of many. `key` tells this award from every other, now and when trying again."""

    key: Word = Field(min_length=1)
    name: Line = ""
    email: Line = ""
    number: Word = ""
    grade: Word = ""


class NewAwards(Said):
    """Whom to award together: all of them, or none where one is refused."""

    achievement: UUID
    awarded_at: Moment | None = None
    people: list[Listed] = Field(min_length=1, max_length=_MOST)


class Change(Said):
    """Why the status changes; the holder is told it by mail, where an address is known."""

    reason: Line = Field(min_length=1)


class Correction(Said):
    """What was wrong; what is left out stays."""

    reason: Line = Field(min_length=1)
    name: Line | None = None
    email: Line | None = None
    number: Word | None = None
    awarded_at: Moment | None = None
    grade: Word | None = None


@router.get(
    "/awards", response=Page[AwardOut], summary="Find awards", openapi_extra=needs(*_READERS)
)
def list_awards(request: HttpRequest, wanted: Query[WantedAwards]) -> dict[str, Any]:
    """The newest first; `text` is looked for in names, addresses, numbers and titles."""
    organisation, _person = acting(request, *_READERS)
    found = awards_of(
        organisation,
        text=wanted.text.replace("\x00", " "),
        state=wanted.state,
        achievement=wanted.achievement,
        days_left=wanted.days_left,
    )
    return page_of(found.select_related("version", "organisation"), wanted, _award)


@router.get(
    "/awards/{uuid:award}",
    response=AwardOut,
    summary="Read one award",
    openapi_extra=needs(*_READERS),
)
def read_award(request: HttpRequest, award: UUID) -> dict[str, Any]:
    """With the signed credential."""
    organisation, _person = acting(request, *_READERS)
    found = get_object_or_404(organisation.awards, pk=award)
    return _award(found) | {"credential": found.credential}


@router.post(
    "/awards",
    response={201: AwardOut},
    summary="Award one person",
    openapi_extra=needs(Role.REGISTRAR, parameters=[_IDEMPOTENCY]),
)
def give_award(request: HttpRequest, body: NewAward) -> Status[dict[str, Any]]:
    """Signed at once. The same Idempotency-Key is the same award, however often it is sent."""
    organisation, person = acting(request, Role.REGISTRAR)
    key = request.headers.get("Idempotency-Key", "").strip()
    if not 0 < len(key) <= _LONGEST_KEY:
        told = f"send the header Idempotency-Key, of at most {_LONGEST_KEY} characters"
        raise Refused.because("idempotency.key-missing", told)
    now = timezone.now()
    given = services.award_people(
        _version(organisation, body.achievement),
        [_wanted(key, body)],
        awarded_at=body.awarded_at or now,
        by=person,
        at=now,
    )
    return Status(201, _award(given[0]) | {"credential": given[0].credential})


@router.post(
    "/awards/many",
    response={201: list[AwardOut]},
    summary="Award many people at once",
    openapi_extra=needs(Role.REGISTRAR),
)
def give_awards(request: HttpRequest, body: NewAwards) -> Status[list[dict[str, Any]]]:
    """At most 500, signed together. A `key` that was used before is that award again."""
    organisation, person = acting(request, Role.REGISTRAR)
    now = timezone.now()
    given = services.award_people(
        _version(organisation, body.achievement),
        [_wanted(one.key, one) for one in body.people],
        awarded_at=body.awarded_at or now,
        by=person,
        at=now,
    )
    return Status(201, [_award(one) for one in given])


@router.post(
    "/awards/{uuid:award}/revoke",
    response=AwardOut,
    summary="Revoke an award for good",
    openapi_extra=needs(Role.REGISTRAR),
)
def revoke_award(request: HttpRequest, award: UUID, body: Change) -> dict[str, Any]:
    """Asking twice is the same as once."""
    return _changed(request, award, "revoke", body.reason)


@router.post(
    "/awards/{uuid:award}/suspend",
    response=AwardOut,
    summary="Suspend an award",
    openapi_extra=needs(Role.REGISTRAR),
)
def suspend_award(request: HttpRequest, award: UUID, body: Change) -> dict[str, Any]:
    """Until it is reinstated or revoked."""
    return _changed(request, award, "suspend", body.reason)


@router.post(
    "/awards/{uuid:award}/reinstate",
    response=AwardOut,
    summary="End a suspension",
    openapi_extra=needs(Role.REGISTRAR),
)
def reinstate_award(request: HttpRequest, award: UUID, body: Change) -> dict[str, Any]:
    """What is revoked stays so."""
    return _changed(request, award, "reinstate", body.reason)


@router.post(
    "/awards/{uuid:award}/reissue",
    response={201: AwardOut},
    summary="Correct an award",
    openapi_extra=needs(Role.REGISTRAR),
)
def reissue_award(request: HttpRequest, award: UUID, body: Correction) -> Status[dict[str, Any]]:
    """A new award takes the place of the old one, which is revoked in the same step."""
    organisation, person = acting(request, Role.REGISTRAR)
    found = get_object_or_404(organisation.awards, pk=award)
    changes = body.dict(exclude={"reason"}, exclude_none=True)
    now = timezone.now()
    given = services.reissue(found, changes=changes, reason=body.reason, by=person, at=now)
    return Status(201, _award(given) | {"credential": given.credential})


def _changed(request: HttpRequest, award: UUID, verb: str, reason: str) -> dict[str, Any]:
    organisation, person = acting(request, Role.REGISTRAR)
    found = get_object_or_404(organisation.awards, pk=award)
    services.change_status([found], verb=verb, reason=reason, by=person, at=timezone.now())
    found.refresh_from_db()
    return _award(found)


def _version(organisation: Organisation, achievement: UUID) -> Version:
    mine = published().filter(achievement__organisation=organisation)
    return get_object_or_404(mine, achievement=achievement)


def _wanted(key: str, one: NewAward | Listed) -> services.Wanted:
    facts = {"grade": one.grade} if one.grade else {}
    return services.Wanted(f"api:{key}", services.Recipient(one.name, one.email, one.number), facts)


def _award(award: Award) -> dict[str, Any]:
    return {
        "id": award.pk,
        "state": state_of(award, at=timezone.now()),
        "sentence": sentence_of(award),
        "achievement": award.version.achievement_id,
        "version": award.version.number,
        "name": award.recipient_name,
        "email": award.recipient_email,
        "number": award.recipient_number,
        "awarded_at": award.awarded_at.isoformat(),
        "valid_until": award.valid_until.isoformat() if award.valid_until else None,
        "replaces": award.replaces_id,
    }
