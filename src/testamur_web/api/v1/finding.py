"""Finding people who agreed to be found: searches, messages, and who was shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Prose, Said, Whole, Word
from testamur_web.employers import contacts, saved
from testamur_web.employers.criteria import Criteria, read_criteria
from testamur_web.employers.looking import Look, Shown, look, person_behind, shown_to
from testamur_web.employers.matches import Match
from testamur_web.employers.models import ContactRequest, Disclosure, Part, SavedSearch
from testamur_web.people.models import Organisation, Person, Role

__all__ = ["SentOut", "router", "sent_told"]

router = Router(tags=["talent"])
_BY_MANAGERS = needs(Role.MANAGER)


class SoughtSkill(Said):
    """A skill, and the EQF level that it is to be proven at or above."""

    skill: Line
    level: Whole | None = None


class SoughtPeople(Said):
    """What is looked for. What is left out is not asked."""

    skills: list[SoughtSkill] = Field(max_length=12)
    least: Whole | None = Field(None, description="How many of the skills; all where left out.")
    confidence: Whole | None = Field(None, description="In percent, at least.")
    fresh_on: Word | None = Field(None, description="A day on which all is to be fresh still.")
    languages: list[Word] = Field([], max_length=6)
    country: Word = ""
    region: Word = ""
    available_by: Word | None = None
    hours: Whole | None = None


class SearchAsked(SoughtPeople):
    """What is looked for, which page of it, and whether names are shown of who shows theirs."""

    page: int = Field(1, ge=1, le=50)
    named: bool = False


class NewSearch(Said):
    """A search to be kept; with `alerts` you are written to when it finds more, once a day."""

    name: Line
    search: SoughtPeople
    alerts: bool = False


class NewMessage(Said):
    """A message to somebody, by the name drawn for them in a search."""

    alias: Word
    subject: Line
    message: Prose


class FoundMatchOut(Schema):
    """How somebody matches one skill: matched, partial or missing, and what proves it."""

    skill: str
    required_level: int | None
    state: str
    lacks: list[str]
    fit: str
    held: str
    level: int | None
    confidence: int | None
    title: str
    assessment: str
    fresh_until: str | None = Field(description="A month.")


class FoundPersonOut(Schema):
    """Somebody under a drawn name, with what they let be seen.

    Of place, languages and time a blind row repeats what was asked; `available_from` is then the
    day by which they are. All of it stands beside a name, where they show that.
    """

    alias: str
    name: str
    languages: list[str] | None
    country: str | None
    region: str | None
    available_from: str | None
    hours: int | None
    may_be_written_to: bool
    matches: list[FoundMatchOut]


class FoundPeopleOut(Schema):
    """A page of people, in an order that is drawn anew every day; `is_capped` where more match.

    `is_withheld` says that fewer than five match what is asked about place, languages or time:
    nothing is told of so few, not even how many they are.
    """

    items: list[FoundPersonOut]
    page: int
    pages: int
    total: int
    is_capped: bool
    is_withheld: bool


class SearchOut(Schema):
    """A saved search; `found` is how many it found when somebody last looked."""

    id: UUID
    name: str
    search: dict[str, Any]
    alerts: bool
    found: int
    looked_at: str


class SentOut(Schema):
    """A message, and who answered, once they said yes and as long as they show it.

    A no is not told: `state` is `waiting` until `expires_at`, and `expired` from then on.
    """

    id: UUID
    alias: str
    subject: str
    sent_at: str
    expires_at: str
    state: str
    shared_name: str
    shared_email: str


class FoundFactsOut(Schema):
    """That somebody was shown to the organisation on a day."""

    day: str
    alias: str
    by: str
    purpose: str
    shown: list[str]


@router.post(
    "/talent/search", response=FoundPeopleOut, summary="Find people", openapi_extra=_BY_MANAGERS
)
def find_people(request: HttpRequest, body: SearchAsked) -> dict[str, Any]:
    """Those alone who agreed to be found; that they were shown is written down for them."""
    organisation, by = acting(request, Role.MANAGER)
    found = look(
        organisation,
        _criteria(body),
        number=body.page,
        is_named=body.named,
        by=by,
        at=timezone.now(),
    )
    return _people(found)


@router.get(
    "/talent/searches",
    response=list[SearchOut],
    summary="List saved searches",
    openapi_extra=_BY_MANAGERS,
)
def list_saved_searches(request: HttpRequest) -> list[dict[str, Any]]:
    """Those of the organisation, by name."""
    organisation, _by = acting(request, Role.MANAGER)
    return [_search(row) for row in saved.searches_of(organisation)]


@router.post(
    "/talent/searches",
    response={201: SearchOut},
    summary="Keep a search",
    openapi_extra=_BY_MANAGERS,
)
def keep_search(request: HttpRequest, body: NewSearch) -> Status[dict[str, Any]]:
    """For every manager of the organisation."""
    organisation, by = acting(request, Role.MANAGER)
    criteria = _criteria(body.search)
    now = timezone.now()
    made = saved.save_search(organisation, body.name, criteria, alerts=body.alerts, by=by, at=now)
    return Status(201, _search(made))


@router.delete(
    "/talent/searches/{uuid:search}",
    response={204: None},
    summary="Delete a saved search",
    openapi_extra=_BY_MANAGERS,
)
def delete_search(request: HttpRequest, search: UUID) -> Status[None]:
    """Its letters end with it."""
    organisation, by = acting(request, Role.MANAGER)
    saved.end_search(_saved(organisation, search), by=by, at=timezone.now())
    return Status(204, None)


@router.post(
    "/talent/searches/{uuid:search}/people",
    response=FoundPeopleOut,
    summary="Run a saved search",
    openapi_extra=_BY_MANAGERS,
)
def run_saved_search(request: HttpRequest, search: UUID, page: int = 1) -> dict[str, Any]:
    """Who matches it today. A page beyond the last is the last."""
    organisation, by = acting(request, Role.MANAGER)
    row, now = _saved(organisation, search), timezone.now()
    criteria = saved.criteria_of(row)
    found = look(organisation, criteria, of=str(row.pk), number=min(page, 50), by=by, at=now)
    saved.note_look(row, found.page.count, at=now)
    return _people(found)


@router.get(
    "/talent/contacts",
    response=Page[SentOut],
    summary="List messages to people",
    openapi_extra=_BY_MANAGERS,
)
def list_contacts(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first, with what became of each."""
    organisation, _by = acting(request, Role.MANAGER)
    return page_of(contacts.sent_by(organisation), wanted, sent_told)


