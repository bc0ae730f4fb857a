"""Skills of an organisation's own: added, worded, mapped, retired; and its scales of levels."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Prose, Said
from testamur_web.catalogue import mappings, own_skills
from testamur_web.catalogue.mappings import MappingWord
from testamur_web.catalogue.models import LevelScale, OwnSkill, SkillMapping
from testamur_web.catalogue.own_queries import Shown, find_own_skill, list_of
from testamur_web.catalogue.own_skills import SkillWords, Step
from testamur_web.people.models import Organisation, Role

__all__ = ["router"]

router = Router(tags=["skills"])


class SkillMappingOut(Schema):
    """What somebody said of a published skill, and when that ended."""

    id: UUID
    relation: str
    target: str
    target_label: str
    target_framework: str
    note: str
    mapped_at: str
    mapped_by: str
    ended_at: str | None
    ended_by: str
    ended_note: str
    replaces: UUID | None


class OwnSkillOut(Schema):
    """A skill of an organisation's own list."""

    id: UUID
    uri: str
    label: str
    description: str
    alternatives: list[str]
    scale: UUID | None
    added_at: str
    retired: bool


class OwnSkillWhole(OwnSkillOut):
    """The same, with every mapping that it has and had."""

    mappings: list[SkillMappingOut]


class StepOut(Schema):
    """One level of a scale."""

    name: str
    eqf: int


class ScaleOut(Schema):
    """Levels by which an organisation speaks, from low to high."""

    id: UUID
    name: str
    steps: list[StepOut]


class SkillSaid(Said):
    """What a skill is called and means."""

    label: Line
    description: Prose = ""
    alternatives: list[Line] = Field(default_factory=list, max_length=50)
    scale: UUID | None = None


class NewSkill(SkillSaid):
    """A skill to be added; `is_new` says that none that looks alike is meant."""

    is_new: bool = False


class NewSkillMapping(Said):
    """A published skill by its address, and how it stands to the own one."""

    target: str = Field(max_length=500)
    relation: Literal["exact", "broader", "narrower", "related"]
    note: str = Field("", max_length=1000)
    replaces: UUID | None = None


class Ending(Said):
    """Why a mapping ends."""

    note: str = Field("", max_length=1000)


class StepSaid(Said):
    """One level of a scale."""

    name: Line
    eqf: int = Field(ge=1, le=8)


class NewScale(Said):
    """Levels from low to high, each with its level of the EQF."""

    name: Line
    steps: list[StepSaid] = Field(max_length=12)


