"""Several do the same at the same moment: one place, one decision, one award."""

from __future__ import annotations

import pytest
from django.utils import timezone

from testamur.errors import Conflict
from testamur_web.learning import partners, services
from testamur_web.learning.models import Attestation, Decision, Enrolment, Mark
from testamur_web.learning.roster import Listed
from testamur_web.learning.services import Terms
from testamur_web.ops.models import OutboxRow
from tests.web.conftest import NOW, person
from tests.web.learning.conftest import findings
from tests.web.learning.rubrics import judgement, marked_with, rubric_of

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 6


def told(call):
    """What a call returned, or the code of what it was refused with."""

    def tell():
        try:
            return call()
        except Conflict as error:
            return error.problem.code

    return tell


def test_the_last_place_is_given_once(version, bashir, together):
    cohort = services.open_cohort(version, name="x", terms=Terms(places=1), by=bashir, at=NOW)
    people = [person(f"learner-{number}") for number in range(AT_ONCE)]
    given = together(
        *(told(lambda one=one: services.enrol(cohort, person=one, at=NOW)) for one in people)
    )
    assert given.count("cohort.full") == AT_ONCE - 1
    assert Enrolment.objects.count() == 1


def test_one_person_enrols_once(cohort, ada, together):
    enrol = told(lambda: services.enrol(cohort, person=ada, at=NOW))
    given = together(*[enrol] * AT_ONCE)
    assert given.count("enrolment.exists") == AT_ONCE - 1
    assert Enrolment.objects.count() == 1


def test_a_list_that_two_send_enrols_each_once(cohort, bashir, together):
    rows = [Listed(f"Person {number}", number=str(number)) for number in range(20)]
    listings = together(*[lambda: services.enrol_listed(cohort, rows, by=bashir, at=NOW)] * 3)
    assert sum(len(one.enrolled) for one in listings) == 20
    assert sum(len(one.problems) for one in listings) == 40
    assert Enrolment.objects.count() == 20


def test_two_assessors_give_one_award(handed_in, assessor, bashir, together):
    decide = [
        told(lambda by=by: services.decide(handed_in, by=by, findings=findings(), at=NOW))
        for by in (assessor, bashir) * 3
    ]
    given = together(*decide)
    assert given.count("decision.passed-already") == AT_ONCE - 1
    assert Decision.objects.count() == 1
    assert OutboxRow.objects.filter(kind="award.give").count() == 1


def test_one_invitation_is_one_place(cohort, bashir, together):
    rows = [Listed("Ada", "ada@people.example")]
    (waiting,) = services.enrol_listed(cohort, rows, by=bashir, at=NOW).enrolled
    people = [person(f"learner-{number}") for number in range(AT_ONCE)]
    given = together(
        *(told(lambda one=one: services.accept(waiting, person=one, at=NOW)) for one in people)
    )
    assert given.count("enrolment.taken") == AT_ONCE - 1


def test_three_who_mark_at_once_give_two_marks(university, cohort, handed_in, bashir, together):
    rubric = rubric_of(university, bashir)
    marked_with(cohort, rubric, bashir, has_second=True, is_blind=True)
    assessors = [person(f"assessor-{number}") for number in range(3)]
    given = together(
        *(
            told(lambda by=by: services.give_mark(handed_in, judgement(), by=by, at=NOW))
            for by in assessors
        )
    )
    assert given.count("mark.complete") == 1
    assert Mark.objects.count() == 2


def test_a_supervisor_answers_once(together, link):
    token = link.strip("/").rpartition("/")[2]
    reply = services.Reply("criterion-plan", confirmed=True)
    at = timezone.now()
    answer = told(
        lambda: services.answer_request(
            token, [reply], signed_name="Maria Lang", is_stated=True, at=at
        )
    )
    given = together(*[answer] * AT_ONCE)
    assert given.count("attestation.answered") == AT_ONCE - 1
    assert Attestation.objects.count() == 1


def test_two_who_type_in_a_sheet_lose_nothing(cohort, college, bashir, chen, together):
    """Each typed all rows; where the two differ, the first stays and the other one is told."""
    days = services.Days(NOW.date(), NOW.date())
    made = services.let_partner_in(cohort, college, days=days, by=bashir, at=NOW)
    people = [Listed(f"Person {number}", number=str(number)) for number in range(1, 5)]
    services.enrol_group(made, people, by=chen, at=NOW)
    sheet = services.make_sheet(made, by=chen, at=NOW)
    seen = {row.row: partners.version_of(row) for row in sheet.rows.all()}
    typed = [findings(), findings(talk="not-met")]
    rows = [
        [
            services.Written(row, str(row), {one.criterion: one.found for one in said}, seen=was)
            for row, was in seen.items()
        ]
        for said in typed
    ]
    entered = together(
        *(
            told(lambda one=one: services.enter_sheet(made, sheet, one, by=chen, at=NOW))
            for one in (*rows, *rows)
        )
    )
    kept = [row.found for row in sheet.rows.all()]
    assert kept[0] in [one[0].found for one in rows]
    assert kept == [kept[0]] * 4
    codes = [one.problem.code for call in entered for one in call if one.problem]
    assert codes == ["sheet.row-overtaken"] * 8


def test_a_sheet_that_two_settle_is_decided_once(cohort, college, bashir, chen, assessor, together):
    days = services.Days(NOW.date(), NOW.date())
    made = services.let_partner_in(cohort, college, days=days, by=bashir, at=NOW)
    services.enrol_group(made, [Listed("Grace", number="1")], by=chen, at=NOW)
    sheet = services.make_sheet(made, by=chen, at=NOW)
    met = {one.criterion: one.found for one in findings()}
    services.enter_sheet(made, sheet, [services.Written(1, "1", met)], by=chen, at=NOW)
    settled = together(
        *[lambda by=by: services.settle_sheet(sheet, by=by, at=NOW) for by in (assessor, bashir)]
        * 2
    )
    assert sorted(map(len, settled)) == [0, 0, 0, 1]
    assert Decision.objects.count() == 1
