"""The European standard elements of a micro-credential, said so that a signature covers them.

Annex I of the Council Recommendation of 16 June 2022 on a European approach to micro-credentials
(OJ C 243, 27.6.2022). Rules kept here:

- an element that Open Badges 3.0 can say is said there and nowhere else: learner, title, country,
  awarding body, date, grade. The rest is said by one member, `standardElements`, of the
  achievement or, where it differs for one award, of the credential subject;
- every member and every listed value is a protected term of the context `CONTEXT`, which ships
  pinned with this package; its URL is a name, nothing is ever fetched from it;
- nothing is guessed: `creditsAvailable` alone does not say that the credits are ECTS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Final, NamedTuple, Protocol

from testamur.credentials.members import (
    WEB,
    Rule,
    check_members,
    freeze,
    refuse_repeats,
    require_choice,
    require_iri,
    require_line,
    require_number,
    require_prose,
    stated,
)
from testamur.encoding import JsonObject

__all__ = [
    "ASSESSMENT_TYPES",
    "CONTEXT",
    "CYCLES",
    "ELEMENTS",
    "PARTICIPATION",
    "QUALITY_ASSURANCE_TYPES",
    "STACKABILITY",
    "SUPERVISION",
    "VOCABULARY",
    "Element",
    "LearningOutcome",
    "Need",
    "QualityAssurance",
    "StandardElements",
    "Stated",
    "find_elements",
    "missing",
]

CONTEXT: Final = "https://w3id.org/testamur/microcredential/v1"
"""The JSON-LD context that defines `standardElements`."""

VOCABULARY: Final = "https://w3id.org/testamur/microcredential#"
"""What every term of the context begins with."""

CYCLES: Final = ("shortCycle", "firstCycle", "secondCycle", "thirdCycle")
ASSESSMENT_TYPES: Final = (
    "writtenExam",
    "oralExam",
    "onlineTest",
    "practicalAssessment",
    "coursework",
    "project",
    "portfolio",
    "presentation",
    "simulation",
    "workplaceObservation",
    "peerAssessment",
    "continuousAssessment",
    "priorLearning",
)
PARTICIPATION: Final = ("online", "onsite", "blended")
QUALITY_ASSURANCE_TYPES: Final = (
    "internalAssurance",
    "externalReview",
    "institutionalAccreditation",
    "programmeAccreditation",
    "certifiedStandard",
)
SUPERVISION: Final = (
    "unsupervised",
    "supervised",
    "supervisedOnlineVerified",
    "supervisedOnsiteVerified",
)
STACKABILITY: Final = ("standalone", "stackable")

_EQF_IRI: Final = "http://data.europa.eu/snb/eqf/"


class Statement(Protocol):
    """Anything that writes itself as JSON, such as an alignment."""

    def as_json(self) -> JsonObject:
        """The statement as it stands in the document."""
        ...


@dataclass(frozen=True, slots=True)
class LearningOutcome:
    """What a holder knows or can do, in one sentence, and the skills it corresponds to.

    `eqf` is how well, as a level of the European Qualifications Framework, 1 to 8.
    """

    name: str
    _: KW_ONLY
    description: str | None = None
    eqf: int | None = None
    alignment: Sequence[Statement] = ()

    def __post_init__(self) -> None:
        freeze(self, "alignment")
        rules: dict[str, Rule] = {
            "name": require_line,
            "description": require_prose,
            "eqf": partial(require_number, least=1, most=8, whole=True),
        }
        check_members(self, rules, required=("name",))

    def as_json(self) -> JsonObject:
        """The outcome as it stands in `learningOutcome`."""
        return stated(
            {
                "type": ["LearningOutcome"],
                "name": self.name,
                "description": self.description,
                "eqfLevel": None if self.eqf is None else int(self.eqf),
                "alignment": [alignment.as_json() for alignment in self.alignment],
            }
        )


@dataclass(frozen=True, slots=True)
class QualityAssurance:
    """What stands behind the quality: its kind, its name, who assures it and where to read."""

    kind: str
    _: KW_ONLY
    name: str | None = None
    assured_by: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        require_choice(self.kind, "/qualityAssuranceType", among=QUALITY_ASSURANCE_TYPES)
        rules: dict[str, Rule] = {
            "name": require_line,
            "assured_by": require_line,
            "url": partial(require_iri, schemes=WEB),
        }
        check_members(self, rules)

    def as_json(self) -> JsonObject:
        """The assurance as it stands in `qualityAssurance`."""
        return stated(
            {
                "type": ["QualityAssurance"],
                "qualityAssuranceType": self.kind,
                "name": self.name,
                "assuredBy": self.assured_by,
                "url": self.url,
            }
        )


@dataclass(frozen=True, slots=True)
class StandardElements:
    """The elements Open Badges has no place for.

    On an achievement they describe the definition, and its ECTS credits and EQF level are repeated
    among them; on a subject they describe this one award, such as how it was supervised. Anything
    may be left out: `missing` tells what then is not said.
    """

    learning_outcome: Sequence[LearningOutcome] = ()
    _: KW_ONLY
    workload_hours: float | None = None
    qf_ehea_cycle: str | None = None
    assessment_type: Sequence[str] = ()
    assessment_description: str | None = None
    participation: str | None = None
    quality_assurance: Sequence[QualityAssurance] = ()
    prerequisites: str | None = None
    supervision: str | None = None
    stackability: str | None = None
    stacks_toward: Sequence[str] = ()
    further_information: str | None = None

    def __post_init__(self) -> None:
        freeze(self, "learning_outcome", "assessment_type", "quality_assurance", "stacks_toward")
        check_members(self, _RULES)
        for at, kind in enumerate(self.assessment_type):
            require_choice(kind, f"/assessmentType/{at}", among=ASSESSMENT_TYPES)
        for at, iri in enumerate(self.stacks_toward):
            require_iri(iri, f"/stacksToward/{at}", schemes=WEB | {"did", "urn"})
        refuse_repeats(self.learning_outcome, "/learningOutcome")
        refuse_repeats(self.assessment_type, "/assessmentType")
        refuse_repeats(self.quality_assurance, "/qualityAssurance")
        refuse_repeats(self.stacks_toward, "/stacksToward")

    def as_json(self, *, ects: float | None = None, eqf: int | None = None) -> JsonObject:
        """The value of `standardElements`, with the credits and level of the achievement."""
        return stated(
            {
                "type": ["StandardElements"],
                "learningOutcome": [outcome.as_json() for outcome in self.learning_outcome],
                "ectsCredits": ects,
                "workloadHours": _plain(self.workload_hours),
                "eqfLevel": eqf,
                "qfEheaCycle": self.qf_ehea_cycle,
                "assessmentType": list(self.assessment_type),
                "assessmentDescription": self.assessment_description,
                "participation": self.participation,
                "qualityAssurance": [assurance.as_json() for assurance in self.quality_assurance],
                "prerequisites": self.prerequisites,
                "supervision": self.supervision,
                "stackability": self.stackability,
                "stacksToward": list(self.stacks_toward),
                "furtherInformation": self.further_information,
            }
        )


_RULES: Final[dict[str, Rule]] = {
    "workload_hours": partial(require_number, most=100_000),
    "qf_ehea_cycle": partial(require_choice, among=CYCLES),
    "assessment_description": require_prose,
    "participation": partial(require_choice, among=PARTICIPATION),
    "prerequisites": require_prose,
    "supervision": partial(require_choice, among=SUPERVISION),
    "stackability": partial(require_choice, among=STACKABILITY),
    "further_information": require_prose,
}


def _plain(number: float | None) -> float | None:
    return None if number is None else require_number(number, "/workloadHours")


# ----------------------------------------------------------------------- what a document says


class Need(StrEnum):
    """How much Annex I asks for an element."""

    MANDATORY = "mandatory"
    WHERE_APPLICABLE = "mandatory where applicable"
    OPTIONAL = "optional"


class Element(NamedTuple):
    """One standard element: a stable name, what Annex I calls it, how much it asks for it."""

    name: str
    title: str
    need: Need


@dataclass(frozen=True, slots=True)
class Stated:
    """Where a document says an element, or that it does not.

    `pointer` is where it is said, or where it should be; `by` is `Open Badges` or `extension`, or
    "" where it is not said; `remark` is one sentence where something needs to be said about it.
    """

    element: Element
    pointer: str
    by: str = ""
    remark: str = ""

    @property
    def is_said(self) -> bool:
        """Whether the document says the element."""
        return bool(self.by)


def find_elements(document: JsonObject) -> tuple[Stated, ...]:
    """Every element of Annex I, in its order, with where the credential says it.

    `document` is an Open Badges 3.0 credential, its shape already checked. Where several places
    can say an element the first that does is told.
    """
    return tuple(_find(element, document) for element in ELEMENTS)


def missing(document: JsonObject) -> list[Stated]:
    """The mandatory elements that a credential does not say; empty when it says them all.

    The level is asked for only where applicable: its entry says so in `element.need`.
    """
    found = find_elements(document)
    return [one for one in found if not one.is_said and one.element.need is not Need.OPTIONAL]


def _find(element: Element, document: JsonObject) -> Stated:
    places = _PLACES[element.name]
    for pointer in places:
        value = _value_at(document, pointer)
        if _says(value) and _DOUBTS.get(pointer, _says)(value):
            by = "extension" if "/standardElements" in pointer else "Open Badges"
            return Stated(element, pointer, by)
    return Stated(element, places[0], remark=_remark(element, document))


def _remark(element: Element, document: JsonObject) -> str:
    credits_available = _value_at(document, f"{_ACHIEVEMENT}/creditsAvailable")
    if element.name == "workload" and credits_available is not None:
        return f"creditsAvailable says {credits_available} but not in which credit system"
    return ""


def _value_at(document: Any, pointer: str) -> Any:
    """The value at a pointer whose steps are names; a member that may be many gives its first."""
    for step in pointer.split("/")[1:]:
        if isinstance(document, list) and document:
            document = document[0]
        document = document.get(step) if isinstance(document, dict) else None
    return document


def _says(value: Any) -> bool:
    return isinstance(value, bool | int | float) or bool(value)


def _names_eqf(alignments: Any) -> bool:
    return any(url.startswith(_EQF_IRI) for url in _members(alignments, "targetUrl"))


def _has_value(results: Any) -> bool:
    return any(_members(results, "value")) or any(_members(results, "achievedLevel"))


def _members(objects: Any, name: str) -> Iterator[str]:
    several = objects if isinstance(objects, list) else [objects]
    return (str(one[name]) for one in several if isinstance(one, dict) and one.get(name))


_SUBJECT: Final = "/credentialSubject"
_ACHIEVEMENT: Final = "/credentialSubject/achievement"


def _extension(member: str) -> tuple[str, str]:
    """Where the extension says `member`: of every award, or of this one."""
    return f"{_ACHIEVEMENT}/standardElements/{member}", f"{_SUBJECT}/standardElements/{member}"


_PLACES: Final[dict[str, tuple[str, ...]]] = {
    "learner": (f"{_SUBJECT}/id", f"{_SUBJECT}/identifier"),
    "title": (f"{_ACHIEVEMENT}/name",),
    "country": (
        "/issuer/address/addressCountryCode",
        "/issuer/address/addressCountry",
        "/issuer/address/addressRegion",
    ),
    "awarding-body": ("/issuer/name",),
    "date": ("/awardedDate", "/validFrom"),
    "learning-outcomes": _extension("learningOutcome"),
    "workload": (*_extension("ectsCredits"), *_extension("workloadHours")),
    "level": (
        *_extension("eqfLevel"),
        *_extension("qfEheaCycle"),
        f"{_ACHIEVEMENT}/alignment",
    ),
    "assessment": (
        *_extension("assessmentType"),
        *_extension("assessmentDescription"),
    ),
    "participation": _extension("participation"),
    "quality-assurance": _extension("qualityAssurance"),
    "prerequisites": _extension("prerequisites"),
    "supervision": _extension("supervision"),
    "grade": (f"{_SUBJECT}/result",),
    "stackability": _extension("stackability"),
    "further-information": (*_extension("furtherInformation"), f"{_ACHIEVEMENT}/criteria/id"),
}

_DOUBTS: Final[dict[str, Callable[[Any], bool]]] = {
    f"{_ACHIEVEMENT}/alignment": _names_eqf,
    f"{_SUBJECT}/result": _has_value,
}

ELEMENTS: Final = (
    Element("learner", "Identification of the learner", Need.MANDATORY),
    Element("title", "Title of the micro-credential", Need.MANDATORY),
    Element("country", "Country or region of the issuer", Need.MANDATORY),
    Element("awarding-body", "Awarding body", Need.MANDATORY),
    Element("date", "Date of issuing", Need.MANDATORY),
    Element("learning-outcomes", "Learning outcomes", Need.MANDATORY),
    Element("workload", "Notional workload", Need.MANDATORY),
    Element("level", "Level of the learning experience", Need.WHERE_APPLICABLE),
    Element("assessment", "Type of assessment", Need.MANDATORY),
    Element("participation", "Form of participation", Need.MANDATORY),
    Element("quality-assurance", "Type of quality assurance", Need.MANDATORY),
    Element("prerequisites", "Prerequisites needed to enrol", Need.OPTIONAL),
    Element("supervision", "Supervision and identity verification", Need.OPTIONAL),
    Element("grade", "Grade achieved", Need.OPTIONAL),
    Element("stackability", "Integration and stackability options", Need.OPTIONAL),
    Element("further-information", "Further information", Need.OPTIONAL),
)
"""The standard elements of Annex I in its order."""
