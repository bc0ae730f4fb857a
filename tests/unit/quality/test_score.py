"""The score of a definition: each part by cases, and the tables of the manual to the digit."""

from __future__ import annotations

import copy
import json
import re

import pytest

from testamur.credentials.eu_elements import ASSESSMENT_TYPES
from testamur.errors import Refused
from testamur.quality.method import (
    ELEMENTS,
    HIGHEST_SHOWN,
    HOURS_PER_OUTCOME,
    LONGEST_SENTENCE,
    VERSION,
)
from testamur.quality.score import score
from tests.shared_data import PROJECT

EXAMPLE = json.loads((PROJECT / "examples" / "achievement.json").read_text(encoding="utf-8"))
MANUAL = (PROJECT / "docs" / "reference" / "quality-score.md").read_text(encoding="utf-8")


def but(**elements):
    """The example with other standard elements; None takes one out."""
    changed = copy.deepcopy(EXAMPLE)
    changed["standardElements"].update(elements)
    return changed


def outcome(sentence: str, level: int | None = None) -> dict:
    return {"name": sentence} | ({"eqfLevel": level} if level else {})


def given(name: str, document: dict):
    return next(one for one in score(document).elements if one.measured.name == name)


def points(name: str, document: dict) -> int:
    return given(name, document).points


# ----------------------------------------------------------------------------- worked example


def rows(title: str) -> list[list[str]]:
    """The rows of the table under a heading of the manual."""
    part = MANUAL.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_the_worked_example_is_true_to_the_digit():
    told = [[one.measured.name, f"{one.points} of {one.measured.most}", one.reason]
            for one in score(EXAMPLE).elements]  # fmt: skip
    assert rows("A worked example") == told
    assert f"**{score(EXAMPLE).points} of 100**" in MANUAL


def test_the_manual_tells_every_element_and_its_points():
    assert [[row[0], row[1], row[2]] for row in rows("Elements")] == [
        [one.name, one.part.value, str(one.most)] for one in ELEMENTS
    ]


def test_the_manual_tells_every_method_and_why():
    told = [[row[0].strip("`"), row[1], row[2]] for row in rows("What a method can show")]
    assert told == [[name, str(one.level), one.because] for name, one in HIGHEST_SHOWN.items()]
    assert set(HIGHEST_SHOWN) == set(ASSESSMENT_TYPES)


def test_the_manual_tells_the_bounds_of_hours():
    assert rows("Hours for an outcome") == [
        [str(level), str(least), str(most)] for level, (least, most) in HOURS_PER_OUTCOME.items()
    ]


def test_the_manual_is_of_this_version():
    assert f"method, version {VERSION}" in MANUAL
    assert re.search(rf"\b{LONGEST_SENTENCE} words\b", MANUAL)


# ------------------------------------------------------------------------------------- outcomes


@pytest.mark.parametrize(
    ("sentence", "marks"),
    [
        ("Analyse survey data", 8),
        ("Analyses survey data", 8),
        ("The learner will be able to analyse survey data", 8),
        ("Carries out surveys", 8),
        ("Planning surveys", 8),
        ("Frobnicate survey data", 4),
        ("Understands survey data", 0),
        ("Is aware of survey data", 0),
        ("Be familiar with surveys", 0),
    ],
)
def test_a_verb_is_worth_what_can_be_watched(sentence, marks):
    assert points("outcome-verbs", but(learningOutcome=[outcome(sentence)])) == marks


def test_a_vague_verb_is_told_with_better_ones():
    told = given("outcome-verbs", but(learningOutcome=[outcome("Know Python")]))
    assert told.raised_by == (
        "Begin “Know Python” with a verb that can be watched, such as name, describe, use."
    )


@pytest.mark.parametrize(
    ("sentence", "marks"),
    [
        ("Analyse survey data", 6),
        ("Analyse surveys, interviews and audits", 3),
        ("Analyse survey data etc", 3),
        ("Analyse the basic concepts", 0),
        ("Analyse", 0),
    ],
)
def test_a_skill_is_worth_what_it_names(sentence, marks):
    assert points("outcome-skills", but(learningOutcome=[outcome(sentence)])) == marks


def test_words_are_judged_in_english_only():
    german = but(learningOutcome=[outcome("Know things")]) | {"inLanguage": "de"}
    assert points("outcome-verbs", german) == 8
    assert "English only" in given("outcome-verbs", german).reason


