from __future__ import annotations

import pytest

from testamur.errors import Conflict, Refused
from testamur_web.catalogue.definition import Grades
from testamur_web.learning import services
from testamur_web.learning.findings import Finding, FindingsRefused, Found, check_grade
from testamur_web.learning.models import Decision, Enrolment
from testamur_web.ops.models import OutboxRow
from tests.web.conftest import NOW
from tests.web.learning.conftest import findings, publish


def decide(enrolment, by, *, found=None, **more) -> Decision:
    return services.decide(enrolment, by=by, findings=found or findings(), at=NOW, **more)


def test_passing_leaves_the_award_to_be_given(handed_in, assessor):
    decision = decide(handed_in, assessor, grade="1.3", note="Well done")
    assert (decision.passed, decision.grade, decision.note) == (True, "1.3", "Well done")
    assert Enrolment.objects.get(pk=handed_in.pk).state == "passed"
    row = OutboxRow.objects.get(kind="award.give")
    assert row.payload == {"decision": str(decision.pk)}
    assert row.key == f"award.give:{handed_in.pk}"


def test_the_record_keeps_the_words_and_the_digests(handed_in, note, assessor):
    decision = decide(handed_in, assessor)
    assert decision.findings[0] == {
        "criterion": "plan",
        "text": "Plans a survey",
        "is_mandatory": True,
        "found": "met",
        "note": "about plan",
    }
    assert [one["sha256"] for one in decision.evidence_digests] == [note.sha256]


@pytest.mark.parametrize("found", ["not-met", "not-applicable"])
def test_the_award_is_refused_while_a_mandatory_criterion_is_unmet(handed_in, assessor, found):
    with pytest.raises(FindingsRefused) as refused:
        decide(handed_in, assessor, found=findings(plan=found, report=found))
    assert [(one.code, one.pointer) for one in refused.value.problems] == [
        ("decision.criterion-unmet", "/findings/0"),
        ("decision.criterion-unmet", "/findings/1"),
    ]
    assert "Plans a survey" in refused.value.problems[0].detail
    assert not Decision.objects.exists()
    assert not OutboxRow.objects.filter(kind="award.give").exists()


def test_an_optional_criterion_may_be_unmet(handed_in, assessor):
    assert decide(handed_in, assessor, found=findings(talk="not-met")).passed


def test_every_criterion_needs_a_finding(handed_in, assessor):
    with pytest.raises(FindingsRefused) as refused:
        decide(handed_in, assessor, found=findings()[:2])
    assert refused.value.problems[0].code == "decision.finding-missing"
    assert refused.value.problems[0].pointer == "/findings/2"


def test_a_finding_about_nothing_is_refused(handed_in, assessor):
    with pytest.raises(FindingsRefused) as refused:
        decide(handed_in, assessor, found=[*findings(), Finding("other", Found.MET)])
    assert refused.value.problem.code == "decision.finding-unknown"


def test_nobody_decides_about_themselves(cohort, bashir):
    own = services.enrol(cohort, person=bashir, at=NOW)
    for judge in (services.decide, services.decide_against):
        with pytest.raises(Refused) as refused:
            judge(own, by=bashir, findings=findings(), at=NOW)
        assert refused.value.problem.code == "decision.own-enrolment"


def test_deciding_again_about_who_passed_is_a_conflict(handed_in, assessor):
    decide(handed_in, assessor)
    for judge in (services.decide, services.decide_against):
        with pytest.raises(Conflict) as refused:
            judge(handed_in, by=assessor, findings=findings(), at=NOW)
        assert refused.value.problem.code == "decision.passed-already"
    assert Decision.objects.count() == 1
    assert OutboxRow.objects.filter(kind="award.give").count() == 1


def test_not_passed_may_be_decided_anew(handed_in, assessor):
    services.decide_against(
        handed_in, by=assessor, findings=findings(plan="not-met"), note="Plan it", at=NOW
    )
    assert Enrolment.objects.get(pk=handed_in.pk).state == "not-passed"
    assert decide(handed_in, assessor).passed
    assert Decision.objects.count() == 2


def test_evidence_that_changed_meanwhile_is_looked_at_first(handed_in, note, assessor):
    with pytest.raises(Conflict) as refused:
        decide(handed_in, assessor, seen=[])
    assert refused.value.problem.code == "decision.evidence-changed"
    assert decide(handed_in, assessor, seen=[note.sha256]).passed


def test_nobody_decides_about_who_left(handed_in, assessor, ada):
    services.withdraw(handed_in, by=ada, at=NOW)
    with pytest.raises(Conflict) as refused:
        decide(handed_in, assessor)
    assert refused.value.problem.code == "enrolment.withdrawn"


SCALE = Grades(kind="scale", values=("fail", "pass", "merit"), passing="pass")
PERCENT = Grades(kind="percent", passing="50")


@pytest.mark.parametrize(
    ("grades", "grade", "kept"),
    [
        (SCALE, " merit ", "merit"),
        (SCALE, "", ""),
        (PERCENT, "50", "50"),
        (PERCENT, "87,5 %", "87.5"),
        (None, "1.3", "1.3"),
    ],
)
def test_a_grade_is_one_of_those_there_are(grades, grade, kept):
    assert check_grade(grades, grade) == kept


@pytest.mark.parametrize(
    ("grades", "grade", "code"),
    [
        (SCALE, "splendid", "decision.grade-unknown"),
        (SCALE, "fail", "decision.grade-too-low"),
        (PERCENT, "49.9", "decision.grade-too-low"),
        (PERCENT, "101", "decision.grade-unknown"),
        (PERCENT, "-1", "decision.grade-unknown"),
        (PERCENT, "NaN", "decision.grade-unknown"),
        (PERCENT, "1e999999", "decision.grade-unknown"),
        (PERCENT, "good", "decision.grade-unknown"),
    ],
)
def test_a_grade_that_is_none_or_does_not_pass_is_refused(grades, grade, code):
    with pytest.raises(Refused) as refused:
        check_grade(grades, grade)
    assert refused.value.problem.code == code
    assert refused.value.problem.pointer == "/grade"


def test_no_award_with_a_grade_that_does_not_pass(university, bashir, assessor, ada):
    version = publish(university, "Graded", grades=SCALE)
    cohort = services.open_cohort(version, name="Spring", by=bashir, at=NOW)
    enrolment = services.enrol(cohort, person=ada, at=NOW)
    with pytest.raises(Refused) as refused:
        decide(enrolment, assessor, grade="fail")
    assert refused.value.problem.code == "decision.grade-too-low"
    assert decide(enrolment, assessor, grade="merit").grade == "merit"
