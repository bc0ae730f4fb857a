"""What an achievement document says of itself, as far as a score asks for it.

Nothing is refused here but what is no achievement at all: a member of another form than Open Badges
3.0 and the European elements write it in says nothing, as if it were left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from testamur.credentials.eu_elements import (
    ASSESSMENT_TYPES,
    CYCLES,
    PARTICIPATION,
    QUALITY_ASSURANCE_TYPES,
    STACKABILITY,
    SUPERVISION,
)
from testamur.credentials.identifiers import has_type, listed, subjects_of
from testamur.encoding import Json, JsonObject
from testamur.errors import Refused

__all__ = ["Said", "SaidOutcome", "achievement_in", "read_achievement"]

_EQF_IRI: Final = "http://data.europa.eu/snb/eqf/"
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class SaidOutcome:
    """One learning outcome: its sentence, its own level, whether it names a published skill."""

    sentence: str
    level: int | None
    is_aligned: bool


@dataclass(frozen=True, slots=True)
class Said:
    """All that is scored; "" and () and None where nothing is said.

    `level` is the level of the whole as text, by whichever member states it. `description` is ""
    where it only repeats the name.
    """

    name: str
    description: str
    criteria: str
    criteria_page: str
    language: str
    image: str
    caption: str
    is_aligned: bool
    outcomes: tuple[SaidOutcome, ...]
    methods: tuple[str, ...]
    level: str
    hours: Decimal | None
    ects: Decimal | None
    assessment_told: str
    participation: str
    assurances: int
    prerequisites: str
    supervision: str
    stackability: str
    further: str


def achievement_in(document: JsonObject) -> JsonObject:
    """The achievement that a document is or awards; raises `Refused` (`quality.no-achievement`).

    A credential of several subjects must award one and the same achievement to all of them.
    """
    if "credentialSubject" not in document:
        if has_type(document, "Achievement") or ("type" not in document and "criteria" in document):
            return document
        raise _refused("the document is neither an Open Badges 3.0 achievement nor an award of one")
    found: list[JsonObject] = [
        one["achievement"]
        for one in subjects_of(document)
        if isinstance(one, dict) and isinstance(one.get("achievement"), dict)
    ]
    if not found:
        raise _refused("the credential awards no achievement", "/credentialSubject")
    if any(one != found[0] for one in found):
        raise _refused("the credential awards several achievements", "/credentialSubject")
    return found[0]


def read_achievement(achievement: JsonObject) -> Said:
    """What an achievement says; never fails, whatever stands in it."""
    elements = _first(achievement.get("standardElements"))
    criteria, image = _first(achievement.get("criteria")), achievement.get("image")
    name, description = _text(achievement.get("name")), _text(achievement.get("description"))
    further = _text(elements.get("furtherInformation"))
    return Said(
        name=name,
        description="" if description == name else description,
        criteria=_text(criteria.get("narrative")),
        criteria_page=_iri(criteria.get("id")),
        language=_language(achievement.get("inLanguage")),
        image=_iri(_first(image).get("id") or image),
        caption=_text(_first(image).get("caption")),
        is_aligned=_names_skill(achievement.get("alignment")),
        outcomes=tuple(_outcomes(elements.get("learningOutcome"))),
        methods=_choices(elements.get("assessmentType"), ASSESSMENT_TYPES),
        level=_level(achievement, elements),
        hours=_amount(elements.get("workloadHours")),
        ects=_amount(elements.get("ectsCredits")),
        assessment_told=_text(elements.get("assessmentDescription")),
        participation="".join(_choices(elements.get("participation"), PARTICIPATION)[:1]),
        assurances=len(_assurances(elements.get("qualityAssurance"))),
        prerequisites=_text(elements.get("prerequisites")),
        supervision="".join(_choices(elements.get("supervision"), SUPERVISION)[:1]),
        stackability="".join(_choices(elements.get("stackability"), STACKABILITY)[:1]),
        further=further or _iri(criteria.get("id")),
    )


def _outcomes(value: Json) -> Iterable[SaidOutcome]:
    for one in listed(value):
        if isinstance(one, dict) and _text(one.get("name")):
            yield SaidOutcome(
                sentence=_text(one["name"]),
                level=_eqf(one.get("eqfLevel")),
                is_aligned=_names_skill(one.get("alignment")),
            )


def _level(achievement: JsonObject, elements: JsonObject) -> str:
    level = _eqf(elements.get("eqfLevel"))
    cycle = _choices(elements.get("qfEheaCycle"), CYCLES)
    if level is not None:
        return f"level {level} of the European Qualifications Framework"
    if cycle:
        return f"the {cycle[0]} of the European Higher Education Area"
    targets = _targets(achievement.get("alignment"))
    return next((url for url in targets if url.startswith(_EQF_IRI)), "")


def _assurances(value: Json) -> list[str]:
    kinds = [one.get("qualityAssuranceType") for one in listed(value) if isinstance(one, dict)]
    return [one for one in kinds if isinstance(one, str) and one in QUALITY_ASSURANCE_TYPES]


def _names_skill(alignments: Json) -> bool:
    return any(not url.startswith(_EQF_IRI) for url in _targets(alignments))


def _targets(alignments: Json) -> list[str]:
    found = [_iri(one.get("targetUrl")) for one in listed(alignments) if isinstance(one, dict)]
    return [url for url in found if url]


def _choices(value: Json, among: tuple[str, ...]) -> tuple[str, ...]:
    """The values that are known, each once, in the order of the list they are of."""
    given = [one for one in listed(value) if isinstance(one, str)]
    return tuple(one for one in among if one in given)


def _eqf(value: Json) -> int | None:
    number = _amount(value)
    is_level = number is not None and number <= 8 and number == int(number)
    return int(number) if number is not None and is_level else None


def _amount(value: Json) -> Decimal | None:
    """A number above zero, to four places."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 < value < 1_000_000:
        return None
    return Decimal(str(value)).quantize(Decimal("0.0001"))


def _text(value: Json) -> str:
    return value.strip() if isinstance(value, str) else ""


def _iri(value: Json) -> str:
    return value if isinstance(value, str) and _IRI.fullmatch(value) else ""


def _language(value: Json) -> str:
    return value if isinstance(value, str) and _LANGUAGE.fullmatch(value) else ""


def _first(value: Json) -> JsonObject:
    """The object of a member, the first of several; an empty one where there is none."""
    found = next((one for one in listed(value) if isinstance(one, dict)), None)
    return found or {}


def _refused(told: str, pointer: str = "") -> Refused:
    return Refused.because("quality.no-achievement", told, pointer)
