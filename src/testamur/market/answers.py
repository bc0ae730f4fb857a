"""What the market answers: values with their provenance, as the page and the program read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from testamur.encoding import JsonObject
from testamur.market.figures import Growth, Provenance, Salary, Share

__all__ = [
    "Breakdown",
    "Demand",
    "Heat",
    "HeatRow",
    "Month",
    "Pair",
    "Pairs",
    "Part",
    "Places",
    "Salaries",
    "Scarcities",
    "Scarcity",
    "SkillRow",
    "SkillRows",
    "Work",
    "WorkSkill",
    "Works",
]


@dataclass(frozen=True, slots=True)
class Month:
    """One month: the share, and per thousand without what returns every year, where known."""

    month: str
    share: Share
    adjusted: float | None = None

    def as_json(self) -> JsonObject:
        """The month as programs read it."""
        return {"month": self.month, **self.share.as_json(), "adjusted": self.adjusted}


@dataclass(frozen=True, slots=True)
class Salaries:
    """Pay by currency; `suppressed` says that there are others, of fewer than five postings."""

    rows: tuple[Salary, ...]
    suppressed: bool
    provenance: Provenance

    def as_json(self) -> JsonObject:
        """The pay as programs read it."""
        return {
            "salaries": [row.as_json() for row in self.rows],
            "suppressed": self.suppressed,
            "provenance": self.provenance.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Demand:
    """What is known of one skill."""

    skill: str
    label: str
    share: Share
    months: tuple[Month, ...]
    is_adjusted: bool
    """Whether `months` tell figures without seasons: 24 months are known, one after another."""
    growth: Growth
    salaries: Salaries
    provenance: Provenance

    def as_json(self) -> JsonObject:
        """The demand as `testamur market demand --json` prints it."""
        return {
            "skill": self.skill,
            "label": self.label,
            **self.share.as_json(),
            "months": [one.as_json() for one in self.months],
            "seasonality": "removed" if self.is_adjusted else "not removed",
            "growth": self.growth.as_json(),
            "salaries": [one.as_json() for one in self.salaries.rows],
            "provenance": self.provenance.as_json(),
        }


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill in a list."""

    skill: str
    label: str
    share: Share
    growth: Growth

    def as_json(self) -> JsonObject:
        """The skill as programs read it."""
        return {
            "skill": self.skill,
            "label": self.label,
            **self.share.as_json(),
            "growth": self.growth.as_json(),
        }


