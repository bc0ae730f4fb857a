"""Achievements: what the catalogue shows to everybody, and what designers write and publish."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from testamur.pathways.sentences import sentence
from testamur_web.api.v1.bearers import acting, needs
from testamur_web.api.v1.pages import Page, Wanted, page_of
from testamur_web.api.v1.words import Line, Said, Word
from testamur_web.catalogue import services
from testamur_web.catalogue.documents import rule_of
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.catalogue.queries import definition_of, draft_of, published, revision_of
from testamur_web.catalogue.shown import find_shown
from testamur_web.people.models import Role

__all__ = ["router"]

router = Router(tags=["achievements"])

_MEMBERS: Final = """\
The members of a definition, as one reads them in `GET /catalogue`. Among them:
`requires`, what must be held before one begins, is `{"achievement": "https://…", "name": "…"}`,
`{"skill": "https://…", "name": "…", "level": 4}`, `{"all": […]}` or `{"any": […]}`, four deep at
most; `funding` is a list of `{"name": "…", "percent": 60, "most": {"EUR": "100"}, "conditions":
[{"fact": "age", "test": "atMost", "value": 29}], "url": "https://…", "until": "2027-12-31"}` with
the facts `age` and `eqf` (`atLeast`, `atMost`), `country`, `region`, `employment` and `income`
(`is`, `oneOf`) and `voucher` (`is`); `beginning` is `any-time` or `on-dates`, `starts` a list of
days such as `2027-01-11`, and `weeks_at_most` the weeks in which it must be finished.
"""


class WantedOffers(Wanted):
    """Which page of which offers."""

    organisation: str = Field("", max_length=60, description="The slug of one of them.")


class VersionOut(Schema):
    """One published version."""

    id: UUID
    achievement: UUID
    number: int
    title: str
    summary: str
    kind: str
    language: str
    organisation: str
    published_at: str
    score: int | None = Field(description="The quality score, 0 to 100; null where it has none.")
    definition: dict[str, Any]


class RuleOut(Schema):
    """What an achievement that is made of others asks for."""

    rule: dict[str, Any] = Field(description="As its schema at `/schemas/rule.json` says.")
    digest: str = Field(description="SHA-256 multihash, in multibase, of the canonical rule.")
    told: str = Field(description="The rule as a sentence.")


class WantedVersion(Schema):
    """Which version is asked about."""

    version: int | None = Field(None, ge=1, le=999_999, description="The current one without it.")


class AchievementOut(Schema):
    """An achievement as its own organisation sees it."""

    id: UUID
    title: str
    current_version: int | None
    has_draft: bool
    withdrawn: bool
    draft: dict[str, Any] | None = None
    revision: str | None = Field(None, description="Changes with the draft; sent back to save it.")


class NewAchievement(Said):
    """What an achievement begins with."""

    title: Line


class Draft(Said):
    """The whole definition, as its editor writes it; what is left out is not stated.

    What is made of other achievements says so in the member `stack`: its `clause` is a clause as
    `/schemas/rule.json` describes it, `counts_twice` says whether one credential may meet several
    clauses, `recognised` maps the address of an achievement to those that count as it, and `gives`
    is `award` (at once) or `confirm`.

    With the `revision` that was read, nothing is saved over what somebody else saved since.
    """

    definition: dict[str, Any] = Field(description=_MEMBERS)
    revision: Word | None = None


class Publication(Said):
    """Why there is another version."""

    note: Line = ""
    as_correction: bool = False


@router.get(
    "/catalogue", response=Page[VersionOut], auth=None, summary="List what can be learnt here"
)
def list_catalogue(request: HttpRequest, wanted: Query[WantedOffers]) -> dict[str, Any]:
    """The current version of everything published."""
    del request
    found = published().select_related("achievement__organisation").order_by("title", "pk")
    if wanted.organisation:
        slug = wanted.organisation.replace("\x00", "")
        found = found.filter(achievement__organisation__slug=slug)
    return page_of(found, wanted, _version)


@router.get(
    "/catalogue/{uuid:achievement}",
    response=VersionOut,
    auth=None,
    summary="Read one published achievement",
)
def read_published(request: HttpRequest, achievement: UUID) -> dict[str, Any]:
    """Its current version."""
    del request
    found = published().select_related("achievement__organisation")
    return _version(get_object_or_404(found, achievement=achievement))


@router.get(
    "/achievements/{uuid:achievement}/rule",
    response=RuleOut,
    auth=None,
    summary="Read what an achievement is made of",
)
def read_rule(
    request: HttpRequest, achievement: UUID, wanted: Query[WantedVersion]
) -> dict[str, Any]:
    """The rule of a published version; 404 where it is not made of others."""
    del request
    shown = find_shown(achievement, number=wanted.version)
    rule = rule_of(shown.version) if shown else None
    if rule is None:
        raise Http404
    return {"rule": rule.as_json(), "digest": rule.digest, "told": sentence(rule)}


@router.get(
    "/achievements",
    response=Page[AchievementOut],
    summary="List your achievements",
    openapi_extra=needs(),
)
def list_achievements(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Every achievement of the organisation, with and without drafts."""
    organisation, _person = acting(request)
    found = organisation.achievements.select_related("current").order_by("title", "pk")
    return page_of(found, wanted, _achievement)


