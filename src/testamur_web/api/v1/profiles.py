"""Role profiles of an organisation, the goals proposed with them, and its figures of confidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur.talent.adverts import Asked, profile_asked
from testamur.talent.postings import MOST_CHARACTERS, read_job_posting
from testamur.talent.profile import profile_from
from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Said
from testamur_web.people.models import Organisation, Person, Role
from testamur_web.plans import figures, profiles, proposing
from testamur_web.plans.adverts import asked_of
from testamur_web.plans.models import RoleProfile
from testamur_web.plans.profiles import Step
from testamur_web.plans.proposing import Proposed

__all__ = ["router"]

router = Router(tags=["role profiles"])


class ProfileLine(Schema):
    """A role profile in a list."""

    id: UUID
    title: str


class ProfileOut(ProfileLine):
    """A role profile as its newest version says it."""

    version: int
    withdrawn_at: str | None
    goal: dict[str, Any] = Field(description="As `testamur match` and `testamur gap` read it.")


class NewProfile(Said):
    """A title, as the label of the goal, and the skills, each with level and importance."""

    goal: dict[str, Any] = Field(
        description="Each need has a skill, and may have a level, an importance, and required."
    )


class NewAdvert(Said):
    """An advert as words, as a schema.org JobPosting or HR Open position in JSON, or as a page."""

    text: str = Field(min_length=1, max_length=MOST_CHARACTERS)
    title: Line = ""


class AdvertSkillOut(Schema):
    """A skill of an advert: how likely it is meant, and what its words say of it, if they do."""

    skill: str
    name: str
    score: float
    words: str
    required: bool | None
    level: int | None
    because: list[str]


class AdvertOut(Schema):
    """What an advert asks for, as a profile that is proposed, and each skill with its reasons."""

    profile: dict[str, Any] = Field(description="As `create_profile` takes it; correct it first.")
    found: list[AdvertSkillOut]


class ProfileVersionOut(Schema):
    """A version, and what it asks for otherwise than the one before."""

    version: int
    made_at: str
    goal: dict[str, Any]
    changes: list[dict[str, Any]]


class NewProposal(Said):
    """To which member, with a word."""

    person: UUID
    note: Line = ""


class ProgressOut(Schema):
    """How far somebody is who lets it be seen."""

    percent: int
    open: list[str]


class ProposalOut(Schema):
    """A goal that was proposed; `progress` only while the person agrees to it."""

    id: UUID
    person: UUID
    name: str
    profile: UUID
    version: int
    state: str
    proposed_at: str
    progress: ProgressOut | None


@router.get(
    "/role-profiles",
    response=Page[ProfileLine],
    summary="List the role profiles",
    openapi_extra=needs(Role.MANAGER),
)
def list_profiles(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Those in use, by title."""
    organisation, _person = acting(request, Role.MANAGER)
    return page_of(
        profiles.profiles_of(organisation),
        wanted,
        lambda row: {"id": row.pk, "title": row.title},
    )


@router.post(
    "/role-profiles",
    response={201: ProfileOut},
    summary="Describe a role",
    openapi_extra=needs(Role.MANAGER),
)
def create_profile(request: HttpRequest, body: NewProfile) -> Status[dict[str, Any]]:
    """The goal is written as for `set_goal`."""
    organisation, person = acting(request, Role.MANAGER)
    job = profile_from(body.goal, "/goal")
    made = profiles.create_profile(organisation, job, by=person, at=timezone.now())
    return Status(201, _profile(made))


@router.post(
    "/role-profiles/advert",
    response=AdvertOut,
    summary="Read an advert as a role profile",
    openapi_extra=needs(Role.MANAGER),
)
def read_advert(request: HttpRequest, body: NewAdvert) -> dict[str, Any]:
    """Nothing is kept: what is right of it is sent to `create_profile`."""
    acting(request, Role.MANAGER)
    posting = read_job_posting(body.text)
    asked = asked_of(posting.text)
    profile = profile_asked(body.title or posting.title, asked)
    return {"profile": profile.as_json(), "found": [_asked(one) for one in asked]}


@router.get(
    "/role-profiles/{uuid:profile}/versions",
    response=list[ProfileVersionOut],
    summary="List the versions of a role profile",
    openapi_extra=needs(Role.MANAGER),
)
def list_profile_versions(request: HttpRequest, profile: UUID) -> list[dict[str, Any]]:
    """The newest first, each with its changes as sentences."""
    organisation, _person = acting(request, Role.MANAGER)
    return [_version(one) for one in profiles.history_of(_found(organisation, profile))]


@router.get(
    "/role-profiles/{uuid:profile}",
    response=ProfileOut,
    summary="Read a role profile",
    openapi_extra=needs(Role.MANAGER),
)
def read_profile(request: HttpRequest, profile: UUID) -> dict[str, Any]:
    """Its newest version."""
    organisation, _person = acting(request, Role.MANAGER)
    return _profile(_found(organisation, profile))