@dataclass(frozen=True, slots=True)
class SkillRows:
    """Skills in an order, and of how many they are the first."""

    rows: tuple[SkillRow, ...]
    of: int
    provenance: Provenance

    def as_json(self) -> JsonObject:
        """The list as programs read it."""
        return {
            "skills": [row.as_json() for row in self.rows],
            "of": self.of,
            "provenance": self.provenance.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Part:
    """Demand in one region or occupation; `value` None: where the postings do not state it."""

    value: str | None
    share: Share

    def as_json(self) -> JsonObject:
        """The part as programs read it."""
        return {"value": self.value, **self.share.as_json()}


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Demand for a skill by region or occupation, the highest share first."""

    skill: str
    label: str
    by: str
    rows: tuple[Part, ...]
    provenance: Provenance

    def as_json(self) -> JsonObject:
        """The breakdown as programs read it."""
        return {
            "skill": self.skill,
            "label": self.label,
            "by": self.by,
            "rows": [row.as_json() for row in self.rows],
            "provenance": self.provenance.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Pair:
    """Two skills that are asked for together.

    `lift`: how many times as often as if neither knew of the other.
    """

    skill: str
    label: str
    other: str
    other_label: str
    postings: int
    lift: float

    def as_json(self) -> JsonObject:
        """The pair as programs read it."""
        return {
            "skill": self.skill,
            "label": self.label,
            "other": self.other,
            "otherLabel": self.other_label,
            "postings": self.postings,
            "lift": self.lift,
        }


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs, the most frequent first; those of fewer than five postings are left out."""

    rows: tuple[Pair, ...]
    left_out: int
    provenance: Provenance

    def as_json(self) -> JsonObject:
        """The pairs as programs read them."""
        return {
            "pairs": [row.as_json() for row in self.rows],
            "leftOut": self.left_out,
            "provenance": self.provenance.as_json(),
        }


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One skill, month after month."""

    skill: str
    label: str
    cells: tuple[Share, ...]

    def as_json(self) -> JsonObject:
        """The row as programs read it."""
        cells = [one.as_json() for one in self.cells]
        return {"skill": self.skill, "label": self.label, "cells": cells}


@dataclass(frozen=True, slots=True)
class Heat:
    """The most wanted skills by the month."""

    months: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    provenance: Provenance

    def as_json(self) -> JsonObject:
        """The map as programs read it."""
        return {
            "months": list(self.months),
            "rows": [row.as_json() for row in self.rows],
            "provenance": self.provenance.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Scarcity:
    """How many postings of the last months stand against one verified holder.

    `holders` is None where nobody said how many there are, or where there are fewer than five.
    """

    skill: str
    label: str
    share: Share
    holders: int | None
    per_holder: float | None

    def as_json(self) -> JsonObject:
        """The scarcity as programs read it."""
        return {
            "skill": self.skill,
            "label": self.label,
            **self.share.as_json(),
            "holders": self.holders,
            "perHolder": self.per_holder,
        }


@dataclass(frozen=True, slots=True)
class Scarcities:
    """Skills by how many postings stand against one holder, the scarcest first."""

    rows: tuple[Scarcity, ...]
    provenance: Provenance

    def as_json(self) -> JsonObject:
        """The list as programs read it."""
        return {
            "skills": [row.as_json() for row in self.rows],
            "provenance": self.provenance.as_json(),
        }


@dataclass(frozen=True, slots=True)
class WorkSkill:
    """One skill of an occupation: of a thousand of its postings, how many ask for it."""

    skill: str
    label: str
    share: Share

    def as_json(self) -> JsonObject:
        """The skill as programs read it."""
        return {"skill": self.skill, "label": self.label, **self.share.as_json()}


@dataclass(frozen=True, slots=True)
class Work:
    """What is known of one occupation: its share of all postings, and what stands in its own."""

    occupation: str
    share: Share
    months: tuple[Month, ...]
    is_adjusted: bool
    growth: Growth
    salaries: tuple[Salary, ...]
    skills: tuple[WorkSkill, ...]
    heat: tuple[HeatRow, ...]
    """Its most wanted skills by the month; the months are those of `months`."""
    regions: tuple[Part, ...]
    """Of a thousand postings of each region, how many are of this occupation."""
    provenance: Provenance

    def as_json(self) -> JsonObject:
        """The occupation as programs read it."""
        return {
            "occupation": self.occupation,
            **self.share.as_json(),
            "months": [one.as_json() for one in self.months],
            "seasonality": "removed" if self.is_adjusted else "not removed",
            "growth": self.growth.as_json(),
            "salaries": [one.as_json() for one in self.salaries],
            "skills": [one.as_json() for one in self.skills],
            "heat": {
                "months": [one.month for one in self.months],
                "rows": [row.as_json() for row in self.heat],
            },
            "regions": [one.as_json() for one in self.regions],
            "provenance": self.provenance.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Works:
    """Occupations, the most postings first; which of them surely rise, and which fall."""

    rows: tuple[Work, ...]
    of: int
    rising: frozenset[str]
    falling: frozenset[str]
    provenance: Provenance

    def as_json(self) -> JsonObject:
        """The list as programs read it."""
        return {
            "occupations": [row.as_json() for row in self.rows],
            "of": self.of,
            "rising": sorted(self.rising),
            "falling": sorted(self.falling),
            "provenance": self.provenance.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Places:
    """What there is to choose from: regions and occupations of five postings or more, months."""

    regions: Mapping[str, int]
    occupations: Mapping[str, int]
    months: tuple[str, ...]
    postings: int
    provenance: Provenance

    def as_json(self) -> JsonObject:
        """The choices as programs read them."""
        return {
            "regions": dict(self.regions),
            "occupations": dict(self.occupations),
            "months": list(self.months),
            "postings": self.postings,
            "provenance": self.provenance.as_json(),
        }
