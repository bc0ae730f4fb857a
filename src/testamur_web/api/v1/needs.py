"""Skill needs: read by everybody, published by employers, answered by issuers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur.talent.profile import profile_from
from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Prose, Said, Whole, Word
from testamur_web.employers import asked
from testamur_web.employers import needs as services
from testamur_web.employers.answering import answer_need, take_back_answer
from testamur_web.employers.asked import Offered
from testamur_web.employers.models import NeedAnswer, SkillNeed
from testamur_web.people.models import Organisation, Role

__all__ = ["router"]

router = Router(tags=["skill needs"])


class SkillNeedLine(Schema):
    """A need in a list."""

    id: UUID
    organisation: str
    title: str
    state: str
    people: int
    needed_by: str | None
    region: str
    mode: str
    ends_on: str
    answers: int


class NeedOfferOut(Schema):
    """An answer: of a hundred points, those that somebody would have who earned it today."""

    id: UUID
    issuer: str
    achievement: UUID
    title: str
    is_published: bool
    words: str
    points: float | None
    skills: list[dict[str, Any]] = Field(description="As `testamur match --json` tells each.")


class SkillNeedOut(SkillNeedLine):
    """A need, with its skills and what answers it."""

    words: str
    profile: dict[str, Any] = Field(description="As `testamur match` reads it.")
    offers: list[NeedOfferOut]
    drafts: int = Field(description="Answers that are not published, which the employer sees.")
    answered_by: UUID | None = Field(description="The answer that it was closed with.")


class NeedsNarrowed(Wanted):
    """What the board is narrowed to."""

    skill: Line = Field("", description="A skill by its URI.")
    region: Line = ""
    mode: Word = ""


class NewSkillNeed(Said):
    """What is looked for: a job profile, whose label is the title, for how many people."""

    profile: dict[str, Any]
    people: Whole
    ends_on: date
    needed_by: date | None = None
    region: Line = ""
    mode: Line = ""
    words: Prose = ""


class NewNeedAnswer(Said):
    """A definition of the organisation, published or a draft."""

    need: UUID
    achievement: UUID
    words: Prose = ""


class NeedAnswerOut(Schema):
    """An answer of the organisation."""

    id: UUID
    need: UUID
    achievement: UUID
    answered_at: str
    is_published: bool


class NeedClosing(Said):
    """The answer that a need is closed with."""

    answer: UUID


@router.get("/needs", response=Page[SkillNeedLine], auth=None, summary="List the open skill needs")
def list_needs(request: HttpRequest, wanted: Query[NeedsNarrowed]) -> dict[str, Any]:
    """The newest first."""
    del request
    narrowed = asked.Wanted(wanted.skill, wanted.region, wanted.mode)
    return page_of(asked.open_needs(narrowed, at=timezone.now()), wanted, _line)


@router.get("/needs/{uuid:need}", response=SkillNeedOut, auth=None, summary="Read a skill need")
def read_need(request: HttpRequest, need: UUID) -> dict[str, Any]:
    """With what is published for it."""
    del request
    return _need(_public(need), is_own=False)


@router.get(
    "/organisation/needs",
    response=Page[SkillNeedLine],
    summary="List the skill needs of the organisation",
    openapi_extra=needs(Role.MANAGER),
)
def list_own_needs(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Whatever became of them, the newest first."""
    organisation, _person = acting(request, Role.MANAGER)
    return page_of(asked.own_needs(organisation), wanted, _line)


@router.post(
    "/organisation/needs",
    response={201: SkillNeedOut},
    summary="Publish a skill need",
    openapi_extra=needs(Role.MANAGER),
)
def publish_need(request: HttpRequest, body: NewSkillNeed) -> Status[dict[str, Any]]:
    """Everybody reads it; it is not changed afterwards."""
    organisation, person = acting(request, Role.MANAGER)
    told = body.model_dump(exclude={"profile"})
    profile = profile_from(body.profile, "/profile")
    stated, now = services.Stated(**told), timezone.now()
    made = services.publish_need(organisation, profile, stated, by=person, at=now)
    return Status(201, _need(_own(organisation, made.pk), is_own=True))


@router.get(
    "/organisation/needs/{uuid:need}",
    response=SkillNeedOut,
    summary="Read a skill need of the organisation",
    openapi_extra=needs(Role.MANAGER),
)
def read_own_need(request: HttpRequest, need: UUID) -> dict[str, Any]:
    """With every answer, drafts among them."""
    organisation, _person = acting(request, Role.MANAGER)
    return _need(_own(organisation, need), is_own=True)


