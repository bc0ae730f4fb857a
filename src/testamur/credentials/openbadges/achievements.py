"""What is awarded: an achievement, what it takes, what it corresponds to, how it is graded.

Open Badges 3.0 §B.1.1 (Achievement), §B.1.7 (Criteria), §B.1.18 (ResultDescription), §B.1.19
(RubricCriterionLevel), §B.1.16 (Related). ECTS credits and EQF level are said in words every Open
Badges reader knows (`creditsAvailable`, an alignment); the European standard elements repeat them
in their own words only where they are attached, since not everybody knows that extension.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from functools import partial
from typing import Final

from testamur.credentials.eu_elements import CONTEXT, StandardElements
from testamur.credentials.members import (
    WEB,
    Rule,
    check_members,
    freeze,
    refuse_repeats,
    require_choice,
    require_iri,
    require_language,
    require_line,
    require_number,
    require_prose,
    stated,
)
from testamur.credentials.openbadges.alignments import Alignment
from testamur.credentials.openbadges.profiles import IdentifierEntry, Image, Profile, image_of
from testamur.encoding import JsonObject
from testamur.errors import Refused

__all__ = [
    "ACHIEVEMENT_TYPES",
    "RESULT_TYPES",
    "Achievement",
    "Criteria",
    "Related",
    "ResultDescription",
    "RubricCriterionLevel",
]

ACHIEVEMENT_TYPES: Final = (
    "Achievement",
    "ApprenticeshipCertificate",
    "Assessment",
    "Assignment",
    "AssociateDegree",
    "Award",
    "Badge",
    "BachelorDegree",
    "Certificate",
    "CertificateOfCompletion",
    "Certification",
    "CommunityService",
    "Competency",
    "Course",
    "CoCurricular",
    "Degree",
    "Diploma",
    "DoctoralDegree",
    "Fieldwork",
    "GeneralEducationDevelopment",
    "JourneymanCertificate",
    "LearningProgram",
    "License",
    "Membership",
    "ProfessionalDoctorate",
    "QualityAssuranceCredential",
    "MasterCertificate",
    "MasterDegree",
    "MicroCredential",
    "ResearchDoctorate",
    "SecondarySchoolDiploma",
)
"""The kinds of achievement Open Badges names (§B.1.2); others begin with `ext:`."""

RESULT_TYPES: Final = (
    "GradePointAverage",
    "LetterGrade",
    "Percent",
    "PerformanceLevel",
    "PredictedScore",
    "RawScore",
    "Result",
    "RubricCriterion",
    "RubricCriterionLevel",
    "RubricScore",
    "ScaledScore",
    "Status",
)
"""The kinds of result Open Badges names (§B.1.20); others begin with `ext:`."""

_MOST_CREDITS: Final = 1_000
_DESCRIPTIONS: Final = "/resultDescription"
_require_id: Final = partial(require_iri, schemes=WEB | {"did", "urn"})


@dataclass(frozen=True, slots=True)
class Criteria:
    """What it takes to be awarded: in words (Markdown), by the address of a page, or both."""

    narrative: str | None = None
    _: KW_ONLY
    id: str | None = None

    def __post_init__(self) -> None:
        rules: dict[str, Rule] = {
            "narrative": require_prose,
            "id": partial(require_iri, schemes=WEB),
        }
        check_members(self, rules)
        if self.narrative is None and self.id is None:
            told = "criteria need a narrative or the address of a page"
            raise Refused.because("value.missing", told, "/narrative", "OB 3.0 §B.1.7")

    def as_json(self) -> JsonObject:
        """The criteria as Open Badges writes them."""
        return stated({"id": self.id, "narrative": self.narrative})


@dataclass(frozen=True, slots=True)
class RubricCriterionLevel:
    """One level of a rubric criterion; a result may point to it as achieved."""

    name: str
    _: KW_ONLY
    id: str
    description: str | None = None
    level: str | None = None
    points: str | None = None
    alignment: Sequence[Alignment] = ()

    def __post_init__(self) -> None:
        freeze(self, "alignment")
        rules: dict[str, Rule] = {
            "id": _require_id,
            "name": require_line,
            "description": require_prose,
            "level": require_line,
            "points": require_line,
        }
        check_members(self, rules, required=("id", "name"))

    def as_json(self) -> JsonObject:
        """The level as Open Badges writes it."""
        return stated(
            {
                "id": self.id,
                "type": ["RubricCriterionLevel"],
                "name": self.name,
                "description": self.description,
                "level": self.level,
                "points": self.points,
                "alignment": [alignment.as_json() for alignment in self.alignment],
            }
        )


@dataclass(frozen=True, slots=True)
class ResultDescription:
    """How the achievement is graded: which values there are, and which of them is needed.

    `allowed_value` runs from low to high.
    """

    name: str
    _: KW_ONLY
    id: str
    result_type: str
    allowed_value: Sequence[str] = ()
    required_level: str | None = None
    required_value: str | None = None
    rubric_criterion_level: Sequence[RubricCriterionLevel] = ()
    value_max: str | None = None
    value_min: str | None = None
    alignment: Sequence[Alignment] = ()

    def __post_init__(self) -> None:
        freeze(self, "allowed_value", "rubric_criterion_level", "alignment")
        check_members(self, _RESULT_DESCRIPTION_RULES, required=("id", "name", "result_type"))
        for at, value in enumerate(self.allowed_value):
            require_line(value, f"/allowedValue/{at}")
        if self.required_value and self.allowed_value:
            require_choice(self.required_value, "/requiredValue", among=self.allowed_value)

    def as_json(self) -> JsonObject:
        """The description as Open Badges writes it."""
        return stated(
            {
                "id": self.id,
                "type": ["ResultDescription"],
                "name": self.name,
                "resultType": self.result_type,
                "allowedValue": list(self.allowed_value),
                "requiredLevel": self.required_level,
                "requiredValue": self.required_value,
                "rubricCriterionLevel": [level.as_json() for level in self.rubric_criterion_level],
                "valueMax": self.value_max,
                "valueMin": self.value_min,
                "alignment": [alignment.as_json() for alignment in self.alignment],
            }
        )


@dataclass(frozen=True, slots=True)
class Related:
    """Another achievement that this one is related to, such as the same in another language."""

    id: str
    _: KW_ONLY
    in_language: str | None = None
    version: str | None = None

    def __post_init__(self) -> None:
        rules: dict[str, Rule] = {
            "id": _require_id,
            "in_language": require_language,
            "version": require_line,
        }
        check_members(self, rules, required=("id",))

    def as_json(self) -> JsonObject:
        """The relation as Open Badges writes it."""
        return stated(
            {
                "id": self.id,
                "type": ["Related"],
                "inLanguage": self.in_language,
                "version": self.version,
            }
        )


@dataclass(frozen=True, slots=True)
class Achievement:
    """What an award certifies; the same object stands in every credential of it.

    `criteria` as text means `Criteria(text)`. Without a `description` its name describes it. `ects`
    (credits) is written as `creditsAvailable`, `eqf` (1 to 8) as an alignment; with
    `standard_elements` both also as Annex I names them.
    """

    id: str
    _: KW_ONLY
    name: str
    criteria: Criteria | str
    description: str | None = None
    achievement_type: str | None = None
    in_language: str | None = None
    ects: float | None = None
    eqf: int | None = None
    credits_available: float | None = None
    alignment: Sequence[Alignment] = ()
    tag: Sequence[str] = ()
    image: Image | str | None = None
    creator: Profile | None = None
    field_of_study: str | None = None
    specialization: str | None = None
    human_code: str | None = None
    version: str | None = None
    result_description: Sequence[ResultDescription] = ()
    related: Sequence[Related] = ()
    other_identifier: Sequence[IdentifierEntry] = ()
    endorsement: Sequence[JsonObject] = ()
    endorsement_jwt: Sequence[str] = ()
    standard_elements: StandardElements | None = None

    def __post_init__(self) -> None:
        freeze(self, "alignment", "tag", "result_description", "related", "other_identifier")
        freeze(self, "endorsement", "endorsement_jwt")
        check_members(self, _ACHIEVEMENT_RULES, required=("id", "name"))
        _criteria_of(self.criteria)
        image_of(self.image)
        refuse_repeats(self.tag, "/tag")
        refuse_repeats(self.alignment, "/alignment")
        for at, word in enumerate(self.tag):
            require_line(word, f"/tag/{at}")
        if self.ects is not None and self.credits_available not in (None, self.ects):
            told = f"{self.credits_available} credits and {self.ects} ECTS credits are both stated"
            raise Refused.because("value.contradiction", told, "/creditsAvailable")
        refuse_repeats([described.id for described in self.result_description], _DESCRIPTIONS)

    @property
    def contexts(self) -> tuple[str, ...]:
        """The JSON-LD contexts a document needs for this, beside those of Open Badges."""
        return (CONTEXT,) if self.standard_elements else ()

    def as_json(self) -> JsonObject:
        """The achievement as Open Badges writes it."""
        return stated(
            {
                "id": self.id,
                "type": ["Achievement"],
                "name": self.name,
                "description": self.description or self.name,
                "criteria": _criteria_of(self.criteria).as_json(),
                "achievementType": self.achievement_type,
                "inLanguage": self.in_language,
                "creditsAvailable": self._credits(),
                "alignment": [alignment.as_json() for alignment in self._alignments()],
                "tag": list(self.tag),
                "image": image_of(self.image),
                "creator": self.creator.as_json() if self.creator else None,
                "fieldOfStudy": self.field_of_study,
                "specialization": self.specialization,
                "humanCode": self.human_code,
                "version": self.version,
                "resultDescription": [one.as_json() for one in self.result_description],
                "related": [related.as_json() for related in self.related],
                "otherIdentifier": [entry.as_json() for entry in self.other_identifier],
                "endorsement": list(self.endorsement),
                "endorsementJwt": list(self.endorsement_jwt),
                "standardElements": self._elements(),
            }
        )

    def _credits(self) -> float | None:
        stated_credits = self.credits_available if self.ects is None else self.ects
        return None if stated_credits is None else _require_credits(stated_credits, "/ects")

    def _alignments(self) -> list[Alignment]:
        level = [] if self.eqf is None else [Alignment.eqf(self.eqf)]
        return [*self.alignment, *(one for one in level if one not in self.alignment)]

    def _elements(self) -> JsonObject | None:
        if self.standard_elements is None:
            return None
        ects = None if self.ects is None else _require_credits(self.ects, "/ects")
        return self.standard_elements.as_json(ects=ects, eqf=self.eqf)


def _criteria_of(criteria: Criteria | str) -> Criteria:
    return Criteria(criteria) if isinstance(criteria, str) else criteria


_require_credits: Final = partial(require_number, most=_MOST_CREDITS)

_RESULT_DESCRIPTION_RULES: Final[dict[str, Rule]] = {
    "id": _require_id,
    "name": require_line,
    "result_type": partial(require_choice, among=RESULT_TYPES, extensible=True),
    "required_level": _require_id,
    "required_value": require_line,
    "value_max": require_line,
    "value_min": require_line,
}

_ACHIEVEMENT_RULES: Final[dict[str, Rule]] = {
    "id": _require_id,
    "name": require_line,
    "description": require_prose,
    "achievement_type": partial(require_choice, among=ACHIEVEMENT_TYPES, extensible=True),
    "in_language": require_language,
    "ects": _require_credits,
    "eqf": partial(require_number, least=1, most=8, whole=True),
    "credits_available": _require_credits,
    "field_of_study": require_line,
    "specialization": require_line,
    "human_code": require_line,
    "version": require_line,
}
