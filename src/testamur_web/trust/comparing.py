"""Some micro-credentials side by side: the same figures of each, whoever issues them.

Everything is reckoned for all of them by one method and with the default figures, so that what
differs between two columns differs between the micro-credentials, and not between their issuers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from testamur.errors import Refused
from testamur.pathways.certainty import SkillShown, skills_shown
from testamur.pathways.confidence import DEFAULT, Factor
from testamur.pathways.held import Held, promised_by
from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.documents import achievement_of
from testamur_web.catalogue.matched import graph_in_use
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import definition_of, published
from testamur_web.catalogue.reviews import Given, reviewed
from testamur_web.catalogue.scores import Scored, score_of
from testamur_web.learning.surveys import Survey, survey_of
from testamur_web.trust.inflation import count_of_achievement
from testamur_web.trust.models import InflationCount
from testamur_web.trust.queries import Vouched, about_issuer, about_version, is_counting

__all__ = ["FEWEST", "LATER", "MOST", "Compared", "Worth", "compare", "find_published"]

FEWEST: Final = 2
MOST: Final = 4
LATER: Final = timedelta(days=1096)
"""How long after the award confidence is told again: three years, of which one is longer."""


@dataclass(frozen=True, slots=True)
class Worth:
    """How sure a new credential would make one of its skills: of the one that fades first.

    `later` is what is left of it after `LATER`, without renewal or use.
    """

    value: Decimal
    later: Decimal
    factors: tuple[Factor, ...]
    skill: str


@dataclass(frozen=True, slots=True)
class Compared:
    """All that is known of one of them; None where nothing is."""

    version: Version
    definition: Definition
    score: Scored | None
    inflation: InflationCount | None
    endorsements: Sequence[Vouched]
    accreditations: Sequence[Vouched]
    sign_offs: Sequence[Given]
    survey: Survey
    worth: Worth | None

    @property
    def weight(self) -> Decimal:
        """What endorsements make of confidence: the factor of the formula."""
        return DEFAULT.endorsement["endorsed" if self.endorsements else ""]


def find_published(achievements: Iterable[UUID]) -> list[Version]:
    """What is in the catalogue of these, in their order and each once."""
    wanted = list(dict.fromkeys(achievements))
    found = {one.achievement_id: one for one in published().filter(achievement__in=wanted)}
    return [found[pk] for pk in wanted if pk in found]


def compare(versions: Iterable[Version], *, at: datetime) -> list[Compared]:
    """Every figure of each, as of this moment."""
    return [_compared(version, at=at) for version in versions]


def _compared(version: Version, *, at: datetime) -> Compared:
    said = [one for one in about_version(version, at=at) if is_counting(one)]
    about = about_issuer(version.achievement.organisation, at=at)
    of_issuer = [one for one in about if one.is_accreditation and is_counting(one)]
    return Compared(
        version,
        definition=definition_of(version),
        score=score_of(version),
        inflation=count_of_achievement(version.achievement_id),
        endorsements=said,
        accreditations=[*(one for one in said if one.is_accreditation), *of_issuer],
        sign_offs=[one for one in reviewed(version).sign_offs if one.is_of_this_state],
        survey=survey_of(version.achievement),
        worth=_worth(version, is_endorsed=bool(said), at=at),
    )


def _worth(version: Version, *, is_endorsed: bool, at: datetime) -> Worth | None:
    """None where no skill of it stands in a list, so that no credential of it shows one."""
    try:
        promised = promised_by(achievement_of(version).as_json())
    except Refused:
        return None
    held = replace(promised, awarded=at, is_endorsed=is_endorsed)
    fading = min(_skills(held, at=at + LATER), key=_later, default=None)
    if fading is None:
        return None
    sure = next(one for one in _skills(held, at=at) if one.skill.uri == fading.skill.uri)
    name = fading.skill.name or fading.skill.uri
    return Worth(sure.confidence.value, _later(fading), sure.confidence.factors, name)


def _skills(held: Held, *, at: datetime) -> Sequence[SkillShown]:
    return skills_shown([held], at=at, lists=graph_in_use())


def _later(one: SkillShown) -> Decimal:
    return one.confidence.value
