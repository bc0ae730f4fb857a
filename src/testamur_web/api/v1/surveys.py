"""Surveys of participants: asked by link, shown from five answers on, and the reviews they open."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.links import found_by_link
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Prose, Said, Whole
from testamur_web.catalogue.shown import find_shown
from testamur_web.learning import services, surveys
from testamur_web.learning.models import DefinitionReview, ReviewTerms, SurveyCall
from testamur_web.learning.reviews import review_terms_of, reviews_in, why_opened
from testamur_web.people.models import Person, Role

__all__ = ["router"]

router = Router(tags=["surveys"])

_CHANGERS = (Role.DESIGNER, Role.MANAGER)


class QuestionOut(Schema):
    """What was said to one question; null and empty where fewer than five could say."""

    name: str
    question: str
    mean: str | None = Field(description="Two decimals, from 1 (not at all) to 5 (fully).")
    rated: int | None
    counts: list[int] = Field(description="How many gave each rating, 1 first.")


class SurveyOut(Schema):
    """Figures of five answers or more; 0 and empty below."""

    answers: int
    questions: list[QuestionOut]


class OwnSurveyOut(SurveyOut):
    """The same, with what participants wrote, in an order that says nothing."""

    remarks: list[str]


class SurveyCallOut(Schema):
    """What the link of a letter asks about."""

    title: str
    wave: str
    expires_at: str
    is_answered: bool
    questions: dict[str, str]


class NewSurveyAnswer(Said):
    """Ratings from 1 to 5 by the name of the question; leave out what you cannot say."""

    ratings: dict[str, int] = Field(default_factory=dict)
    text: Prose = ""


class DefinitionReviewOut(Schema):
    """A definition to be looked at again, why, who sees to it, and what was done."""

    id: UUID
    achievement: UUID
    title: str
    reason: str
    why: str
    facts: dict[str, Any]
    opened_at: str
    owner: str
    due_on: date
    closed_at: str | None
    done: str


class NewReviewCause(Said):
    """Why a definition should be looked at again."""

    why: Prose


class ReviewTermsOut(Schema):
    """After how many months without a new version a definition is looked at again."""

    months: int


class NewReviewTerms(Said):
    """The months that hold from now on."""

    months: Whole = Field(ge=3, le=120)


class NewOwner(Said):
    """Who sees to a review, by username, and until when."""

    owner: str = Field(max_length=150)
    due_on: date


class WhatWasDone(Said):
    """What was done about a review."""

    done: Prose


@router.get(
    "/catalogue/{uuid:achievement}/survey",
    response=SurveyOut,
    auth=None,
    summary="Read what participants say of an achievement",
)
def read_survey(request: HttpRequest, achievement: UUID) -> dict[str, Any]:
    """All versions and both waves together; new answers are added five at a time."""
    del request
    shown = find_shown(achievement)
    if shown is None:
        raise Http404
    return _told(surveys.survey_of(shown.achievement))


@router.get(
    "/achievements/{uuid:achievement}/survey",
    response=OwnSurveyOut,
    summary="Read what participants say and wrote",
    openapi_extra=needs(),
)
def read_own_survey(request: HttpRequest, achievement: UUID) -> dict[str, Any]:
    """The figures, and the words that only staff of the issuer read."""
    organisation, _person = acting(request)
    found = get_object_or_404(organisation.achievements, pk=achievement)
    remarks = [one.text for one in surveys.remarks_of(found)]
    return _told(surveys.survey_of(found)) | {"remarks": remarks}


@router.get(
    "/survey/{token}", response=SurveyCallOut, auth=None, summary="Read what a survey asks you"
)
def read_survey_call(request: HttpRequest, token: str) -> dict[str, Any]:
    """For whoever holds the secret of the link; 404 for any other."""
    return _call(_by_token(request, token))


@router.post(
    "/survey/{token}",
    response=SurveyCallOut,
    auth=None,
    summary="Answer a survey",
    openapi_extra={"responses": {"409": {"description": "It was answered, or its time is over."}}},
)
def answer_survey(request: HttpRequest, token: str, body: NewSurveyAnswer) -> dict[str, Any]:
    """Once, without a name: the answer cannot be found again."""
    said = services.Said(body.ratings, body.text)
    services.answer_survey(_by_token(request, token), said, at=timezone.now())
    return _call(_by_token(request, token))


@router.get(
    "/definition-reviews",
    response=Page[DefinitionReviewOut],
    summary="List reviews of definitions",
    openapi_extra=needs(),
)
def list_definition_reviews(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Those that are due first at the top."""
    organisation, _person = acting(request)
    return page_of(reviews_in(organisation), wanted, _review)


