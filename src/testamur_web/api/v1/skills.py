"""Skills and occupations of the lists that are used here: found by words, read by URI."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from testamur.skills.framework import Occupation
from testamur.skills.linking.linker import MOST_CHARACTERS
from testamur.skills.packing import SAID
from testamur.skills.search import MAX_LENGTH
from testamur_web.api.v1.bearers import OWN, own
from testamur_web.api.v1.words import Said
from testamur_web.catalogue.matched import Matching, matching
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.skills import (
    Hit,
    entry_of,
    find_entries,
    frameworks_in_use,
    offers_of_skills,
    skills_in,
)

__all__ = ["router"]

router = Router(tags=["skills"])


class FrameworkOut(Schema):
    """A list of skills in use, with what its licence asks to be said."""

    id: str
    name: str
    version: str
    language: str
    licence: str
    attribution: str
    skills: int
    occupations: int


class WantedEntries(Schema):
    """What is looked for."""

    q: str = Field("", max_length=MAX_LENGTH, description="Words, as far as they are typed.")
    kind: Literal["skill", "occupation"] | None = None
    language: str = Field("", max_length=12, description="Labels in it, where a list has them.")
    size: int = Field(10, ge=1, le=50, description="How many at the most.")


class HitOut(Schema):
    """One entry that was found, and where the words stand in the label that fits."""

    uri: str
    label: str
    kind: str
    framework: str
    matched: str
    match: str
    spans: list[list[int]]


class NeedOut(Schema):
    """A skill that an occupation asks for."""

    uri: str
    label: str
    importance: float
    level: int | None


class OfferOut(Schema):
    """A micro-credential that certifies the skill."""

    id: str
    title: str
    issuer: str


class MatchOut(Schema):
    """A skill of another list that stands so to it; "" where no list here names it."""

    uri: str
    label: str
    framework: str
    relation: Literal["same", "broader", "narrower", "related"]
    distance: int
    through: str


class EntryOut(Schema):
    """A skill, an occupation, or a group of them."""

    uri: str
    kind: str
    label: str
    alternatives: list[str]
    description: str
    framework: str
    broader: list[str]
    narrower: list[str]
    related: list[str]
    matches: list[MatchOut]
    needs: list[NeedOut]
    offers: list[OfferOut]


class Text(Said):
    """A job advert, a CV, a course description."""

    text: Annotated[str, StringConstraints(max_length=MOST_CHARACTERS, pattern=r"^[^\x00]*$")]
    limit: int = Field(40, ge=1, le=100)


class LinkedOut(Schema):
    """A skill that a text speaks of: how likely, and where its words stand."""

    uri: str
    label: str
    score: float
    span: list[int]
    words: str


class WantedEntry(Schema):
    """Which entry."""

    uri: str = Field("", max_length=500, description="As `find_skills` gives it.")


@router.get("/frameworks", response=list[FrameworkOut], auth=None, summary="List lists of skills")
def list_frameworks(request: HttpRequest) -> list[dict[str, Any]]:
    """Those in use: the newest version of each."""
    del request
    return [
        {name: getattr(one, name) for name in SAID}
        | {"skills": len(one.skills), "occupations": len(one.occupations)}
        for one in frameworks_in_use()
    ]


@router.get("/skills", response=list[HitOut], auth=None, summary="Find skills and occupations")
def find_skills(request: HttpRequest, wanted: Query[WantedEntries]) -> list[dict[str, Any]]:
    """By the beginning of any word of any label, with a typo or two; the best first."""
    del request
    words = wanted.q.replace("\0", "")
    hits = find_entries(words, kind=wanted.kind, language=wanted.language, limit=wanted.size)
    return [_hit(hit) for hit in hits]


@router.get("/skills/entry", response=EntryOut, auth=None, summary="Read a skill or occupation")
def read_entry(request: HttpRequest, wanted: Query[WantedEntry]) -> dict[str, Any]:
    """By its URI, with what it hangs together with, and what is published that certifies it."""
    del request
    known = entry_of(wanted.uri)
    if known is None:
        raise Http404
    entry, graph = known.entry, known.graph
    needs = entry.needs if isinstance(entry, Occupation) else ()
    labels = {need.skill: graph.entry(need.skill) for need in needs}
    return {
        "uri": entry.id,
        "kind": type(entry).__name__.lower(),
        "label": entry.label,
        "alternatives": list(getattr(entry, "alternatives", ())),
        "description": entry.description,
        "framework": known.framework.name,
        "broader": list(graph.broader(entry.id)),
        "narrower": list(graph.narrower(entry.id)),
        "related": list(graph.related(entry.id)),
        "matches": [_match(one) for one in matching(entry.id)],
        "needs": [
            {
                "uri": need.skill,
                "label": found.label if (found := labels[need.skill]) else "",
                "importance": need.importance,
                "level": need.level,
            }
            for need in needs
        ],
        "offers": [_offer(version) for version in offers_of_skills([entry.id]).get(entry.id, [])],
    }


@router.post(
    "/skills/link", response=list[LinkedOut], summary="Find the skills of a text", openapi_extra=OWN
)
def link_skills(request: HttpRequest, body: Text) -> list[dict[str, Any]]:
    """The likeliest first; for a person to confirm or reject. Nothing of the text is kept."""
    own(request)
    return [
        asdict(linked) | {"span": list(linked.span)}
        for linked in skills_in(body.text, limit=body.limit)
    ]


def _hit(hit: Hit) -> dict[str, Any]:
    return hit.found.as_json() | {"framework": hit.framework}


def _match(one: Matching) -> dict[str, Any]:
    return {
        "uri": one.way.skill,
        "label": one.label,
        "framework": one.framework,
        "relation": one.way.nearness.value,
        "distance": one.way.distance,
        "through": one.way.told,
    }


def _offer(version: Version) -> dict[str, Any]:
    achievement = version.achievement
    return {
        "id": str(achievement.pk),
        "title": version.title,
        "issuer": achievement.organisation.name,
    }
