"""Experts who review drafts: asked by the organisation, answering by link, shown to everybody.

An expert needs no token but the secret of their link; looking at it answers nothing.
"""

from __future__ import annotations

from typing import Any, Final, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.achievements import WantedVersion
from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.links import found_by_link
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Prose, Said, Whole
from testamur_web.catalogue import reviewing
from testamur_web.catalogue.definition import read_draft
from testamur_web.catalogue.models import Achievement, ReviewRequest
from testamur_web.catalogue.queries import draft_of
from testamur_web.catalogue.reviews import (
    CHECKLIST,
    Given,
    commentable_in,
    digest_of,
    find_by_token,
    least_of,
    requests_for,
    reviewed,
)
from testamur_web.catalogue.shown import find_shown
from testamur_web.people.models import Organisation, Role

__all__ = ["router"]

router = Router(tags=["reviews"])

_ALL: Final = "/achievements/{uuid:achievement}/reviews"


class NewExpert(Said):
    """Who is asked; they need no account."""

    name: Line = Field(min_length=1)
    email: Line = Field(min_length=3)
    organisation: Line = Field(min_length=1)
    kind: Literal["industry", "quality-body"] = "industry"


class CheckShape(Said):
    """One line of the checklist."""

    item: Literal["outcomes", "assessment", "workload", "skills", "accessible"]
    answer: Literal["yes", "no", "cannot-say"]
    comment: Prose = ""


class FieldComment(Said):
    """What is said of one field of the draft."""

    pointer: Line = Field(description="JSON Pointer of the field, as `fields` lists it.")
    text: Prose


class NewReview(Said):
    """All that an expert says."""

    seen: Line = Field(description="The digest of the draft that was read.")
    verdict: Literal["signed-off", "changes"]
    name: Line
    role: Line
    organisation: Line
    interest: Prose = Field(
        description="What interest they have in it; “no interest” is an answer."
    )
    checklist: list[CheckShape] = Field(max_length=20)
    comments: list[FieldComment] = Field(default=[], max_length=500)


class SignOffOut(Schema):
    """Who came to what, when, with which interest, and whether of this very state."""

    verdict: str
    name: str
    role: str
    organisation: str
    kind: str
    interest: str
    answered_at: str
    is_of_this_state: bool
    answers: dict[str, str] = Field(description="What was answered to each line, by its item.")


class GivenOut(SignOffOut):
    """The same with all that was said."""

    digest: str
    checklist: list[CheckShape]
    comments: list[dict[str, str]]


class ExpertOut(Schema):
    """One expert who was asked, and their answer."""

    id: UUID
    name: str
    email: str
    organisation: str
    kind: str
    state: str
    asked_at: str
    expires_at: str
    answer: GivenOut | None


class FieldOut(Schema):
    """One field that the draft states."""

    pointer: str
    label: str
    text: str


class DraftAskedAboutOut(Schema):
    """What the holder of a link is asked; the draft is empty where nothing is asked any more."""

    title: str
    issuer: str
    state: str
    expires_at: str
    digest: str
    draft: dict[str, Any]
    fields: list[FieldOut]
    checklist: dict[str, str]


class ReviewedOut(Schema):
    """Who signed off a version, and how many ask for changes."""

    sign_offs: list[SignOffOut]
    asking_for_changes: int


class LeastOut(Schema):
    """How many sign-offs an organisation needs to publish."""

    least: int


class NewLeast(Said):
    """Another number."""

    least: Whole = Field(ge=0, le=reviewing.MOST_NEEDED)


@router.get(
    _ALL,
    response=Page[ExpertOut],
    summary="List the experts asked about a draft",
    openapi_extra=needs(Role.DESIGNER),
)
def list_expert_reviews(
    request: HttpRequest, achievement: UUID, wanted: Query[Wanted]
) -> dict[str, Any]:
    """The newest first, with what each said."""
    organisation, _person = acting(request, Role.DESIGNER)
    found = _achievement(organisation, achievement)
    digest = digest_of(draft_of(found))
    return page_of(requests_for(found), wanted, lambda one: _expert(one, digest))


@router.post(
    _ALL,
    response={201: ExpertOut},
    summary="Ask an expert to review a draft",
    openapi_extra=needs(Role.DESIGNER),
)
def ask_expert(request: HttpRequest, achievement: UUID, body: NewExpert) -> Status[dict[str, Any]]:
    """They get a letter with a link that takes one answer."""
    organisation, person = acting(request, Role.DESIGNER)
    found = _achievement(organisation, achievement)
    expert = reviewing.Expert(body.name, body.email, body.organisation, body.kind)
    made = reviewing.ask_expert(found, expert, by=person, at=timezone.now())
    return Status(201, _expert(made, ""))


@router.post(
    f"{_ALL}/{{uuid:asked}}/remind",
    response=ExpertOut,
    summary="Send the letter to an expert again",
    openapi_extra=needs(Role.DESIGNER),
)
def remind_expert(request: HttpRequest, achievement: UUID, asked: UUID) -> dict[str, Any]:
    """With a new link; the older one ends."""
    organisation, person = acting(request, Role.DESIGNER)
    found = get_object_or_404(requests_for(_achievement(organisation, achievement)), pk=asked)
    reviewing.remind_expert(found, by=person, at=timezone.now())
    found.refresh_from_db()
    return _expert(found, "")