@router.post(
    "/achievements",
    response={201: AchievementOut},
    summary="Begin an achievement",
    openapi_extra=needs(Role.DESIGNER),
)
def create_achievement(request: HttpRequest, body: NewAchievement) -> Status[dict[str, Any]]:
    """It has a draft with a title, and is not published."""
    organisation, person = acting(request, Role.DESIGNER)
    now = timezone.now()
    made = services.create_achievement(organisation, title=body.title, by=person, at=now)
    return Status(201, _with_draft(made))


@router.get(
    "/achievements/{uuid:achievement}",
    response=AchievementOut,
    summary="Read one of your achievements",
    openapi_extra=needs(),
)
def read_achievement(request: HttpRequest, achievement: UUID) -> dict[str, Any]:
    """With its draft, or what is published where there is none."""
    organisation, _person = acting(request)
    return _with_draft(get_object_or_404(organisation.achievements, pk=achievement))


@router.put(
    "/achievements/{uuid:achievement}/draft",
    response=AchievementOut,
    summary="Save a draft",
    openapi_extra=needs(Role.DESIGNER),
)
def save_draft(request: HttpRequest, achievement: UUID, body: Draft) -> dict[str, Any]:
    """The whole definition takes the place of the draft; nothing is published.

    409 (`definition.changed-meanwhile`) where the draft has another `revision` by now.
    """
    organisation, person = acting(request, Role.DESIGNER)
    found = get_object_or_404(organisation.achievements, pk=achievement)
    services.save_draft(found, body.definition, by=person, at=timezone.now(), seen=body.revision)
    return _with_draft(found)


@router.post(
    "/achievements/{uuid:achievement}/publish",
    response={201: VersionOut},
    summary="Publish the draft as the next version",
    openapi_extra=needs(Role.DESIGNER),
)
def publish(request: HttpRequest, achievement: UUID, body: Publication) -> Status[dict[str, Any]]:
    """What stands in the way is told all at once."""
    organisation, person = acting(request, Role.DESIGNER)
    found = get_object_or_404(organisation.achievements, pk=achievement)
    version = services.publish(
        found, by=person, at=timezone.now(), note=body.note, as_correction=body.as_correction
    )
    return Status(201, _version(version))


def _version(version: Version) -> dict[str, Any]:
    return {
        "id": version.pk,
        "achievement": version.achievement_id,
        "number": version.number,
        "title": version.title,
        "summary": version.summary,
        "kind": version.kind,
        "language": version.language,
        "organisation": version.achievement.organisation.name,
        "published_at": version.published_at.isoformat(),
        "score": version.score,
        "definition": definition_of(version).as_json(),
    }


def _achievement(achievement: Achievement) -> dict[str, Any]:
    return {
        "id": achievement.pk,
        "title": achievement.title,
        "current_version": achievement.current.number if achievement.current else None,
        "has_draft": achievement.draft is not None,
        "withdrawn": achievement.withdrawn_at is not None,
    }


def _with_draft(achievement: Achievement) -> dict[str, Any]:
    draft = draft_of(achievement)
    return _achievement(achievement) | {"draft": draft, "revision": revision_of(draft)}
