"""What is asked of the catalogue: what a version says, what is published, what is alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from testamur.problems import Problem
from testamur_web.catalogue.definition import Definition, read_draft
from testamur_web.catalogue.diff import Change, changes_between
from testamur_web.catalogue.lint import advice_on, missing_from
from testamur_web.catalogue.lint_stacks import stack_advice, stack_problems
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.catalogue.search import Asked, Found, look, searchable
from testamur_web.catalogue.versions import next_version
from testamur_web.ops.models import TrailEntry
from testamur_web.people.models import Organisation

__all__ = [
    "Defined",
    "Listing",
    "Ready",
    "Similar",
    "changes_of",
    "count_of",
    "definition_of",
    "draft_of",
    "examine_draft",
    "last_change_of",
    "lint",
    "list_achievements",
    "published",
    "revision_of",
    "search",
    "similar_to",
    "version_of_draft",
]

_MOST_COMPARED: Final = 400
_ALIKE: Final = 0.34
_COMMON: Final = frozenset(
    word
    for line in (
        "the and for with from into its their your course introduction basics basic fundamentals",
        "foundations certificate badge programme program training level using how",
    )
    for word in line.split()
)


def definition_of(version: Version) -> Definition:
    """What a version says; what a later release no longer knows is left out."""
    return read_draft(version.content)[0]


def draft_of(achievement: Achievement) -> dict[str, Any]:
    """What an editor shows: the draft, else what is published."""
    if achievement.draft is not None:
        return dict(achievement.draft)
    return dict(achievement.current.content) if achievement.current else {}


def revision_of(draft: Mapping[str, Any], members: Iterable[str] | None = None) -> str:
    """What changes when some members of a draft do (None: any); what is not stated counts not."""
    told = {
        name: draft[name]
        for name in (draft if members is None else members)
        if draft.get(name) not in (None, "", [], {})
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def last_change_of(achievement: Achievement) -> TrailEntry | None:
    """Who did something to it last, and when."""
    entries = TrailEntry.objects.filter(subject_kind="achievement", subject=str(achievement.pk))
    return entries.filter(tenant=achievement.organisation_id).first()


def version_of_draft(achievement: Achievement) -> Version:
    """The version that publishing now would make, not saved: what cannot be read is left out."""
    return next_version(achievement, read_draft(draft_of(achievement))[0])


def lint(definition: Definition) -> list[Problem]:
    """All that stands in the way of publishing, then what would be better."""
    return [*missing_from(definition), *advice_on(definition)]


@dataclass(frozen=True, slots=True)
class Defined:
    """How many achievements are offered, and how many have a draft."""

    offered: int
    drafts: int


@dataclass(frozen=True, slots=True)
class Ready:
    """What a draft says, what stands in the way of publishing it, and what would be better."""

    definition: Definition
    problems: tuple[Problem, ...]
    advice: tuple[Problem, ...]


def examine_draft(draft: Mapping[str, Any], *, of: UUID | None = None) -> Ready:
    """Judge a draft as it stands; a field that cannot be read is told once, as that.

    `of` is the achievement it is a draft of, so that a whole that asks for itself is found.
    """
    definition, unread = read_draft(draft)
    told = {problem.pointer for problem in unread}
    lacking = [*missing_from(definition), *stack_problems(definition, of=of)]
    missing = [problem for problem in lacking if not _is_told(problem.pointer, told)]
    advice = (*advice_on(definition), *stack_advice(definition))
    return Ready(definition, (*unread, *missing), advice)


def _is_told(pointer: str, told: Iterable[str]) -> bool:
    return any(each == pointer or each.startswith(f"{pointer}/") for each in told)


# ------------------------------------------------------------------------------- what is published


def published() -> QuerySet[Version]:
    """The current version of every achievement that is not withdrawn; pictures are not loaded."""
    return (
        Version.objects.filter(pk=F("achievement__current"), achievement__withdrawn_at=None)
        .select_related("achievement__organisation")
        .defer("image_svg", "image_png", "score_told", "search_text")
    )


def count_of(organisation: Organisation) -> Defined:
    """How many achievements an organisation offers, and how many drafts wait to be published."""
    counted = organisation.achievements.filter(withdrawn_at=None).aggregate(
        offered=Count("pk", filter=Q(current__isnull=False)),
        drafts=Count("pk", filter=Q(draft__isnull=False)),
    )
    return Defined(**counted)


def search(text: str = "", *, page: int = 1, sort: str = "", **chosen: Sequence[str]) -> Found:
    """A page of what is published with the words of `text` and the chosen values of facets.

    Facets, orders and how words are compared: see `search.py`.
    """
    asked = {name: tuple(values) for name, values in chosen.items() if values}
    return look(Asked(text=text, chosen=asked, sort=sort), page=page)


# ------------------------------------------------------------------------- for those who define


@dataclass(frozen=True, slots=True)
class Listing:
    """The achievements of an organisation, by their state."""

    drafts: tuple[Achievement, ...]
    published: tuple[Achievement, ...]
    withdrawn: tuple[Achievement, ...]

    @property
    def has_any(self) -> bool:
        """Whether there is an achievement in any state."""
        return bool(self.drafts or self.published or self.withdrawn)


def list_achievements(organisation: Organisation) -> Listing:
    """All achievements: those never published, those published, those withdrawn."""
    every = list(
        Achievement.objects.filter(organisation=organisation)
        .select_related("current")
        .defer(
            "current__image_svg",
            "current__image_png",
            "current__score_told",
            "current__search_text",
        )
    )
    return Listing(
        drafts=tuple(one for one in every if not one.current_id and not one.withdrawn_at),
        published=tuple(one for one in every if one.current_id and not one.withdrawn_at),
        withdrawn=tuple(one for one in every if one.withdrawn_at),
    )


def changes_of(version: Version) -> list[Change]:
    """What a version changed from the one before it; empty for the first."""
    before = (
        Version.objects.filter(achievement=version.achievement_id, number__lt=version.number)
        .order_by("-number")
        .first()
    )
    return changes_between(definition_of(before), definition_of(version)) if before else []


@dataclass(frozen=True, slots=True)
class Similar:
    """A published version that is like a draft, with how much (0 to 1) and the words they share."""

    version: Version
    likeness: float
    shared: tuple[str, ...]


def similar_to(definition: Definition, *, besides: UUID | None, at_most: int = 3) -> list[Similar]:
    """Published versions that say much the same, the likest first; `besides` is left out.

    Alike are titles and skills that share words; a shared skill URI counts as the same skill.
    """
    words = _telling(definition)
    if not words:
        return []
    wanted = Q(*(Q(search_text__contains=f" {word}") for word in sorted(words)), _connector=Q.OR)
    candidates = published().filter(wanted).exclude(achievement=besides)[:_MOST_COMPARED]
    found = []
    for version in candidates:
        theirs = _telling(definition_of(version))
        shared = words & theirs
        likeness = len(shared) / len(words | theirs)
        if likeness >= _ALIKE:
            found.append(Similar(version, round(likeness, 2), tuple(sorted(shared))))
    return sorted(found, key=lambda one: -one.likeness)[:at_most]


def _telling(definition: Definition) -> set[str]:
    """The words of title and skills that tell definitions apart."""
    texts = [definition.title, *(outcome.skill for outcome in definition.outcomes)]
    words = {word for word in searchable(*texts).split() if len(word) > 2}
    return {word.removesuffix("s") for word in words - _COMMON}