@router.post(
    "/talent/contacts",
    response={201: SentOut},
    summary="Write to somebody",
    openapi_extra=_BY_MANAGERS,
)
def write_to_person(request: HttpRequest, body: NewMessage) -> Status[dict[str, Any]]:
    """They read who you are; you read who they are if they say yes, and only then."""
    organisation, by = acting(request, Role.MANAGER)
    told = {"alias": body.alias, "subject": body.subject, "message": body.message}
    person = _behind(organisation, body.alias)
    made = contacts.send_request(organisation, person, **told, by=by, at=timezone.now())
    return Status(201, sent_told(made))


@router.delete(
    "/talent/contacts/{uuid:message}",
    response={204: None},
    summary="Take a message back",
    openapi_extra=_BY_MANAGERS,
)
def withdraw_message(request: HttpRequest, message: UUID) -> Status[None]:
    """While it is not answered."""
    organisation, by = acting(request, Role.MANAGER)
    row = contacts.find_sent(organisation, message)
    if row is None:
        raise Http404
    contacts.withdraw_request(row, by=by, at=timezone.now())
    return Status(204, None)


@router.get(
    "/talent/shown",
    response=Page[FoundFactsOut],
    summary="List who was shown",
    openapi_extra=_BY_MANAGERS,
)
def list_shown(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """By drawn names: one row a day for each name and purpose, the newest first."""
    organisation, _by = acting(request, Role.MANAGER)
    return page_of(shown_to(organisation), wanted, _disclosure)


def _criteria(body: SoughtPeople) -> Criteria:
    return read_criteria(body.dict(exclude={"page", "named"}))


def _saved(organisation: Organisation, pk: UUID) -> SavedSearch:
    row = saved.find_search(organisation, pk)
    if row is None:
        raise Http404
    return row


def _behind(organisation: Organisation, alias: str) -> Person:
    found = person_behind(organisation, alias, at=timezone.now())
    if found is None:
        raise Http404
    return found


def _people(found: Look) -> dict[str, Any]:
    return {
        "items": [_person(one) for one in found.people],
        "page": found.page.number,
        "pages": found.page.pages,
        "total": found.page.count,
        "is_capped": found.page.is_capped,
        "is_withheld": found.is_withheld,
    }


def _person(one: Shown) -> dict[str, Any]:
    facts, seen = one.facts, one.parts
    has_place, has_time = Part.REGION in seen, Part.AVAILABILITY in seen
    begins = facts.available_from if has_time else None
    return {
        "alias": one.alias,
        "name": one.name,
        "languages": list(facts.languages) if Part.LANGUAGES in seen else None,
        "country": facts.country if has_place else None,
        "region": facts.region if has_place else None,
        "available_from": begins.isoformat() if begins else None,
        "hours": facts.hours if has_time else None,
        "may_be_written_to": one.hit.may_be_written_to,
        "matches": [_match(each) for each in one.hit.matches],
    }


def _match(one: Match) -> dict[str, Any]:
    return {
        "skill": one.wanted.skill,
        "required_level": one.wanted.level,
        "state": one.state.value,
        "lacks": [each.value for each in one.lacks],
        "fit": one.fit.value,
        "held": one.skill,
        "level": one.level,
        "confidence": one.confidence,
        "title": one.title,
        "assessment": one.assessment,
        "fresh_until": f"{one.fresh_until:%Y-%m}" if one.fresh_until else None,
    }


def _search(row: SavedSearch) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "search": row.content,
        "alerts": row.alerts,
        "found": row.found,
        "looked_at": row.looked_at.isoformat(),
    }


def sent_told(row: ContactRequest) -> dict[str, Any]:
    """A message, and what became of it."""
    return {
        "id": row.pk,
        "alias": row.alias,
        "subject": row.subject,
        "sent_at": row.sent_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
        "state": row.told_at(timezone.now()).value,
        "shared_name": row.shared_name,
        "shared_email": row.shared_email,
    }


def _disclosure(row: Disclosure) -> dict[str, Any]:
    return {
        "day": row.day.isoformat(),
        "alias": row.alias,
        "by": row.by.name if row.by else "",
        "purpose": row.purpose,
        "shown": row.shown,
    }
