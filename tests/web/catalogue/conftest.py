"""Definitions as people write them: one that is whole, and what an editor does with it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from testamur_web.catalogue import services
from testamur_web.catalogue.definition import (
    Component,
    Criterion,
    Definition,
    Design,
    Grades,
    Image,
    Outcome,
    Price,
    Quality,
)
from tests.web.conftest import NOW

WHOLE = Definition(
    title="Data analysis with Python",
    summary="For people who have numbers and need answers.",
    description="Eight weeks beside work.",
    kind="short-course",
    language="en",
    tags=("python", "data"),
    outcomes=(
        Outcome(
            "analyse",
            "advanced",
            "survey data",
            "http://data.europa.eu/esco/skill/97bd1c21-66b2-4b7e-ad0f-e3cda590e378",
            "ESCO",
        ),
        Outcome("present", "intermediate", "findings to non-experts"),
    ),
    components=(
        Component("course-work", "Weekly exercises", 30, 40),
        Component("project", "Survey of your own", 20, 60),
    ),
    criteria=(
        Criterion("exercises", "Hands in eight of ten exercises"),
        Criterion("project", "The project answers a question with data"),
        Criterion("talk", "Presents it to the group", is_mandatory=False),
    ),
    hours=50,
    ects=Decimal(2),
    eqf_level=5,
    assessment_method=("coursework", "project"),
    supervision="unsupervised",
    identity_check="account",
    grades=Grades("percent", (), "60"),
    quality_statement=Quality("internalAssurance", "Reviewed each year", "Example University"),
    mode="online",
    pace="part-time",
    price=Price(Decimal(250), "EUR"),
    prerequisites="Can write a loop in any language",
    valid_months=36,
    stackability="standalone",
    image=Image(alt="A chart on a teal shield", design=Design("shield", "teal", "chart", "")),
)


@pytest.fixture
def whole() -> Definition:
    return WHOLE


@pytest.fixture
def draft(university, bashir):
    """An achievement of the university with a whole draft that was never published."""
    achievement = services.create_achievement(
        university, title="Data analysis with Python", by=bashir, at=NOW
    )
    services.save_draft(achievement, WHOLE, by=bashir, at=NOW)
    return achievement


@pytest.fixture
def offered(draft, bashir):
    """The same, published once."""
    services.publish(draft, by=bashir, at=NOW)
    return draft


def but(definition: Definition = WHOLE, **changes) -> Definition:
    return replace(definition, **changes)
