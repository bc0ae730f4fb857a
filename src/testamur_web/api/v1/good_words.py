"""Programmes somebody takes part in, and what colleagues say of them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import OWN, acting, needs, own
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Said
from testamur_web.catalogue.models import Achievement
from testamur_web.employers import nominations
from testamur_web.employers.models import Nomination, Participant
from testamur_web.employers.nominations import About
from testamur_web.employers.own_programmes import own_programmes
from testamur_web.people.models import Person

__all__ = ["router"]

router = Router(tags=["programmes"])


class OwnTrainingOut(Schema):
    """A programme you take part in; `shares_progress` is your word, yours to take back."""

    id: UUID
    organisation: str
    title: str
    ends: date
    answer: str
    proposal: UUID | None
    shares_progress: bool


class GoodWordOut(Schema):
    """What somebody said, for an achievement or a skill."""

    id: UUID
    person: str
    by: str
    achievement: UUID | None
    skill: str
    words: str
    state: str
    made_at: str


class NewGoodWord(Said):
    """To a colleague, by e-mail address or whole name; for one of the two."""

    whom: Line
    achievement: UUID | None = None
    skill: Line = ""
    words: str = Field(max_length=500, pattern=r"^[^\x00]*$")


class GoodWordAnswer(Said):
    """Whether colleagues read it."""

    is_shown: bool


@router.get(
    "/own/training-programmes",
    response=list[OwnTrainingOut],
    summary="List the programmes you take part in",
    openapi_extra=OWN,
)
def list_own_programmes(request: HttpRequest) -> list[dict[str, Any]]:
    """By their last day."""
    return [_programme(one) for one in own_programmes(own(request))]


@router.get(
    "/good-words",
    response=Page[GoodWordOut],
    summary="List the good words in an organisation",
    openapi_extra=needs(),
)
def list_good_words(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Only what the person it is about agreed to, the newest first."""
    organisation, _person = acting(request)
    return page_of(nominations.feed_of(organisation), wanted, _word)


@router.post(
    "/good-words",
    response={201: GoodWordOut},
    summary="Say something good of a colleague",
    openapi_extra=needs(),
)
def say_good_word(request: HttpRequest, body: NewGoodWord) -> Status[dict[str, Any]]:
    """They are written to, and decide whether others read it."""
    organisation, person = acting(request)
    whom = nominations.colleague_called(organisation, body.whom)
    about = About(_achievement(body.achievement), body.skill)
    made = nominations.nominate(
        organisation, whom, about=about, text=body.words, by=person, at=timezone.now()
    )
    return Status(201, _word(made))


@router.get(
    "/own/good-words",
    response=list[GoodWordOut],
    summary="List what colleagues say of you",
    openapi_extra=OWN,
)
def list_own_good_words(request: HttpRequest) -> list[dict[str, Any]]:
    """The newest first."""
    return [_word(one) for one in nominations.nominations_of(own(request))[:200]]


@router.put(
    "/own/good-words/{uuid:word}",
    response={204: None},
    summary="Let a good word be read, or not",
    openapi_extra=OWN,
)
def answer_good_word(request: HttpRequest, word: UUID, body: GoodWordAnswer) -> Status[None]:
    """Of what was said of you, at any time."""
    person = own(request)
    found = _found(person, word)
    if found.person_id != person.pk:
        raise Http404
    nominations.answer_nomination(found, is_shown=body.is_shown, at=timezone.now())
    return Status(204, None)


@router.delete(
    "/own/good-words/{uuid:word}",
    response={204: None},
    summary="Withdraw a good word",
    openapi_extra=OWN,
)
def withdraw_good_word(request: HttpRequest, word: UUID) -> Status[None]:
    """That you said, or that was said of you: nobody reads it any more."""
    person = own(request)
    nominations.withdraw_nomination(_found(person, word), by=person, at=timezone.now())
    return Status(204, None)


def _found(person: Person, pk: UUID) -> Nomination:
    found = nominations.open_to(person, pk)
    if found is None:
        raise Http404
    return found


def _achievement(pk: UUID | None) -> Achievement | None:
    if pk is None:
        return None
    found = Achievement.objects.filter(pk=pk, current__isnull=False).first()
    if found is None:
        raise Http404
    return found


def _programme(one: Participant) -> dict[str, Any]:
    return {
        "id": one.pk,
        "organisation": one.programme.organisation.name,
        "title": one.programme.title,
        "ends": one.programme.ends,
        "answer": one.proposal.state if one.proposal else "",
        "proposal": one.proposal_id,
        "shares_progress": bool(one.proposal and one.proposal.shares_progress),
    }


def _word(one: Nomination) -> dict[str, Any]:
    return {
        "id": one.pk,
        "person": one.person.name,
        "by": one.by.name,
        "achievement": one.achievement_id,
        "skill": one.skill,
        "words": one.words,
        "state": one.state,
        "made_at": one.made_at.isoformat(),
    }