@router.get(
    "/own-skills",
    response=Page[OwnSkillOut],
    summary="List your own skills",
    openapi_extra=needs(),
)
def list_own_skills(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Those that are retired last."""
    organisation, _person = acting(request)
    return page_of(list_of(organisation), wanted, _skill)


@router.post(
    "/own-skills",
    response={201: OwnSkillWhole},
    summary="Add a skill of your own",
    openapi_extra=needs(Role.DESIGNER),
)
def add_own_skill(request: HttpRequest, body: NewSkill) -> Status[dict[str, Any]]:
    """409 (`skill.alike`) where it looks like one that is there, unless `is_new` says it is not."""
    organisation, person = acting(request, Role.DESIGNER)
    made = own_skills.add_skill(
        organisation,
        _words(organisation, body),
        is_new=body.is_new,
        by=person,
        at=timezone.now(),
    )
    return Status(201, _whole(_shown(organisation, made.pk)))


@router.get(
    "/own-skills/{uuid:skill}",
    response=OwnSkillWhole,
    summary="Read one of your own skills",
    openapi_extra=needs(),
)
def read_own_skill(request: HttpRequest, skill: UUID) -> dict[str, Any]:
    """With every mapping, those that ended too."""
    organisation, _person = acting(request)
    return _whole(_shown(organisation, skill))


@router.put(
    "/own-skills/{uuid:skill}",
    response=OwnSkillWhole,
    summary="Word one of your own skills differently",
    openapi_extra=needs(Role.DESIGNER),
)
def change_own_skill(request: HttpRequest, skill: UUID, body: SkillSaid) -> dict[str, Any]:
    """Its address stays."""
    organisation, person = acting(request, Role.DESIGNER)
    found = _shown(organisation, skill).skill
    words = _words(organisation, body)
    own_skills.change_skill(found, words, by=person, at=timezone.now())
    return _whole(_shown(organisation, skill))


@router.post(
    "/own-skills/{uuid:skill}/retire",
    response=OwnSkillWhole,
    summary="Offer one of your own skills no more",
    openapi_extra=needs(Role.DESIGNER),
)
def retire_own_skill(request: HttpRequest, skill: UUID) -> dict[str, Any]:
    """Its page, its mappings and what certifies it stay."""
    organisation, person = acting(request, Role.DESIGNER)
    own_skills.retire_skill(_shown(organisation, skill).skill, by=person, at=timezone.now())
    return _whole(_shown(organisation, skill))


@router.post(
    "/own-skills/{uuid:skill}/bring-back",
    response=OwnSkillWhole,
    summary="Offer a retired skill again",
    openapi_extra=needs(Role.DESIGNER),
)
def bring_back_own_skill(request: HttpRequest, skill: UUID) -> dict[str, Any]:
    """409 (`skill.doubled`) where another is called so by now."""
    organisation, person = acting(request, Role.DESIGNER)
    own_skills.bring_back(_shown(organisation, skill).skill, by=person, at=timezone.now())
    return _whole(_shown(organisation, skill))


@router.post(
    "/own-skills/{uuid:skill}/mappings",
    response={201: SkillMappingOut},
    summary="Map an own skill to a published one",
    openapi_extra=needs(Role.DESIGNER),
)
def map_own_skill(
    request: HttpRequest, skill: UUID, body: NewSkillMapping
) -> Status[dict[str, Any]]:
    """It counts so from now on; what it `replaces` ends and stays in the history."""
    organisation, person = acting(request, Role.DESIGNER)
    found = _shown(organisation, skill).skill
    replaced = get_object_or_404(found.mappings, pk=body.replaces) if body.replaces else None
    word = MappingWord(body.target, body.relation, body.note)
    made = mappings.map_skill(found, word, replaces=replaced, by=person, at=timezone.now())
    return Status(201, _mapping(made))


@router.post(
    "/own-skills/{uuid:skill}/mappings/{uuid:mapping}/end",
    response=SkillMappingOut,
    summary="End a mapping of a skill",
    openapi_extra=needs(Role.DESIGNER),
)
def unmap_own_skill(
    request: HttpRequest, skill: UUID, mapping: UUID, body: Ending
) -> dict[str, Any]:
    """It counts no more, and stays in the history."""
    organisation, person = acting(request, Role.DESIGNER)
    found = get_object_or_404(_shown(organisation, skill).skill.mappings, pk=mapping)
    mappings.end_mapping(found, note=body.note, by=person, at=timezone.now())
    return _mapping(found)


@router.get(
    "/level-scales",
    response=list[ScaleOut],
    summary="List your scales of levels",
    openapi_extra=needs(),
)
def list_scales(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that are offered."""
    organisation, _person = acting(request)
    return [_scale(scale) for scale in organisation.level_scales.filter(ended_at=None)]


@router.post(
    "/level-scales",
    response={201: ScaleOut},
    summary="State a scale of levels",
    openapi_extra=needs(Role.DESIGNER),
)
def state_scale(request: HttpRequest, body: NewScale) -> Status[dict[str, Any]]:
    """Each level with the one of the EQF that it stands for, from low to high."""
    organisation, person = acting(request, Role.DESIGNER)
    steps = [Step(one.name, one.eqf) for one in body.steps]
    made = own_skills.state_scale(organisation, body.name, steps, by=person, at=timezone.now())
    return Status(201, _scale(made))


@router.post(
    "/level-scales/{uuid:scale}/end",
    response=ScaleOut,
    summary="Offer a scale no more",
    openapi_extra=needs(Role.DESIGNER),
)
def end_scale(request: HttpRequest, scale: UUID) -> dict[str, Any]:
    """Skills that name it keep it."""
    organisation, person = acting(request, Role.DESIGNER)
    found = get_object_or_404(organisation.level_scales, pk=scale)
    own_skills.end_scale(found, by=person, at=timezone.now())
    return _scale(found)


def _shown(organisation: Organisation, pk: UUID) -> Shown:
    shown = find_own_skill(pk, organisation=organisation)
    if shown is None:
        raise Http404
    return shown


def _words(organisation: Organisation, body: SkillSaid) -> SkillWords:
    scale = get_object_or_404(organisation.level_scales, pk=body.scale) if body.scale else None
    return SkillWords(body.label, body.description, tuple(body.alternatives), scale)


def _skill(skill: OwnSkill) -> dict[str, Any]:
    return {
        "id": skill.pk,
        "uri": skill.uri,
        "label": skill.label,
        "description": skill.description,
        "alternatives": skill.alternatives,
        "scale": skill.scale_id,
        "added_at": skill.added_at.isoformat(),
        "retired": skill.retired_at is not None,
    }


def _whole(shown: Shown) -> dict[str, Any]:
    told = [_mapping(one) for one in (*shown.mappings, *shown.ended)]
    return _skill(shown.skill) | {"mappings": told}


def _mapping(mapping: SkillMapping) -> dict[str, Any]:
    return {
        "id": mapping.pk,
        "relation": mapping.relation,
        "target": mapping.target,
        "target_label": mapping.target_label,
        "target_framework": mapping.target_framework,
        "note": mapping.note,
        "mapped_at": mapping.mapped_at.isoformat(),
        "mapped_by": mapping.mapped_by.name if mapping.mapped_by else "",
        "ended_at": mapping.ended_at.isoformat() if mapping.ended_at else None,
        "ended_by": mapping.ended_by.name if mapping.ended_by else "",
        "ended_note": mapping.ended_note,
        "replaces": mapping.replaces_id,
    }


def _scale(scale: LevelScale) -> dict[str, Any]:
    return {"id": scale.pk, "name": scale.name, "steps": scale.steps}
