"""What an organisation looks for, as a page, the API and a saved search say it.

    {"skills": [{"skill": "http://…", "level": 5}], "least": 1, "confidence": 60,
     "fresh_on": "2027-01-31", "languages": ["de"], "country": "AT", "hours": 20}

At least one skill is asked for. `least` is how many of them somebody has to match, all where it is
not said; `confidence` is in percent. What is not known here is a problem, never ignored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from testamur.encoding import canonical_json
from testamur.errors import Refused
from testamur.problems import Problem
from testamur.talent.profile import JobProfile
from testamur_web.catalogue.facts import COUNTRY
from testamur_web.catalogue.reading import Reader
from testamur_web.employers.facts import MOST_HOURS
from testamur_web.employers.models import Part

__all__ = ["MOST_SKILLS", "Criteria", "Wanted", "criteria_for", "read_criteria"]

MOST_SKILLS: Final = 12
_MOST_LANGUAGES: Final = 6
_MOST_ADDRESS: Final = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """A skill, and the EQF level that it is held at or above; None for any."""

    skill: str
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is looked for; what is empty or None is not asked."""

    skills: tuple[Wanted, ...]
    _: KW_ONLY
    least: int = 0
    confidence: int = 0
    fresh_on: date | None = None
    languages: tuple[str, ...] = ()
    country: str = ""
    region: str = ""
    available_by: date | None = None
    hours: int | None = None

    @property
    def needed(self) -> int:
        """How many of the skills somebody has to match."""
        return min(self.least or len(self.skills), len(self.skills))

    @property
    def parts_asked(self) -> frozenset[Part]:
        """What it asks of what people state of themselves."""
        asked = {
            Part.LANGUAGES: self.languages,
            Part.REGION: self.country or self.region,
            Part.AVAILABILITY: self.available_by or self.hours,
        }
        return frozenset(part for part, said in asked.items() if said)

    @property
    def key(self) -> str:
        """The same for what asks the same."""
        return sha256(canonical_json(self.as_json())).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """What is asked, as `read_criteria` reads it; what is not is left out."""
        told: dict[str, Any] = {
            "skills": [{"skill": one.skill, "level": one.level} for one in self.skills],
            "least": self.needed,
            "confidence": self.confidence,
            "fresh_on": self.fresh_on.isoformat() if self.fresh_on else None,
            "languages": sorted(self.languages),
            "country": self.country,
            "region": self.region,
            "available_by": self.available_by.isoformat() if self.available_by else None,
            "hours": self.hours,
        }
        return {name: value for name, value in told.items() if value not in (None, "", [], 0)}


def read_criteria(value: Mapping[str, Any]) -> Criteria:
    """What is looked for; raises `Refused` with the first problem (`value.*`, `search.empty`)."""
    problems: list[Problem] = []
    read = Reader(value, problems)
    found = Criteria(
        _each_once(read.rows("skills", _wanted, most=MOST_SKILLS)),
        least=read.whole("least", least=1, most=MOST_SKILLS) or 0,
        confidence=read.whole("confidence", least=0, most=100) or 0,
        fresh_on=read.day("fresh_on"),
        languages=_codes(read),
        country=read.matching("country", COUNTRY, "the two letters of a country, such as AT"),
        region=read.line("region", at_most=80),
        available_by=read.day("available_by"),
        hours=read.whole("hours", least=1, most=MOST_HOURS),
    )
    read.finish()
    if problems:
        raise Refused(problems[0])
    if not found.skills:
        raise Refused.because("search.empty", "no skill is asked for", "/skills")
    return found


def criteria_for(job: JobProfile) -> Criteria:
    """Who can do what a job requires, or all that it asks for where it requires nothing."""
    needs = job.goal.needs
    required = [need for need in needs if job.is_required(need)] or needs
    return Criteria(tuple(Wanted(need.skill, need.level) for need in required[:MOST_SKILLS]))


def _wanted(read: Reader) -> Wanted:
    found = Wanted(
        read.line("skill", at_most=_MOST_ADDRESS), level=read.whole("level", least=1, most=8)
    )
    read.finish()
    if not found.skill:
        read.tell("value.missing", "say which skill", "skill")
    return found


def _codes(read: Reader) -> tuple[str, ...]:
    codes = read.lines("languages", most=_MOST_LANGUAGES, at_most=3)
    for one in codes:
        if not (one.isascii() and one.isalpha()):
            read.tell("value.wrong-kind", f"{one!r} is no language code such as de", "languages")
    return tuple(dict.fromkeys(one.casefold() for one in codes))


def _each_once(rows: tuple[Wanted, ...]) -> tuple[Wanted, ...]:
    """Each skill at the highest level that is asked."""
    found: dict[str, Wanted] = {}
    for one in rows:
        before = found.get(one.skill)
        if before is None or (before.level or 0) < (one.level or 0):
            found[one.skill] = one
    return tuple(found.values())
