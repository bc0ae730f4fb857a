"""What the demonstration's issuers offer, as definitions; the table is `achievements.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from testamur_web.catalogue.definition import (
    Component,
    Criterion,
    Definition,
    Design,
    Image,
    Outcome,
    Price,
    Quality,
)
from testamur_web.catalogue.vocabulary import (
    AssessmentMethod,
    ComponentKind,
    IdentityCheck,
    Kind,
    Mode,
    OutcomeLevel,
    Pace,
    QualityKind,
    Stackability,
    Supervision,
)

__all__ = ["offers"]

_TABLE: Final = Path(__file__).with_name("achievements.toml")
_ASSURED: Final = {
    "northgate": Quality(
        QualityKind.INSTITUTIONAL,
        "The university is accredited, and reviews each course every three years.",
        "National Quality Agency",
    ),
    "meridian": Quality(
        QualityKind.INTERNAL, "Two engineers who do not teach the course review every project."
    ),
    "harbour": Quality(
        QualityKind.EXTERNAL, "Examiners from two other guilds attend every examination."
    ),
}
_PLACES: Final = {
    "northgate": "Main campus, Northgate",
    "meridian": "Studio by the canal",
    "harbour": "Guild workshop, Harbour",
}


def offers() -> list[tuple[str, Definition]]:
    """Every offer: the slug of its issuer, and its definition."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["achievement"]
    return [(row["issuer"], _definition(row)) for row in table]


def _definition(row: Mapping[str, Any]) -> Definition:
    kind, hours = row["kind"], row["hours"]
    outcomes = tuple(_outcome(each, row["eqf_level"]) for each in row["outcomes"])
    definition = Definition(
        title=row["title"],
        summary=row["summary"],
        description=_description(row, outcomes),
        kind=kind,
        language="en",
        outcomes=outcomes,
        components=_components(kind, hours, is_placed=row.get("placement", False)),
        criteria=tuple(_criteria(outcomes)),
        hours=hours,
        ects=Decimal(str(row["ects"])) if "ects" in row else None,
        eqf_level=row["eqf_level"],
        assessment_method=_methods(kind),
        supervision=_supervision(row["mode"], kind),
        identity_check=IdentityCheck.DOCUMENT,
        quality_statement=_ASSURED[row["issuer"]],
        mode=row["mode"],
        place="" if row["mode"] == Mode.ONLINE else _PLACES[row["issuer"]],
        pace=Pace.SELF_PACED if row["mode"] == Mode.ONLINE else Pace.PART_TIME,
        price=Price(Decimal(row["price"]), "EUR"),
        valid_months=row.get("valid_months"),
        stackability=Stackability.STACKABLE,
        image=Image(alt=f"Badge of {row['title']}", design=Design()),
    )
    if kind == Kind.QUALIFICATION_UNIT:
        definition = replace(
            definition, qualification="Bachelor of Science, Applied Studies", unit_code="AS-204"
        )
    return definition


def _outcome(stated: Mapping[str, str], eqf_level: int) -> Outcome:
    return Outcome(stated["verb"], _level(eqf_level), stated["skill"], stated["uri"], "ESCO")


def _level(eqf_level: int) -> str:
    levels = (OutcomeLevel.FOUNDATION, OutcomeLevel.INTERMEDIATE, OutcomeLevel.ADVANCED)
    return str(levels[0 if eqf_level <= 3 else 1 if eqf_level <= 5 else 2])


def _description(row: Mapping[str, Any], outcomes: Sequence[Outcome]) -> str:
    told = ", and ".join(f"{outcome.verb} {outcome.skill}" for outcome in outcomes)
    return f"{row['summary']} Whoever holds it can {told}."


def _components(kind: str, hours: int, *, is_placed: bool) -> tuple[Component, ...]:
    """Hours that add up to `hours`, weights that add up to 100."""
    if kind == Kind.BADGE:
        return (
            Component(ComponentKind.COURSE_WORK, "Lessons and exercises", hours - 2, 40),
            Component(ComponentKind.EXAM, "Final check", 2, 60),
        )
    exam, project = 3, hours // 3
    practice = (
        Component(ComponentKind.WORK_PLACEMENT, "Placement", project, 50)
        if is_placed
        else Component(ComponentKind.PROJECT, "Project of one's own", project, 50)
    )
    return (
        Component(ComponentKind.COURSE_WORK, "Guided lessons", hours - project - exam, 20),
        practice,
        Component(ComponentKind.EXAM, "Final examination", exam, 30),
    )


def _criteria(outcomes: Sequence[Outcome]) -> list[Criterion]:
    shown = [
        Criterion(
            f"outcome-{at}", f"The evidence shows that they can {outcome.verb} {outcome.skill}."
        )
        for at, outcome in enumerate(outcomes, start=1)
    ]
    beyond = Criterion("beyond", "The work goes beyond what was taught.", is_mandatory=False)
    return [*shown, beyond]


def _methods(kind: str) -> tuple[str, ...]:
    if kind == Kind.BADGE:
        return (AssessmentMethod.ONLINE_TEST,)
    return (AssessmentMethod.PROJECT, AssessmentMethod.PRACTICAL)


def _supervision(mode: str, kind: str) -> str:
    if kind == Kind.BADGE and mode == Mode.ONLINE:
        return Supervision.UNSUPERVISED
    return Supervision.ONLINE_VERIFIED if mode == Mode.ONLINE else Supervision.ONSITE_VERIFIED