@router.post(
    "/achievements/{uuid:achievement}/definition-reviews",
    response={201: DefinitionReviewOut},
    summary="Ask for a review of a definition",
    openapi_extra=needs(*_CHANGERS),
)
def ask_for_definition_review(
    request: HttpRequest, achievement: UUID, body: NewReviewCause
) -> Status[dict[str, Any]]:
    """Of what is offered; 409 where one that somebody asked for is open."""
    organisation, by = acting(request, *_CHANGERS)
    found = get_object_or_404(organisation.achievements, pk=achievement)
    made = services.ask_for_review(found, why=body.why, by=by, at=timezone.now())
    return Status(201, _review(made))


@router.get(
    "/definition-reviews/terms",
    response=ReviewTermsOut,
    summary="Read when a definition is looked at again",
    openapi_extra=needs(),
)
def read_review_terms(request: HttpRequest) -> ReviewTerms:
    """24 months where nothing was stated."""
    organisation, _person = acting(request)
    return review_terms_of(organisation)


@router.put(
    "/definition-reviews/terms",
    response=ReviewTermsOut,
    summary="State when a definition is looked at again",
    openapi_extra=needs(Role.MANAGER),
)
def state_review_terms(request: HttpRequest, body: NewReviewTerms) -> ReviewTerms:
    """A review that is open stays."""
    organisation, by = acting(request, Role.MANAGER)
    return services.state_review_terms(organisation, months=body.months, by=by, at=timezone.now())


@router.post(
    "/definition-reviews/{uuid:review}/assign",
    response=DefinitionReviewOut,
    summary="Give a review to somebody",
    openapi_extra=needs(*_CHANGERS),
)
def assign_definition_review(request: HttpRequest, review: UUID, body: NewOwner) -> dict[str, Any]:
    """To a designer, manager or administrator, until a day to come."""
    organisation, by = acting(request, *_CHANGERS)
    found = get_object_or_404(reviews_in(organisation), pk=review)
    members = Person.objects.filter(memberships__organisation=organisation).distinct()
    owner = get_object_or_404(members, username=body.owner)
    return _review(
        services.assign_review(found, owner=owner, due_on=body.due_on, by=by, at=timezone.now())
    )


@router.post(
    "/definition-reviews/{uuid:review}/close",
    response=DefinitionReviewOut,
    summary="Close a review",
    openapi_extra=needs(*_CHANGERS),
)
def close_definition_review(
    request: HttpRequest, review: UUID, body: WhatWasDone
) -> dict[str, Any]:
    """With what was done; 409 where it is closed."""
    organisation, by = acting(request, *_CHANGERS)
    found = get_object_or_404(reviews_in(organisation), pk=review)
    return _review(services.close_review(found, done=body.done, by=by, at=timezone.now()))


def _by_token(request: HttpRequest, token: str) -> SurveyCall:
    return found_by_link(request, token, surveys.find_call_by_token, what="survey")


def _call(call: SurveyCall) -> dict[str, Any]:
    return {
        "title": call.version.title,
        "wave": str(call.wave),
        "expires_at": call.expires_at.isoformat(),
        "is_answered": call.is_spent,
        "questions": {name: str(text) for name, text in surveys.QUESTIONS.items()},
    }


def _told(survey: surveys.Survey) -> dict[str, Any]:
    questions = [
        {
            "name": one.name,
            "question": str(one.text),
            "mean": None if one.mean is None else str(one.mean),
            "rated": one.rated,
            "counts": list(one.counts),
        }
        for one in survey.questions
    ]
    return {"answers": survey.answers, "questions": questions}


def _review(review: DefinitionReview) -> dict[str, Any]:
    return {
        "id": review.pk,
        "achievement": review.achievement_id,
        "title": review.achievement.title,
        "reason": str(review.reason),
        "why": why_opened(review),
        "facts": review.facts,
        "opened_at": review.opened_at.isoformat(),
        "owner": review.owner.name if review.owner else "",
        "due_on": review.due_on,
        "closed_at": review.closed_at.isoformat() if review.closed_at else None,
        "done": review.done,
    }
