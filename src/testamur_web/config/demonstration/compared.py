"""Two definitions about the same thing, one said well and one said badly: what a score tells apart.

Both are published, so that a search for "surveys" shows them on one page of the catalogue.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from testamur_web.catalogue.definition import (
    Component,
    Criterion,
    Definition,
    Grades,
    Image,
    Outcome,
    Price,
    Quality,
)
from testamur_web.catalogue.vocabulary import (
    AssessmentMethod,
    ComponentKind,
    Grading,
    IdentityCheck,
    Kind,
    Mode,
    OutcomeLevel,
    Pace,
    QualityKind,
    Stackability,
    Supervision,
)

__all__ = ["COMPARED"]

_ESCO: Final = "http://data.europa.eu/esco/skill/"

_SAID_WELL: Final = Definition(
    title="Surveys that answer a question",
    summary="Plan a survey, ask it, and say what the answers mean.",
    description="For people who decide by what others say. You work on a question of your own.",
    kind=Kind.SHORT_COURSE,
    language="en",
    outcomes=(
        Outcome(
            "use",
            OutcomeLevel.INTERMEDIATE,
            "data analytics",
            f"{_ESCO}97bd1c21-66b2-4b7e-ad0f-e3cda590e378",
            "ESCO",
        ),
        Outcome(
            "interpret",
            OutcomeLevel.ADVANCED,
            "statistics",
            f"{_ESCO}7ee4c2ea-b349-4bd2-81a3-ec31475d4833",
            "ESCO",
        ),
    ),
    components=(
        Component(ComponentKind.COURSE_WORK, "Four exercises", 30, 40),
        Component(ComponentKind.PROJECT, "A survey of your own", 24, 60),
    ),
    criteria=(
        Criterion("survey", "The survey is asked as it was planned."),
        Criterion("report", "The report says what the answers show and what they do not."),
    ),
    hours=54,
    ects=Decimal(2),
    eqf_level=5,
    assessment_method=(AssessmentMethod.PROJECT, AssessmentMethod.COURSEWORK),
    assessment_description="Two assessors mark the report by one list of criteria.",
    supervision=Supervision.SUPERVISED,
    identity_check=IdentityCheck.KNOWN,
    grades=Grades(Grading.PERCENT, (), "60"),
    quality_statement=Quality(
        QualityKind.INSTITUTIONAL, "The university is accredited.", "National Quality Agency"
    ),
    mode=Mode.BLENDED,
    place="Main campus, Northgate",
    pace=Pace.PART_TIME,
    price=Price(Decimal(240), "EUR"),
    prerequisites="None.",
    stackability=Stackability.STANDALONE,
    further_information="It begins each autumn.",
    image=Image(alt="A badge with a bar chart"),
)
_SAID_BADLY: Final = Definition(
    title="All about surveys",
    summary="Everything one needs to know about surveys today.",
    kind=Kind.BADGE,
    language="en",
    outcomes=(
        Outcome("understand", OutcomeLevel.EXPERT, "the basic concepts"),
        Outcome("use", OutcomeLevel.FOUNDATION, "surveys, methods and tools"),
    ),
    criteria=(Criterion("test", "The final test is passed."),),
    hours=3,
    ects=Decimal(5),
    assessment_method=(AssessmentMethod.ONLINE_TEST,),
    mode=Mode.ONLINE,
    image=Image(alt="A badge with a tick"),
)

COMPARED: Final = (("northgate", _SAID_WELL), ("meridian", _SAID_BADLY))
"""The slug of the issuer, and the definition."""
