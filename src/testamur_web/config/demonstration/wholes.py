"""The demonstration's stacks: what is made of what, by the titles of the parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from testamur_web.catalogue.definition import Criterion, Definition
from testamur_web.catalogue.documents import achievement_url
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import definition_of
from testamur_web.catalogue.stacks import Stack
from testamur_web.catalogue.vocabulary import Giving, Kind

__all__ = ["DIGITAL", "PRACTICE", "STEWARD", "WHOLES", "Whole", "definition_of_whole"]

PRACTICE: Final = "Data practice"
STEWARD: Final = "Data steward"
DIGITAL: Final = "Ready for digital work"


@dataclass(frozen=True, slots=True)
class Whole:
    """A stack: all of `parts`, and one of `choice` where there is a choice."""

    issuer: str
    title: str
    summary: str
    like: str
    parts: tuple[str, ...]
    choice: tuple[str, ...] = ()
    gives: str = Giving.AWARD


WHOLES: Final = (
    Whole(
        "northgate",
        PRACTICE,
        "Clean data with Python and ask a database for the rest: two courses that belong together.",
        "Data analysis with SQL",
        ("Python for data work", "Data analysis with SQL"),
    ),
    Whole(
        "northgate",
        STEWARD,
        "Data practice, and how to keep what is entrusted to you: for those who answer for data.",
        "Managing research data",
        (PRACTICE,),
        ("Managing research data", "Data protection in practice"),
    ),
    Whole(
        "meridian",
        DIGITAL,
        "Safe habits and one tool that a team relies on, wherever they were learned.",
        "Cyber hygiene",
        ("Cyber hygiene",),
        (
            "Spreadsheets that can be trusted",
            "Agile project management",
            "Data protection in practice",
        ),
        Giving.CONFIRM,
    ),
)
"""Each after its parts."""


def definition_of_whole(whole: Whole, offered: Mapping[str, Version]) -> Definition:
    """A stack as its issuer defines it; `offered` are the parts by their titles."""
    model = definition_of(offered[whole.like])
    parts = [definition_of(offered[title]) for title in whole.parts]
    return replace(
        model,
        title=whole.title,
        summary=whole.summary,
        description=f"{whole.summary} It is awarded when its parts are there.",
        kind=Kind.BADGE,
        outcomes=tuple(dict.fromkeys(one for part in parts for one in part.outcomes)),
        criteria=(Criterion("parts", "Every part that its rule asks for is held and valid."),),
        components=(),
        hours=None,
        ects=None,
        price=None,
        valid_months=None,
        image=replace(model.image, alt=f"Badge of {whole.title}"),
        stack=Stack(_clause(whole, offered), gives=whole.gives),
    )


def _clause(whole: Whole, offered: Mapping[str, Version]) -> dict[str, Any]:
    every: list[dict[str, Any]] = [_named(offered[title]) for title in whole.parts]
    if whole.choice:
        every.append({"any": [_named(offered[title]) for title in whole.choice]})
    return {"all": every}


def _named(version: Version) -> dict[str, Any]:
    return {"achievement": achievement_url(version.achievement), "name": version.title}
