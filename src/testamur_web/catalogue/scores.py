"""The quality score of what is defined here: of a draft, of a version, and the least to publish.

A version is scored by the achievement that its credentials carry, so whoever has one of them comes
to the same score. What a version was given when it was published stays, whatever later methods say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from testamur.encoding import JsonObject
from testamur.errors import Refused
from testamur.problems import Problem
from testamur.quality.score import score
from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.documents import achievement_of
from testamur_web.catalogue.models import (
    Achievement,
    QualityStatement,
    QualityThreshold,
    Version,
)
from testamur_web.catalogue.versions import next_version
from testamur_web.ops import trail
from testamur_web.ops.outbox import post
from testamur_web.people.models import Organisation, Person

__all__ = [
    "Scored",
    "ScoredPart",
    "below_threshold",
    "change_threshold",
    "score_draft",
    "score_of",
    "score_older_versions",
    "scored",
    "state_later",
    "statement_about",
    "threshold_of",
]

_MOST_NAMED: Final = 5
_HIGHEST: Final = 100


@dataclass(frozen=True, slots=True)
class ScoredPart:
    """One part of a score, with its elements as the library tells them."""

    name: str
    points: int
    most: int
    elements: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """A score as it was told: the points, the version of the method, the parts in order."""

    points: int
    method: str
    parts: tuple[ScoredPart, ...]

    @property
    def raisers(self) -> list[Mapping[str, Any]]:
        """The elements that lack points, those that lack the most first."""
        every = [one for part in self.parts for one in part.elements if one["raisedBy"]]
        return sorted(every, key=lambda one: one["points"] - one["of"])


def scored(version: Version) -> JsonObject | None:
    """The score of a version that is not published yet; None where it makes no achievement."""
    try:
        return score(achievement_of(version).as_json()).as_json()
    except Refused:
        return None


def score_of(version: Version) -> Scored | None:
    """What a version was given when it was published; of an older one, what it would be given."""
    told = version.score_told or scored(version)
    return _read(told) if told else None


def score_draft(achievement: Achievement, definition: Definition) -> Scored | None:
    """What publishing `definition` now would be given; None where no achievement can be made."""
    told = scored(next_version(achievement, definition))
    return _read(told) if told else None


def score_older_versions() -> int:
    """Score every version that has no score; how many have one now."""
    older = Version.objects.filter(score=None).select_related("achievement__organisation")
    done = []
    for version in older.defer("image_svg", "image_png").iterator(chunk_size=100):
        if told := scored(version):
            Version.objects.filter(pk=version.pk).update(score=told["score"], score_told=told)
            done.append(version)
    state_later(done)
    return len(done)


def state_later(versions: Iterable[Version]) -> None:
    """Leave it to a worker to sign the scores of versions."""
    for version in versions:
        key = f"version.state-quality:{version.pk}"
        post(
            "version.state-quality",
            {"version": str(version.pk)},
            key=key,
            tenant=version.achievement.organisation_id,
        )


def statement_about(version: Version) -> QualityStatement | None:
    """The signed score of a version; None where no worker came to it yet."""
    return QualityStatement.objects.filter(version=version).first()


def threshold_of(organisation: Organisation) -> int:
    """The least score with which an organisation publishes; 0 where it has not said."""
    kept = QualityThreshold.objects.filter(organisation=organisation).first()
    return kept.least if kept else 0


@transaction.atomic
def change_threshold(
    organisation: Organisation, least: int, *, by: Person | None, at: datetime
) -> None:
    """Publish from a score of `least` on; raises `Refused` outside of 0 to 100."""
    if not 0 <= least <= _HIGHEST:
        told = f"{least} is no score: it is a number from 0 to 100"
        raise Refused.because("value.out-of-range", told, "/least")
    QualityThreshold.objects.update_or_create(
        organisation=organisation, defaults={"least": least, "changed_at": at}
    )
    trail.record(
        "organisation.set-threshold",
        organisation,
        by=by,
        tenant=organisation.pk,
        at=at,
        least=least,
    )


def below_threshold(found: Scored | None, organisation: Organisation) -> list[Problem]:
    """The problem of a score that is too low to publish, naming what would raise it the most."""
    least = threshold_of(organisation)
    points = found.points if found else 0
    if points >= least:
        return []
    told = _("It has %(points)s of 100, and %(organisation)s publishes from %(least)s.") % {
        "points": points,
        "organisation": organisation.name,
        "least": least,
    }
    return [Problem("definition.below-threshold", f"{told} {_raisers(found)}".strip())]


def _raisers(found: Scored | None) -> str:
    raisers = found.raisers[:_MOST_NAMED] if found else []
    named = [f"{one['title']} (+{one['of'] - one['points']})" for one in raisers]
    return _("What would raise it the most: %s.") % ", ".join(named) if named else ""


def _read(told: JsonObject) -> Scored:
    parts = [
        _part(name, list(elements))
        for name, elements in groupby(told["elements"], key=lambda one: one["part"])
    ]
    return Scored(told["score"], told["method"], tuple(parts))


def _part(name: str, elements: Sequence[Mapping[str, Any]]) -> ScoredPart:
    return ScoredPart(
        name,
        sum(one["points"] for one in elements),
        sum(one["of"] for one in elements),
        tuple(elements),
    )
