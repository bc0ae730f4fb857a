"""Version 1 of the method by which a definition is scored: what counts, how much, and the tables.

The points of all elements are 100 together. What stands here never changes under the same
`VERSION`: another table is another version, and a score says which it was made by. Where the tables
come from is told in docs/reference/quality-score.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = [
    "ELEMENTS",
    "HIGHEST_SHOWN",
    "HOURS_PER_ECTS",
    "HOURS_PER_OUTCOME",
    "LONGEST_SENTENCE",
    "VERSION",
    "Measured",
    "Part",
    "Shows",
]

VERSION: Final = "1"


class Part(StrEnum):
    """What a score is made of."""

    STANDARD = "European standard elements"
    CLARITY = "outcome clarity"
    ASSESSMENT = "assessment fit"
    WORKLOAD = "workload realism"
    SKILLS = "skill alignment"
    ACCESS = "accessibility and language"


class Measured(NamedTuple):
    """One element of the score: a stable name, what it is part of, its title, its most points."""

    name: str
    part: Part
    title: str
    most: int


ELEMENTS: Final = (
    Measured("title", Part.STANDARD, "Title", 2),
    Measured("learning-outcomes", Part.STANDARD, "Learning outcomes", 5),
    Measured("workload", Part.STANDARD, "Notional workload", 4),
    Measured("level", Part.STANDARD, "Level", 4),
    Measured("assessment", Part.STANDARD, "Type of assessment", 4),
    Measured("participation", Part.STANDARD, "Form of participation", 4),
    Measured("quality-assurance", Part.STANDARD, "Type of quality assurance", 4),
    Measured("prerequisites", Part.STANDARD, "Prerequisites", 2),
    Measured("supervision", Part.STANDARD, "Supervision and identity check", 2),
    Measured("stackability", Part.STANDARD, "Stackability", 2),
    Measured("further-information", Part.STANDARD, "Further information", 2),
    Measured("outcome-verbs", Part.CLARITY, "Verbs that can be watched", 8),
    Measured("outcome-skills", Part.CLARITY, "Skills that are named", 6),
    Measured("outcome-levels", Part.CLARITY, "Level of each outcome", 6),
    Measured("assessment-methods", Part.ASSESSMENT, "Methods able to show the outcomes", 10),
    Measured("assessment-told", Part.ASSESSMENT, "Assessment in words", 2),
    Measured("criteria-told", Part.ASSESSMENT, "Criteria in words", 3),
    Measured("hours-and-credits", Part.WORKLOAD, "Hours against ECTS credits", 4),
    Measured("hours-and-outcomes", Part.WORKLOAD, "Hours against the outcomes", 6),
    Measured("skill-alignment", Part.SKILLS, "Outcomes found in a framework", 10),
    Measured("language", Part.ACCESS, "Language", 2),
    Measured("picture", Part.ACCESS, "Picture and what it shows", 3),
    Measured("plain-description", Part.ACCESS, "Plain description", 2),
    Measured("plain-criteria", Part.ACCESS, "Plain criteria", 1),
    Measured("plain-outcomes", Part.ACCESS, "Plain outcomes", 2),
)
"""Every element, in the order in which a score tells them."""


class Shows(NamedTuple):
    """The highest level (EQF, 1 to 8) that a method of assessment is able to show, and why."""

    level: int
    because: str


HIGHEST_SHOWN: Final[Mapping[str, Shows]] = MappingProxyType(
    {
        "workplaceObservation": Shows(8, "real work is seen being done"),
        "project": Shows(8, "something whole is made, chosen and defended"),
        "portfolio": Shows(8, "work of many kinds and times is laid open"),
        "priorLearning": Shows(8, "work that was done is judged against each outcome"),
        "oralExam": Shows(8, "reasons can be asked for until they end"),
        "simulation": Shows(7, "work is seen being done where nothing is at stake"),
        "practicalAssessment": Shows(7, "a task that was set is seen being done"),
        "presentation": Shows(6, "work is explained, and answers are given"),
        "writtenExam": Shows(6, "reasons are written down, with little time to make anything"),
        "coursework": Shows(6, "tasks of some length are handed in"),
        "continuousAssessment": Shows(5, "small tasks are seen over some time"),
        "peerAssessment": Shows(4, "whoever judges is learning too"),
        "onlineTest": Shows(3, "answers are chosen, and nothing is made"),
    }
)
"""An outcome that states no level is shown only by a method able to show level 8."""

HOURS_PER_ECTS: Final = (25, 30)
"""The hours of one ECTS credit: ECTS Users' Guide 2015, section 2."""

HOURS_PER_OUTCOME: Final[Mapping[int, tuple[int, int]]] = MappingProxyType(
    {
        1: (1, 40),
        2: (1, 60),
        3: (2, 80),
        4: (3, 100),
        5: (5, 150),
        6: (8, 200),
        7: (12, 300),
        8: (20, 600),
    }
)
"""The least and the most hours to be believed for one outcome of a level.

Of an outcome that states no level, the narrowest of all is believed: 20 to 40.
"""

LONGEST_SENTENCE: Final = 25
"""The most words of a plain sentence."""
