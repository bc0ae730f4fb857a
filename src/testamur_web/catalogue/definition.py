"""What a micro-credential certifies, how it is worked for and how it is assessed: one value.

A `Definition` never changes. Everything but its title may be left unsaid while it is a draft;
what must be said before it is published is told by `lint.py`.

    definition, problems = read_draft(draft)      # never fails: what cannot be read is told
    definition = Definition.from_json(content)    # raises `Refused` with the first problem
    definition.as_json()                          # what is not stated is left out
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Final

from testamur.credentials.artwork import ICON_NAMES, PALETTE_NAMES, SHAPE_NAMES
from testamur.errors import Refused
from testamur.problems import Problem
from testamur_web.catalogue.funding import FundingOffer, read_funding
from testamur_web.catalogue.reading import Reader
from testamur_web.catalogue.requirements import Required, read_required
from testamur_web.catalogue.stacks import Stack, read_stack
from testamur_web.catalogue.vocabulary import (
    AssessmentMethod,
    Beginning,
    ComponentKind,
    Grading,
    IdentityCheck,
    ImageKind,
    Kind,
    Mode,
    OutcomeLevel,
    Pace,
    QualityKind,
    Stackability,
    Supervision,
)

__all__ = [
    "Component",
    "Credits",
    "Criterion",
    "Definition",
    "Design",
    "Grades",
    "Image",
    "Outcome",
    "Price",
    "Quality",
    "read_draft",
]

MAX_HOURS: Final = 20_000
MAX_ECTS: Final = 400
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_CRITERION: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_COLOUR: Final = re.compile("|".join([*PALETTE_NAMES, "#[0-9a-fA-F]{6}"]))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a holder can be seen to do: a verb, how well, and the skill.

    `skill_uri` names the skill in a `framework` such as ESCO; "" where it is the issuer's own.
    """

    verb: str = ""
    level: str = ""
    skill: str = ""
    skill_uri: str = ""
    framework: str = ""

    @property
    def sentence(self) -> str:
        """The outcome as one reads it: "Analyse survey data"."""
        words = f"{self.verb} {self.skill}".strip()
        return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the work: hours of it, and what it weighs in the result, in percent."""

    kind: str = ""
    title: str = ""
    hours: int | None = None
    weight: int | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is decided about each learner; the award waits for every mandatory one."""

    id: str = ""
    text: str = ""
    is_mandatory: bool = True


@dataclass(frozen=True, slots=True)
class Price:
    """What it costs to take part; an amount of 0 means free."""

    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Credits:
    """Credits of another system than ECTS."""

    amount: Decimal | None = None
    system: str = ""


@dataclass(frozen=True, slots=True)
class Quality:
    """What stands behind the quality: its kind, in words, by whom, and where to read of it."""

    kind: str = ""
    statement: str = ""
    assured_by: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Grades:
    """How a result is stated: in percent, or as one of `values`, which run from low to high.

    `passing` is the lowest that passes, "" where any does.
    """

    kind: str = ""
    values: tuple[str, ...] = ()
    passing: str = ""