@router.post(
    f"{_ALL}/{{uuid:asked}}/withdraw",
    response=ExpertOut,
    summary="Withdraw a request for review",
    openapi_extra=needs(Role.DESIGNER),
)
def withdraw_expert_review(request: HttpRequest, achievement: UUID, asked: UUID) -> dict[str, Any]:
    """Its link shows nothing from now on; what was answered stays."""
    organisation, person = acting(request, Role.DESIGNER)
    found = get_object_or_404(requests_for(_achievement(organisation, achievement)), pk=asked)
    reviewing.withdraw_review(found, by=person, at=timezone.now())
    found.refresh_from_db()
    return _expert(found, "")


@router.get(
    "/reviews-needed",
    response=LeastOut,
    summary="Read how many sign-offs are needed to publish",
    openapi_extra=needs(),
)
def read_reviews_needed(request: HttpRequest) -> dict[str, Any]:
    """Of the organisation of the token; 0 where it has not said."""
    organisation, _person = acting(request)
    return {"least": least_of(organisation)}


@router.put(
    "/reviews-needed",
    response=LeastOut,
    summary="Set how many sign-offs are needed to publish",
    openapi_extra=needs(Role.ADMIN),
)
def set_reviews_needed(request: HttpRequest, body: NewLeast) -> dict[str, Any]:
    """What is published already stays as it is."""
    organisation, person = acting(request, Role.ADMIN)
    reviewing.change_least(organisation, body.least, by=person, at=timezone.now())
    return {"least": body.least}


@router.get(
    "/catalogue/{uuid:achievement}/sign-offs",
    response=ReviewedOut,
    auth=None,
    summary="Read who signed off a published achievement",
)
def read_sign_offs(
    request: HttpRequest, achievement: UUID, wanted: Query[WantedVersion]
) -> dict[str, Any]:
    """Of the current version, or of the one that is named."""
    del request
    shown = find_shown(achievement, number=wanted.version)
    if shown is None:
        raise Http404
    found = reviewed(shown.version)
    return {
        "sign_offs": [_sign_off(one) for one in found.sign_offs],
        "asking_for_changes": found.asking,
    }


@router.get(
    "/review/{token}",
    response=DraftAskedAboutOut,
    auth=None,
    summary="Read the draft you are asked about",
)
def read_draft_to_review(request: HttpRequest, token: str) -> dict[str, Any]:
    """For whoever holds the secret of the link; 404 for any other."""
    return _draft(_by_token(request, token))


@router.post(
    "/review/{token}",
    response=GivenOut,
    auth=None,
    summary="Answer as an expert",
    openapi_extra={
        "responses": {"409": {"description": "It was answered, changed, or is asked no more."}}
    },
)
def answer_expert_review(request: HttpRequest, token: str, body: NewReview) -> dict[str, Any]:
    """Once; 409 where it was answered, the draft has changed since, or nothing is asked now."""
    _by_token(request, token)
    said = body.dict(exclude={"checklist", "comments"})
    answer = reviewing.Answer(
        **said,
        checklist={one.item: reviewing.Check(one.answer, one.comment) for one in body.checklist},
        comments={one.pointer: one.text for one in body.comments},
    )
    made = reviewing.answer_review(token, answer, at=timezone.now())
    return _given(Given(made, is_of_this_state=True))


def _achievement(organisation: Organisation, achievement: UUID) -> Achievement:
    return get_object_or_404(organisation.achievements.select_related("current"), pk=achievement)


def _by_token(request: HttpRequest, token: str) -> ReviewRequest:
    return found_by_link(request, token, find_by_token, what="review")


def _expert(found: ReviewRequest, digest: str) -> dict[str, Any]:
    answer = found.answer
    return {
        "id": found.pk,
        "name": found.name,
        "email": found.email,
        "organisation": found.organisation_name,
        "kind": str(found.kind),
        "state": str(found.state_at(timezone.now())),
        "asked_at": found.asked_at.isoformat(),
        "expires_at": found.expires_at.isoformat(),
        "answer": _given(Given(answer, answer.digest == digest)) if answer else None,
    }


def _sign_off(given: Given) -> dict[str, Any]:
    review = given.review
    return {
        "verdict": str(review.verdict),
        "name": review.signed_name,
        "role": review.signed_role,
        "organisation": review.signed_organisation,
        "kind": str(review.request.kind),
        "interest": review.interest,
        "answered_at": review.answered_at.isoformat(),
        "is_of_this_state": given.is_of_this_state,
        "answers": {one["item"]: one["answer"] for one in review.checklist},
    }


def _given(given: Given) -> dict[str, Any]:
    review = given.review
    return _sign_off(given) | {
        "digest": review.digest,
        "checklist": review.checklist,
        "comments": review.comments,
    }


def _draft(found: ReviewRequest) -> dict[str, Any]:
    achievement, state = found.achievement, found.state_at(timezone.now())
    is_asked = state == ReviewRequest.State.WAITING and achievement.draft is not None
    is_shown = is_asked and achievement.withdrawn_at is None
    definition = read_draft(draft_of(achievement) if is_shown else {})[0]
    fields = commentable_in(definition) if is_shown else []
    return {
        "title": definition.title,
        "issuer": achievement.organisation.name,
        "state": str(state),
        "expires_at": found.expires_at.isoformat(),
        "digest": digest_of(definition) if is_shown else "",
        "draft": definition.as_json() if is_shown else {},
        "fields": [{"pointer": f.pointer, "label": f.label, "text": f.text} for f in fields],
        "checklist": {item: str(title) for item, title in CHECKLIST.items()},
    }
