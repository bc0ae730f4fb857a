"""A rubric for the criteria of this folder's version, and judgements by it."""

from __future__ import annotations

from testamur_web.learning import services
from testamur_web.learning.judging import Judged, Judgement
from testamur_web.learning.rubrics import Grid, Level, Row
from tests.web.conftest import NOW

LEVELS = (Level("Not yet", 0), Level("Nearly", 1), Level("Good", 2), Level("Excellent", 4))
WORDS = ("nothing of it", "some of it", "most of it", "all of it")
GRID = Grid(
    LEVELS,
    (
        Row("plan", "Plans a survey", 3, is_mandatory=True, met_from=2, descriptors=WORDS),
        Row("report", "Reports the results", 2, is_mandatory=True, met_from=2, descriptors=WORDS),
        Row("talk", "Presents them", 1, is_mandatory=False, met_from=1, descriptors=WORDS),
    ),
)


def judgement(plan=2, report=2, talk=2, **more) -> Judgement:
    """Good in everything, but for what is named."""
    named = {"plan": plan, "report": report, "talk": talk}
    return Judgement(tuple(Judged(row, at, f"on {row}") for row, at in named.items()), **more)


def rubric_of(organisation, by, grid=GRID):
    return services.write_rubric(organisation, grid, title="Surveys", by=by, at=NOW)


def marked_with(cohort, rubric, by, **terms):
    """The cohort, marked with a rubric from now on."""
    services.set_marking(cohort, rubric, services.MarkingTerms(**terms), by=by, at=NOW)
    return cohort