@dataclass(frozen=True, slots=True)
class Design:
    """How a badge is drawn here; "" leaves a choice to the drawing. `text` replaces the title."""

    shape: str = ""
    colour: str = ""
    icon: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """The picture: drawn from `design`, or an uploaded one named by the digest of its bytes.

    `alt` is what it shows, to those who cannot see it.
    """

    kind: str = ImageKind.GENERATED.value
    alt: str = ""
    design: Design = Design()
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A micro-credential, as one reads it on its page and as it is signed.

    Amounts are decimals, hours and weights whole numbers. "" and None mean "not stated".
    """

    title: str = ""
    summary: str = ""
    description: str = ""
    kind: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    components: tuple[Component, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    hours: int | None = None
    ects: Decimal | None = None
    other_credits: Credits | None = None
    eqf_level: int | None = None
    local_level: str = ""
    qualification: str = ""
    unit_code: str = ""
    assessment_method: tuple[str, ...] = ()
    assessment_description: str = ""
    supervision: str = ""
    identity_check: str = ""
    grades: Grades | None = None
    quality_statement: Quality | None = None
    mode: str = ""
    place: str = ""
    pace: str = ""
    price: Price | None = None
    funding: tuple[FundingOffer, ...] = ()
    beginning: str = ""
    starts: tuple[date, ...] = ()
    weeks_at_most: int | None = None
    prerequisites: str = ""
    requires: Required | None = None
    valid_months: int | None = None
    stackability: str = ""
    stack: Stack | None = None
    further_information: str = ""
    image: Image = Image()

    @classmethod
    def from_json(cls, value: Any) -> Definition:
        """Read what `as_json` wrote; raises `Refused` with the first problem there is."""
        definition, problems = read_draft(value)
        if problems:
            raise Refused(problems[0])
        return definition

    def as_json(self) -> dict[str, Any]:
        """The definition as JSON; what is not stated is left out, amounts are texts."""
        told: dict[str, Any] = _plain(self)
        return told

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return _label(Kind, self.kind)

    @property
    def mode_label(self) -> str:
        """The form of participation in words."""
        return _label(Mode, self.mode)

    @property
    def pace_label(self) -> str:
        """The pace in words."""
        return _label(Pace, self.pace)

    @property
    def supervision_label(self) -> str:
        """The supervision in words."""
        return _label(Supervision, self.supervision)

    @property
    def identity_check_label(self) -> str:
        """The identity check in words."""
        return _label(IdentityCheck, self.identity_check)

    @property
    def assessment_labels(self) -> list[str]:
        """The methods of assessment in words."""
        return [_label(AssessmentMethod, method) for method in self.assessment_method]


def read_draft(value: Any) -> tuple[Definition, list[Problem]]:
    """What can be read of a draft, and a problem for everything that cannot."""
    problems: list[Problem] = []
    read = Reader(value, problems)
    definition = Definition(
        title=read.line("title", at_most=200),
        summary=read.line("summary"),
        description=read.prose("description"),
        kind=read.choice("kind", Kind.values),
        language=read.language("language"),
        tags=read.lines("tags"),
        outcomes=read.rows("outcomes", _outcome),
        components=read.rows("components", _component),
        criteria=read.rows("criteria", _criterion),
        hours=read.whole("hours", most=MAX_HOURS),
        ects=read.decimal("ects", most=MAX_ECTS),
        other_credits=read.part("other_credits", _credits),
        eqf_level=read.whole("eqf_level", least=1, most=8),
        local_level=read.line("local_level", at_most=120),
        qualification=read.line("qualification"),
        unit_code=read.line("unit_code", at_most=60),
        assessment_method=read.choices("assessment_method", AssessmentMethod.values),
        assessment_description=read.prose("assessment_description"),
        supervision=read.choice("supervision", Supervision.values),
        identity_check=read.choice("identity_check", IdentityCheck.values),
        grades=read.part("grades", _grades),
        quality_statement=read.part("quality_statement", _quality),
        mode=read.choice("mode", Mode.values),
        place=read.line("place"),
        pace=read.choice("pace", Pace.values),
        price=read.part("price", _price),
        funding=read.rows("funding", read_funding, most=20),
        beginning=read.choice("beginning", Beginning.values),
        starts=read.days("starts"),
        weeks_at_most=read.whole("weeks_at_most", least=1, most=520),
        prerequisites=read.prose("prerequisites"),
        requires=read.part("requires", read_required),
        valid_months=read.whole("valid_months", least=1, most=600),
        stackability=read.choice("stackability", Stackability.values),
        stack=read.part("stack", read_stack),
        further_information=read.prose("further_information"),
        image=read.part("image", _image) or Image(),
    )
    read.finish()
    problems += _repeated(definition)
    return definition, problems


def _outcome(read: Reader) -> Outcome:
    outcome = Outcome(
        verb=read.line("verb", at_most=60),
        level=read.choice("level", OutcomeLevel.values),
        skill=read.line("skill"),
        skill_uri=read.address("skill_uri", at_most=500),
        framework=read.line("framework", at_most=120),
    )
    read.finish()
    return outcome


def _component(read: Reader) -> Component:
    component = Component(
        kind=read.choice("kind", ComponentKind.values),
        title=read.line("title"),
        hours=read.whole("hours", most=MAX_HOURS),
        weight=read.whole("weight", most=100),
    )
    read.finish()
    return component


def _criterion(read: Reader) -> Criterion:
    criterion = Criterion(
        id=read.matching("id", _CRITERION, "made of small letters, digits and hyphens"),
        text=read.line("text", at_most=600),
        is_mandatory=read.claim("is_mandatory", default=True),
    )
    read.finish()
    return criterion


def _price(read: Reader) -> Price:
    price = Price(
        amount=read.decimal("amount", most=10_000_000),
        currency=read.matching("currency", _CURRENCY, "a currency such as EUR"),
    )
    read.finish()
    return price


def _credits(read: Reader) -> Credits:
    amount = Credits(read.decimal("amount", most=10_000), read.line("system", at_most=80))
    read.finish()
    return amount


def _quality(read: Reader) -> Quality:
    quality = Quality(
        kind=read.choice("kind", QualityKind.values),
        statement=read.line("statement", at_most=600),
        assured_by=read.line("assured_by"),
        url=read.address("url"),
    )
    read.finish()
    return quality


def _grades(read: Reader) -> Grades:
    grades = Grades(
        kind=read.choice("kind", Grading.values),
        values=read.lines("values", most=30, at_most=40),
        passing=read.line("passing", at_most=40),
    )
    read.finish()
    return grades


def _image(read: Reader) -> Image:
    image = Image(
        kind=read.choice("kind", ImageKind.values) or ImageKind.GENERATED.value,
        alt=read.line("alt", at_most=500),
        design=read.part("design", _design) or Design(),
        digest=read.matching("digest", _DIGEST, "the digest of an uploaded image"),
    )
    read.finish()
    return image


def _design(read: Reader) -> Design:
    design = Design(
        shape=read.choice("shape", SHAPE_NAMES),
        colour=read.matching("colour", _COLOUR, "a colour such as #1f4e79"),
        icon=read.choice("icon", ICON_NAMES),
        text=read.line("text", at_most=60),
    )
    read.finish()
    return design


def _repeated(definition: Definition) -> list[Problem]:
    """Criteria are told apart by their ids, wherever a decision names one."""
    ids = [criterion.id for criterion in definition.criteria]
    return [
        Problem("value.repeated", f"the id {one!r} stands twice", f"/criteria/{at}/id")
        for at, one in enumerate(ids)
        if one and one in ids[:at]
    ]


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _plain(value: Any) -> Any:
    """A part as JSON: what is not stated, or is as it stands by itself, is left out."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    told = ((field.name, getattr(value, field.name)) for field in fields(value))
    plain = {name: _plain(each) for name, each in told if _is_stated(each)}
    return {name: each for name, each in plain.items() if each != {}}


def _is_stated(value: Any) -> bool:
    return value is not None and value not in ("", ())


def text_of(value: Mapping[str, Any], name: str) -> str:
    """What was typed into a text member of a draft, "" where nothing or no text was."""
    found = value.get(name)
    return found if isinstance(found, str) else ""
