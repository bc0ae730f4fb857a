"""What changed between two versions is said field by field and word by word."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from testamur_web.catalogue.definition import Component, Criterion, Design, Image, Outcome, Price
from testamur_web.catalogue.diff import changes_between, is_correction
from tests.web.catalogue.conftest import WHOLE, but


def changes(after):
    return [(one.label, one.before, one.after) for one in changes_between(WHOLE, after)]


def test_the_same_has_no_changes():
    assert changes(WHOLE) == []


def test_a_changed_text_is_told_word_by_word():
    (change,) = changes_between(
        WHOLE, but(summary="For people who have questions and need answers.")
    )
    assert [(piece.kind, piece.words) for piece in change.pieces()] == [
        ("same", "For people who have"),
        ("out", "numbers"),
        ("in", "questions"),
        ("same", "and need answers."),
    ]
    assert is_correction([change])


def test_chosen_values_are_told_by_their_labels():
    assert changes(but(mode="onsite", place="Linz")) == [
        ("Form of participation", "Online", "On site"),
        ("Place", "", "Linz"),
    ]


def test_one_word_in_a_row_is_one_change():
    criteria = (
        replace(WHOLE.criteria[0], text="Hands in nine of ten exercises"),
        *WHOLE.criteria[1:],
    )
    assert changes(but(criteria=criteria)) == [
        ("Criterion 1: text", "Hands in eight of ten exercises", "Hands in nine of ten exercises")
    ]


def test_rows_that_come_and_go_are_told_whole():
    told = changes(
        but(
            criteria=(Criterion("new", "Writes a report"), *WHOLE.criteria[:2]),
            components=WHOLE.components[:1],
            outcomes=(WHOLE.outcomes[0], Outcome("lead", "expert", "a survey")),
        )
    )
    assert ("Criterion 1", "", "Writes a report · yes") in told
    assert ("Criterion", "Presents it to the group · no", "") in told
    assert ("Part", "Project or simulation · Survey of your own · 20 · 60", "") in told
    assert ("Outcome 2", "", "lead · Expert · a survey") in told


def test_parts_within_parts_are_named():
    told = changes(but(image=Image(alt="A chart", design=Design("hexagon", "teal", "chart", ""))))
    assert ("Image: alternative text", "A chart on a teal shield", "A chart") in told
    assert ("Image: design: shape", "shield", "hexagon") in told


def test_numbers_are_no_wording():
    for after in (
        but(price=Price(Decimal(300), "EUR")),
        but(components=(Component("course-work", "Weekly exercises", 31, 40), WHOLE.components[1])),
        but(outcomes=WHOLE.outcomes[:1]),
        but(place="Linz"),
        but(criteria=tuple(replace(one, is_mandatory=True) for one in WHOLE.criteria)),
    ):
        assert not is_correction(changes_between(WHOLE, after))


def test_a_typed_word_is_not_taken_for_a_choice():
    part = replace(WHOLE.components[0], title="exam")
    assert ("Part 1", "", "Course work · exam · 30 · 40") in changes(
        but(components=(part, WHOLE.components[1]))
    )