@router.put(
    "/role-profiles/{uuid:profile}",
    response=ProfileOut,
    summary="Change a role profile",
    openapi_extra=needs(Role.MANAGER),
)
def edit_profile(request: HttpRequest, profile: UUID, body: NewProfile) -> dict[str, Any]:
    """A version that was proposed to somebody stays: the change makes the next one."""
    organisation, person = acting(request, Role.MANAGER)
    found = _found(organisation, profile)
    job = profile_from(body.goal, "/goal")
    profiles.edit_profile(found, job, by=person, at=timezone.now())
    return _profile(found)


@router.delete(
    "/role-profiles/{uuid:profile}",
    response={204: None},
    summary="Withdraw a role profile",
    openapi_extra=needs(Role.MANAGER),
)
def withdraw_profile(request: HttpRequest, profile: UUID) -> Status[None]:
    """It is proposed to nobody any more; goals that came from it stay."""
    organisation, person = acting(request, Role.MANAGER)
    profiles.withdraw_profile(_found(organisation, profile), by=person, at=timezone.now())
    return Status(204, None)


@router.post(
    "/role-profiles/{uuid:profile}/proposals",
    response={201: ProposalOut},
    summary="Propose a role as a goal",
    openapi_extra=needs(Role.MANAGER),
)
def propose_goal(request: HttpRequest, profile: UUID, body: NewProposal) -> Status[dict[str, Any]]:
    """To a member, who is written to and decides."""
    organisation, person = acting(request, Role.MANAGER)
    found = _found(organisation, profile)
    to = get_object_or_404(
        Person.objects.filter(memberships__organisation=organisation).distinct(), pk=body.person
    )
    made = proposing.propose(found, to, note=body.note, by=person, at=timezone.now())
    return Status(201, _proposal(Proposed(made, None)))


@router.get(
    "/proposals",
    response=Page[ProposalOut],
    summary="List the goals that were proposed",
    openapi_extra=needs(Role.MANAGER),
)
def list_proposals(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """The newest first, each with the progress that the person lets be seen."""
    organisation, _person = acting(request, Role.MANAGER)
    now = timezone.now()
    return page_of(
        proposing.proposals_in(organisation),
        wanted,
        lambda row: _proposal(proposing.as_managed(row, at=now)),
    )


@router.delete(
    "/proposals/{uuid:proposal}",
    response={204: None},
    summary="Withdraw a proposal",
    openapi_extra=needs(Role.MANAGER),
)
def withdraw_proposal(request: HttpRequest, proposal: UUID) -> Status[None]:
    """While nobody has answered it."""
    organisation, person = acting(request, Role.MANAGER)
    found = proposing.proposed_by(organisation, proposal)
    if found is None:
        raise Http404
    proposing.withdraw_proposal(found, by=person, at=timezone.now())
    return Status(204, None)


class NewFigures(Said):
    """Figures by name; what is not named is the default."""

    figures: dict[str, Any] = Field(min_length=1)


@router.get(
    "/confidence",
    response=dict[str, Any],
    summary="Read the figures of confidence",
    openapi_extra=needs(Role.ADMIN),
)
def read_figures(request: HttpRequest) -> dict[str, Any]:
    """As `testamur gap --figures` reads them."""
    organisation, _person = acting(request, Role.ADMIN)
    return dict(figures.figures_of(organisation).as_json())


@router.put(
    "/confidence",
    response=dict[str, Any],
    summary="Change the figures of confidence",
    openapi_extra=needs(Role.ADMIN),
)
def change_figures(request: HttpRequest, body: NewFigures) -> dict[str, Any]:
    """What is not named is the default."""
    organisation, person = acting(request, Role.ADMIN)
    kept = figures.change_figures(organisation, body.figures, by=person, at=timezone.now())
    return dict(kept.as_json())


def _found(organisation: Organisation, pk: UUID) -> RoleProfile:
    profile = profiles.find_profile(organisation, pk)
    if profile is None:
        raise Http404
    return profile


def _profile(row: RoleProfile) -> dict[str, Any]:
    newest = profiles.newest_of(row)
    return {
        "id": row.pk,
        "title": row.title,
        "version": newest.number,
        "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        "goal": profiles.job_in(newest).as_json(),
    }


def _version(step: Step) -> dict[str, Any]:
    return {
        "version": step.version.number,
        "made_at": step.version.made_at.isoformat(),
        "goal": step.job.as_json(),
        "changes": [one.as_json() for one in step.changes],
    }


def _asked(one: Asked) -> dict[str, Any]:
    return {
        "skill": one.linked.uri,
        "name": one.linked.label,
        "score": one.linked.score,
        "words": one.linked.words,
        "required": one.is_required,
        "level": one.level,
        "because": list(one.because),
    }


def _proposal(one: Proposed) -> dict[str, Any]:
    proposal, progress = one.proposal, one.progress
    return {
        "id": proposal.pk,
        "person": proposal.person_id,
        "name": proposal.person.name,
        "profile": proposal.version.profile_id,
        "version": proposal.version.number,
        "state": proposal.state,
        "proposed_at": proposal.proposed_at.isoformat(),
        "progress": {"percent": progress.percent, "open": progress.open} if progress else None,
    }