@router.post(
    "/organisation/needs/{uuid:need}/close",
    response=SkillNeedOut,
    summary="Close a skill need with an answer",
    openapi_extra=needs(Role.MANAGER),
)
def close_need(request: HttpRequest, need: UUID, body: NeedClosing) -> dict[str, Any]:
    """One whose definition is published."""
    organisation, person = acting(request, Role.MANAGER)
    found = _own(organisation, need)
    answer = get_object_or_404(found.answers, pk=body.answer)
    services.close_need(found, answer, by=person, at=timezone.now())
    return _need(_own(organisation, need), is_own=True)


@router.delete(
    "/organisation/needs/{uuid:need}",
    response={204: None},
    summary="Withdraw a skill need",
    openapi_extra=needs(Role.MANAGER),
)
def withdraw_need(request: HttpRequest, need: UUID) -> Status[None]:
    """Whoever answered is written to."""
    organisation, person = acting(request, Role.MANAGER)
    services.withdraw_need(_own(organisation, need), by=person, at=timezone.now())
    return Status(204, None)


@router.get(
    "/organisation/answers",
    response=Page[NeedAnswerOut],
    summary="List the answers to skill needs",
    openapi_extra=needs(Role.DESIGNER),
)
def list_answers(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Those of the organisation that stand, the newest first."""
    organisation, _person = acting(request, Role.DESIGNER)
    return page_of(asked.answers_of_issuer(organisation), wanted, _answer)


@router.post(
    "/organisation/answers",
    response={201: NeedAnswerOut},
    summary="Answer a skill need",
    openapi_extra=needs(Role.DESIGNER),
)
def give_answer(request: HttpRequest, body: NewNeedAnswer) -> Status[dict[str, Any]]:
    """With a draft, whoever published the need is asked to review it."""
    organisation, person = acting(request, Role.DESIGNER)
    mine = get_object_or_404(asked.answerable_by(organisation), pk=body.achievement)
    need, now = _public(body.need), timezone.now()
    made = answer_need(need, mine, note=body.words, by=person, at=now)
    return Status(201, _answer(made.answer))


@router.delete(
    "/organisation/answers/{uuid:answer}",
    response={204: None},
    summary="Take back an answer to a skill need",
    openapi_extra=needs(Role.DESIGNER),
)
def remove_answer(request: HttpRequest, answer: UUID) -> Status[None]:
    """While the need is open."""
    organisation, person = acting(request, Role.DESIGNER)
    found = get_object_or_404(asked.answers_of_issuer(organisation), pk=answer)
    take_back_answer(found, by=person, at=timezone.now())
    return Status(204, None)


def _public(pk: UUID) -> SkillNeed:
    need = asked.public_need(pk)
    if need is None:
        raise Http404
    return need


def _own(organisation: Organisation, pk: UUID) -> SkillNeed:
    need = asked.find_need(organisation, pk)
    if need is None:
        raise Http404
    return need


def _line(need: SkillNeed) -> dict[str, Any]:
    return {
        "id": need.pk,
        "organisation": need.organisation.name,
        "title": need.title,
        "state": need.state_at(timezone.now()).value,
        "people": need.people,
        "needed_by": need.needed_by.isoformat() if need.needed_by else None,
        "region": need.region,
        "mode": need.mode,
        "ends_on": need.ends_on.isoformat(),
        "answers": need.many_answers,  # type: ignore[attr-defined]
    }


def _need(need: SkillNeed, *, is_own: bool) -> dict[str, Any]:
    offers = asked.offered_to(need, at=timezone.now())
    shown = [one for one in offers if is_own or one.version]
    return _line(need) | {
        "words": need.words,
        "profile": asked.job_of(need).as_json(),
        "offers": [_offer(one) for one in shown],
        "drafts": sum(one.version is None for one in offers),
        "answered_by": need.answered_by_id,
    }


def _offer(one: Offered) -> dict[str, Any]:
    achievement = one.answer.achievement
    return {
        "id": one.answer.pk,
        "issuer": achievement.organisation.name,
        "achievement": achievement.pk,
        "title": one.title,
        "is_published": one.version is not None,
        "words": one.answer.words,
        "points": float(one.match.points) if one.match else None,
        "skills": [row.as_json() for row in one.rows],
    }


def _answer(answer: NeedAnswer) -> dict[str, Any]:
    return {
        "id": answer.pk,
        "need": answer.need_id,
        "achievement": answer.achievement_id,
        "answered_at": answer.answered_at.isoformat(),
        "is_published": answer.achievement.current_id is not None,
    }
