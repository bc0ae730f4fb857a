"""Work is marked by a rubric: once or twice, blind or not, moderated where two disagree."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from testamur.errors import Conflict, Refused
from testamur_web.learning import services
from testamur_web.learning.findings import FindingsRefused
from testamur_web.learning.judging import Judged, Judgement, Remark
from testamur_web.learning.marks import Turn, next_for, standing_of, turns_of
from testamur_web.learning.models import Decision, Enrolment, Mark
from testamur_web.learning.services import Ruling
from testamur_web.ops.models import OutboxRow, TrailEntry
from tests.web.conftest import NOW
from tests.web.learning.conftest import findings
from tests.web.learning.rubrics import GRID, judgement, marked_with, rubric_of

PASS = Ruling(passed=True)
AGAINST = Ruling(passed=False)


def mark(enrolment, by, **told) -> Mark:
    return services.give_mark(enrolment, judgement(**told), by=by, at=NOW)


def both(enrolment, one, other, **told) -> None:
    """Two marks: Good throughout, and what is told."""
    mark(enrolment, one)
    mark(enrolment, other, **told)


def test_one_mark_and_the_decision_in_one_step(once, handed_in, note, assessor):
    decision = services.mark_and_decide(
        handed_in, judgement(plan=3, talk=1), PASS, by=assessor, at=NOW, seen=[note.sha256]
    )
    assert decision.passed
    assert decision.total == Decimal("70.83")
    assert [(one["found"], one["level"], one["note"]) for one in decision.findings] == [
        ("met", "Excellent", "on plan"),
        ("met", "Good", "on report"),
        ("met", "Nearly", "on talk"),
    ]
    kept = decision.marks.get()
    assert (kept.assessor, kept.total) == (assessor, Decimal("70.83"))
    assert OutboxRow.objects.filter(kind="award.give").count() == 1


def test_the_award_is_refused_while_a_mandatory_criterion_is_unmet(once, handed_in, assessor):
    with pytest.raises(FindingsRefused) as refused:
        services.mark_and_decide(handed_in, judgement(report=1), PASS, by=assessor, at=NOW)
    assert [(one.code, one.pointer) for one in refused.value.problems] == [
        ("decision.criterion-unmet", "/findings/1")
    ]
    assert not Mark.objects.exists()
    assert not OutboxRow.objects.filter(kind="award.give").exists()


def test_a_mandatory_row_of_the_rubric_s_own_is_required_too(
    university, cohort, handed_in, bashir, assessor
):
    style = replace(GRID.rows[0], id="style", text="Writes well")
    grid = replace(GRID, rows=(*GRID.rows, style))
    marked_with(cohort, rubric_of(university, bashir, grid), bashir)
    told = judgement()
    told = replace(told, rows=(*told.rows, Judged("style", 0)))
    with pytest.raises(FindingsRefused) as refused:
        services.mark_and_decide(handed_in, told, PASS, by=assessor, at=NOW)
    assert refused.value.problem.pointer == "/findings/3"
    decision = services.mark_and_decide(handed_in, told, AGAINST, by=assessor, at=NOW)
    assert decision.findings[3]["text"] == "Writes well"


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (Judged("plan", 2), Judged("report", 2)),
        (Judged("plan", None), Judged("report", 2), Judged("talk", 2)),
        (Judged("plan", 4), Judged("report", 2), Judged("talk", 2)),
        (Judged("plan", -1), Judged("report", 2), Judged("talk", 2)),
        (Judged("plan", 2), Judged("report", 2), Judged("talk", 2), Judged("other", 2)),
    ],
)
def test_each_criterion_has_one_of_the_levels(once, handed_in, assessor, rows):
    with pytest.raises(FindingsRefused) as refused:
        services.give_mark(handed_in, Judgement(rows), by=assessor, at=NOW)
    assert {one.code for one in refused.value.problems} == {"mark.incomplete"}


def test_an_optional_criterion_may_not_apply(once, handed_in, assessor):
    assert mark(handed_in, assessor, talk=None).total == Decimal("50.00")


def test_comments_on_the_evidence_are_kept_with_its_digest(once, handed_in, note, assessor):
    told = judgement(remarks=(Remark(note.pk, " Whom? "),))
    kept = services.give_mark(handed_in, told, by=assessor, at=NOW)
    assert kept.remarks == [
        {
            "evidence": str(note.pk),
            "title": note.title,
            "sha256": note.sha256,
            "comment": "Whom?",
        }
    ]


def test_a_comment_on_what_was_not_handed_in_is_refused(once, handed_in, assessor):
    told = judgement(remarks=(Remark(uuid4(), "Whom?"),))
    with pytest.raises(Refused) as refused:
        services.give_mark(handed_in, told, by=assessor, at=NOW)
    assert refused.value.problem.code == "mark.evidence-unknown"


def test_what_is_marked_with_a_rubric_is_not_decided_by_findings(once, handed_in, assessor):
    for judge in (services.decide, services.decide_against):
        with pytest.raises(Conflict) as refused:
            judge(handed_in, by=assessor, findings=findings(), at=NOW)
        assert refused.value.problem.code == "decision.marks-missing"


def test_where_there_is_no_rubric_there_is_no_mark(cohort, handed_in, assessor):
    with pytest.raises(Conflict) as refused:
        mark(handed_in, assessor)
    assert refused.value.problem.code == "marking.no-rubric"


def test_nobody_marks_themselves(once, bashir):
    own = services.enrol(once, person=bashir, at=NOW)
    with pytest.raises(Refused) as refused:
        mark(own, bashir)
    assert refused.value.problem.code == "decision.own-enrolment"


def test_evidence_that_changed_meanwhile_is_looked_at_first(once, handed_in, assessor):
    with pytest.raises(Conflict) as refused:
        services.give_mark(handed_in, judgement(), by=assessor, at=NOW, seen=[])
    assert refused.value.problem.code == "decision.evidence-changed"


def test_an_assessor_marks_once_and_a_third_mark_is_not_taken(
    twice, handed_in, assessor, other, third
):
    mark(handed_in, assessor)
    with pytest.raises(Conflict) as refused:
        mark(handed_in, assessor)
    assert refused.value.problem.code == "mark.given-already"
    mark(handed_in, other)
    with pytest.raises(Conflict) as refused:
        mark(handed_in, third)
    assert refused.value.problem.code == "mark.complete"


def test_nothing_is_decided_before_both_marks_are_in(twice, handed_in, assessor):
    for _ in range(2):
        with pytest.raises(Conflict) as refused:
            services.decide_by_marks(handed_in, PASS, by=assessor, at=NOW)
        assert refused.value.problem.code == "mark.missing"
        if not Mark.objects.exists():
            mark(handed_in, assessor)


def test_two_that_agree_are_decided_by_the_lower_levels_and_the_mean(
    twice, handed_in, assessor, other
):
    both(handed_in, assessor, other, talk=0)
    decision = services.decide_by_marks(handed_in, PASS, by=other, at=NOW)
    assert [one["level"] for one in decision.findings] == ["Good", "Good", "Not yet"]
    assert decision.findings[2]["found"] == "not-met"
    assert decision.findings[0]["note"] == "on plan\non plan"
    assert decision.total == Decimal("45.83")  # 12/24 and 10/24
    assert decision.marks.count() == 2


@pytest.mark.parametrize(
    "told",
    [
        {"plan": 3, "report": 3},  # 22/24 against 12/24: 41.67 points apart
        {"report": 1},  # a mandatory one is met for one alone, 8.33 points apart
    ],
)
def test_two_that_disagree_wait_for_a_third(twice, handed_in, assessor, other, third, told):
    both(handed_in, assessor, other, **told)
    with pytest.raises(Conflict) as refused:
        services.decide_by_marks(handed_in, PASS, by=third, at=NOW)
    assert refused.value.problem.code == "mark.disagreement"
    for one in (assessor, other):
        with pytest.raises(Refused) as refused:
            services.moderate(handed_in, judgement(note="Mine"), by=one, at=NOW)
        assert refused.value.problem.code == "moderation.not-third"
    with pytest.raises(Refused) as refused:
        services.moderate(handed_in, judgement(note=" "), by=third, at=NOW)
    assert refused.value.problem.code == "moderation.reason-missing"
    services.moderate(handed_in, judgement(note="The appendix counts"), by=third, at=NOW)
    decision = services.decide_by_marks(handed_in, PASS, by=assessor, at=NOW)
    assert [one.kind for one in decision.marks.all()].count("agreed") == 1
    assert decision.marks.count() == 3
    assert decision.total == Decimal("50.00")


def test_what_does_not_disagree_is_not_moderated(twice, handed_in, assessor, other, third):
    both(handed_in, assessor, other)
    with pytest.raises(Conflict) as refused:
        services.moderate(handed_in, judgement(note="Why"), by=third, at=NOW)
    assert refused.value.problem.code == "moderation.not-needed"


def test_the_threshold_itself_is_no_disagreement(
    cohort, rubric, bashir, handed_in, assessor, other
):
    """Good in talk against Not yet: 8.33 points; a threshold of 9 takes it, one of 8 does not."""
    for threshold, turn in ((9, Turn.DECIDE), (8, Turn.MODERATE)):
        Mark.objects.all().delete()
        marked_with(cohort, rubric, bashir, has_second=True, threshold=threshold)
        both(handed_in, assessor, other, talk=0)
        assert standing_of(handed_in, viewer=bashir).turn == turn


def test_a_blind_mark_is_seen_by_nobody_else_until_both_are_in(
    twice, handed_in, assessor, other, bashir
):
    mark(handed_in, assessor)
    for viewer in (other, bashir):
        standing = standing_of(handed_in, viewer=viewer)
        assert (standing.given, standing.marks, standing.turn) == (1, (), Turn.MARK)
    assert len(standing_of(handed_in, viewer=assessor).marks) == 1
    assert standing_of(handed_in, viewer=assessor).turn == Turn.WAIT
    mark(handed_in, other)
    assert len(standing_of(handed_in, viewer=other).marks) == 2


def test_where_it_is_not_blind_the_first_is_seen(
    cohort, rubric, bashir, handed_in, assessor, other
):
    marked_with(cohort, rubric, bashir, has_second=True)
    mark(handed_in, assessor)
    assert len(standing_of(handed_in, viewer=other).marks) == 1


def test_the_trail_names_a_mark_and_not_what_it_says(twice, handed_in, assessor):
    kept = mark(handed_in, assessor)
    entry = TrailEntry.objects.get(verb="mark.give")
    assert entry.detail == {"name": "Ada", "cohort": "Spring 2026", "mark": str(kept.pk)}


def test_marks_count_for_what_was_handed_in_then(twice, handed_in, ada, assessor, other):
    mark(handed_in, assessor)
    services.take_back(handed_in, by=ada, at=NOW)
    services.hand_in(handed_in, by=ada, at=NOW + timedelta(hours=1))
    anew = Enrolment.objects.get(pk=handed_in.pk)
    assert standing_of(anew, viewer=assessor).given == 0
    assert mark(anew, assessor).pk
    mark(anew, other)
    decision = services.decide_by_marks(anew, AGAINST, by=other, at=NOW)
    assert decision.marks.count() == 2
    assert Mark.objects.count() == 3


def test_after_not_passed_it_is_marked_anew(twice, handed_in, assessor, other):
    both(handed_in, assessor, other)
    services.decide_by_marks(handed_in, AGAINST, by=other, at=NOW)
    again = Enrolment.objects.get(pk=handed_in.pk)
    assert standing_of(again, viewer=assessor).turn == Turn.MARK
    both(again, assessor, other)
    assert services.decide_by_marks(again, PASS, by=other, at=NOW).passed
    assert Decision.objects.count() == 2


def test_each_is_told_whose_turn_it_is(twice, handed_in, university, assessor, other, third):
    assert next_for(university, viewer=assessor) == [handed_in]
    mark(handed_in, assessor)
    assert next_for(university, viewer=assessor) == []
    assert next_for(university, viewer=other, after=handed_in) == [handed_in]
    mark(handed_in, other, plan=0)
    assert turns_of([handed_in], viewer=other) == {handed_in.pk: Turn.WAIT}
    assert turns_of([handed_in], viewer=third) == {handed_in.pk: Turn.MODERATE}


def test_without_a_rubric_everybody_else_decides(cohort, handed_in, assessor, ada):
    assert turns_of([handed_in], viewer=assessor) == {handed_in.pk: Turn.DECIDE}
    assert turns_of([handed_in], viewer=ada) == {handed_in.pk: Turn.WAIT}
    assert standing_of(handed_in, viewer=assessor) is None