def test_the_level_of_the_whole_counts_half_for_an_outcome_without():
    whole = but(learningOutcome=[outcome("Write Python")])
    assert points("outcome-levels", whole) == 3
    assert points("outcome-levels", but(learningOutcome=[outcome("Write Python", 4)])) == 6
    del whole["alignment"], whole["standardElements"]["eqfLevel"]
    assert points("outcome-levels", whole) == 0


# ------------------------------------------------------------------------ assessment and hours


@pytest.mark.parametrize(
    ("methods", "level", "marks"),
    [
        (["onlineTest"], 3, 10),
        (["onlineTest"], 4, 0),
        (["onlineTest", "project"], 8, 10),
        (["writtenExam"], 6, 10),
        (["writtenExam"], 7, 0),
        (["project"], None, 10),
        (["writtenExam"], None, 0),
        ([], 1, 0),
        (["guessing"], 1, 0),
    ],
)
def test_a_method_shows_outcomes_up_to_its_level(methods, level, marks):
    document = but(learningOutcome=[outcome("Write Python", level)], assessmentType=methods)
    assert points("assessment-methods", document) == marks


def test_a_method_that_would_show_the_outcome_is_named():
    document = but(learningOutcome=[outcome("Write Python", 8)], assessmentType=["onlineTest"])
    assert "workplace observation" in given("assessment-methods", document).raised_by


@pytest.mark.parametrize(
    ("hours", "ects", "marks"),
    [(75, 3, 4), (90, 3, 4), (74, 3, 0), (91, 3, 0), (62.5, 2.5, 4), (90, None, 0), (None, 3, 0)],
)
def test_hours_are_25_to_30_for_a_credit(hours, ects, marks):
    assert points("hours-and-credits", but(workloadHours=hours, ectsCredits=ects)) == marks


@pytest.mark.parametrize(
    ("hours", "marks"), [(4, 0), (5, 3), (10, 6), (300, 6), (301, 3), (600, 3), (601, 0), (0, 0)]
)
def test_hours_are_believed_within_bounds(hours, marks):
    two = [outcome("Write Python", 5), outcome("Test Python", 5)]
    document = but(learningOutcome=two, workloadHours=hours, ectsCredits=None)
    assert points("hours-and-outcomes", document) == marks


def test_credits_alone_are_hours_too():
    document = but(learningOutcome=[outcome("Write Python", 5)], workloadHours=None, ectsCredits=5)
    assert points("hours-and-outcomes", document) == 6
    assert "; 125 are stated, by the credits." in given("hours-and-outcomes", document).reason


# ------------------------------------------------------------------------- skills, words, picture


def test_skills_of_the_whole_count_little_where_outcomes_name_none():
    document = but(learningOutcome=[outcome("Write Python", 5)])
    assert points("skill-alignment", document) == 0
    document["alignment"] = [{"targetUrl": "https://skills.example/python"}]
    assert points("skill-alignment", document) == 2


@pytest.mark.parametrize(
    ("long", "short", "marks"), [(0, 1, 2), (1, 3, 1), (1, 2, 0), (1, 0, 0), (0, 0, 0)]
)
def test_a_plain_text_has_short_sentences(long, short, marks):
    text = f"{'word ' * 26}. " * long + "A few words. " * short
    assert points("plain-description", EXAMPLE | {"description": text}) == marks


def test_a_picture_counts_in_full_when_it_is_told_what_it_shows():
    assert points("picture", EXAMPLE) == 1
    told = EXAMPLE["image"] | {"caption": "A chart"}
    assert points("picture", EXAMPLE | {"image": told}) == 3
    assert points("picture", EXAMPLE | {"image": None}) == 0


# ------------------------------------------------------------------------------- what is scored


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"type": ["Profile"], "name": "Uni"},
        {"credentialSubject": {"id": "did:example:ada"}},
        {"credentialSubject": [{"achievement": {"name": "a"}}, {"achievement": {"name": "b"}}]},
        {"credentialSubject": {"achievement": ["https://uni.example/a"]}},
    ],
)
def test_what_awards_no_one_achievement_is_refused(document):
    with pytest.raises(Refused) as caught:
        score(document)
    assert caught.value.problem.code == "quality.no-achievement"


def test_an_achievement_of_nothing_has_no_points():
    assert score({"type": "Achievement"}).points == 0
