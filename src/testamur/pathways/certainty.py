"""How sure what somebody holds makes one of each skill, at a moment: a number with its factors.

    for one in skills_shown(held, at=now, graph=graph):
        one.skill.name, one.confidence.value, [factor.told for factor in one.confidence.factors]

For each skill the credential counts that makes one surest; several weak ones are not added up. The
same things held, asked at the same moment with the same lists, figures and uses, give the same
numbers again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import KW_ONLY, dataclass
from datetime import datetime

from testamur.credentials.verify import VerifiedCredential
from testamur.encoding import JsonObject, format_timestamp
from testamur.pathways.confidence import DEFAULT, Confidence, Figures, confidence_in
from testamur.pathways.held import Held, HeldSkill
from testamur.pathways.kinds import Lists, SkillKind, kinds_of
from testamur.pathways.question import Evidence, evidence_in
from testamur.pathways.uses import Use

__all__ = ["SkillShown", "skills_shown"]


@dataclass(frozen=True, slots=True)
class SkillShown:
    """A skill, how sure one is of it, and the credential that makes one so sure.

    `kind` is None where no list tells it.
    """

    skill: HeldSkill
    evidence: Evidence
    confidence: Confidence
    _: KW_ONLY
    kind: SkillKind | None = None

    def as_json(self) -> JsonObject:
        """The skill as `testamur confidence --json` prints it."""
        awarded = self.evidence.awarded
        return {
            "skill": self.skill.uri,
            "name": self.skill.name,
            "kind": self.kind.name if self.kind else None,
            "kindFrom": self.kind.because if self.kind else None,
            **self.confidence.as_json(),
            "level": self.skill.level,
            "levelFrom": self.skill.level_from or None,
            "credential": self.evidence.credential,
            "digest": self.evidence.digest,
            "title": self.evidence.title,
            "issuer": self.evidence.issuer,
            "awarded": format_timestamp(awarded) if awarded else None,
            "events": [one.as_json() for one in self.evidence.events.get(self.skill.uri, ())],
        }


def skills_shown(
    held: Iterable[Held | VerifiedCredential],
    *,
    at: datetime,
    level: int | None = None,
    lists: Lists | None = None,
    figures: Figures = DEFAULT,
    uses: Iterable[Use] = (),
) -> tuple[SkillShown, ...]:
    """Every skill that is shown at the moment `at`, at `level` or any, by name.

    Expired credentials show nothing. Without lists no kind of skill is known.
    """
    moment = at.replace(microsecond=0)
    evidence = evidence_in(held, at=moment, uses=uses)
    kinds = kinds_of((skill.uri for one in evidence for skill in one.skills), lists)
    best: dict[str, SkillShown] = {}
    for one in evidence:
        for skill in one.skills:
            kind = kinds.get(skill.uri)
            shown = one.shown(skill, kind)
            sure = confidence_in(shown, level=level, at=moment, figures=figures)
            told = SkillShown(skill, one, sure, kind=kind)
            best[skill.uri] = max(best.get(skill.uri, told), told, key=_rank)
    return tuple(sorted(best.values(), key=lambda one: (one.skill.name.casefold(), one.skill.uri)))


def _rank(one: SkillShown) -> tuple[float, int, float, str]:
    """The surest, then the highest level, the newest."""
    awarded = one.evidence.awarded
    when = awarded.timestamp() if awarded else 0.0
    return float(one.confidence.value), one.skill.level or 0, when, one.evidence.digest
