"""Participants answer without a name; figures show from five on; low results open a review."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from testamur.errors import Conflict, Refused
from testamur_web.learning import services, surveys
from testamur_web.learning.models import (
    DefinitionReview,
    SurveyAnswer,
    SurveyCall,
    SurveyRemark,
    Wave,
)
from testamur_web.learning.reviews import count_due_reviews, open_reviews_in, reviews_in
from testamur_web.learning.services import Said, UseOf
from testamur_web.learning.services.reviews import TIME
from testamur_web.ops.models import OutboxRow, TrailEntry
from testamur_web.people.models import Role
from tests.web.conftest import NOW, join, organisation, person
from tests.web.learning.conftest import publish

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=15)
GOOD = {"certified": 5, "workload": 4, "used": 4, "helped": 5}
LOW = GOOD | {"workload": 1}


def call(version, wave=Wave.AFTER):
    until = NOW + services.OPEN_FOR
    return SurveyCall.objects.create(
        award=uuid4(), version=version, wave=wave, asked_at=NOW, expires_at=until
    )


def answer(version, ratings=GOOD, text="", wave=Wave.AFTER):
    services.answer_survey(call(version, wave), Said(ratings, text), at=LATER)


def answer_all(version, some):
    for ratings in some:
        answer(version, ratings)


def refused_with(code, call_, *args, **more):
    with pytest.raises((Refused, Conflict)) as refused:
        call_(*args, **more)
    assert refused.value.problem.code == code


# ------------------------------------------------------------------------------------- anonymity


def test_an_answer_holds_nothing_of_whoever_gave_it(version):
    told = {"id", "version", "wave", "is_counted"}
    answered = {one.name for one in SurveyAnswer._meta.get_fields()}
    assert answered == told | set(surveys.QUESTIONS)
    assert {one.name for one in SurveyRemark._meta.get_fields()} == told | {"text"}


def test_a_spent_right_says_neither_when_nor_what(version):
    asked = call(version)
    before = SurveyCall.objects.values().get()
    services.answer_survey(asked, Said(GOOD, "Good."), at=LATER)
    after = SurveyCall.objects.values().get()
    assert {name for name in after if after[name] != before[name]} == {"is_spent"}


def test_nothing_else_is_written_down(version):
    trail, outbox = TrailEntry.objects.count(), OutboxRow.objects.count()
    answer_all(version, [LOW] * 5)
    assert (TrailEntry.objects.count(), OutboxRow.objects.count()) == (trail, outbox)


def test_counting_writes_the_rows_anew_under_other_ids(version):
    answer_all(version, [GOOD] * 4)
    waiting = set(SurveyAnswer.objects.values_list("pk", flat=True))
    answer(version)
    counted = list(SurveyAnswer.objects.filter(is_counted=True).values_list("pk", flat=True))
    assert len(counted) == 5
    assert waiting.isdisjoint(counted)


def test_what_is_written_stands_apart_and_is_read_with_five(version):
    answer(version, text="The second week was too much.")
    assert surveys.remarks_of(version.achievement) == []
    answer_all(version, [GOOD] * 4)
    [remark] = surveys.remarks_of(version.achievement)
    assert remark.text == "The second week was too much."


# ---------------------------------------------------------------------------- five, and five more


@pytest.mark.parametrize(("given_", "shown"), [(4, 0), (5, 5), (9, 5), (10, 10)])
def test_figures_move_five_answers_at_a_time(version, given_, shown):
    answer_all(version, [GOOD] * given_)
    assert surveys.survey_of(version.achievement).answers == shown


def test_waves_and_versions_are_counted_apart(version):
    for _turn in range(4):
        answer(version)
        answer(version, wave=Wave.LATER)
    assert not surveys.survey_of(version.achievement).is_shown
    answer(version, wave=Wave.LATER)
    [(wave, survey)] = surveys.surveys_by_wave(version.achievement)
    assert (wave, survey.answers) == (Wave.LATER, 5)
    [(found, survey)] = surveys.surveys_by_version(version.achievement)
    assert (found, survey.answers) == (version, 5)


def test_a_question_that_few_could_answer_has_no_figures(version):
    answer_all(version, [GOOD] * 4 + [{"certified": 3}])
    certified, workload, *_ = surveys.survey_of(version.achievement).questions
    assert (certified.mean, certified.counts) == (Decimal("4.60"), (0, 0, 1, 0, 4))
    assert (workload.mean, workload.rated, workload.counts) == (None, None, ())


def test_others_have_nothing_of_it(version, college):
    answer_all(version, [GOOD] * 5)
    assert not surveys.survey_of(publish(college, "Baking").achievement).is_shown


class TestLawOfFive(TestCase):
    """Whatever is answered: each figure is of five people or more, and they come five at a time."""

    @settings(max_examples=15, deadline=None)
    @given(
        st.lists(
            st.dictionaries(
                st.sampled_from(list(surveys.QUESTIONS)), st.integers(1, 5), min_size=1
            ),
            max_size=12,
        )
    )
    def test_no_figure_is_of_fewer_than_five(self, every):
        version = publish(organisation(f"u{uuid4().hex[:8]}"))
        answer_all(version, every)
        survey = surveys.survey_of(version.achievement)
        assert survey.answers == len(every) // 5 * 5
        for one in survey.questions:
            assert one.mean is None or sum(one.counts) == one.rated >= 5


# -------------------------------------------------------------------------------------- answering


def test_one_right_is_one_answer(version):
    asked = call(version)
    services.answer_survey(asked, Said(GOOD), at=LATER)
    refused_with("survey.answered", services.answer_survey, asked, Said(GOOD), at=LATER)
    assert SurveyAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said({"certified": 0}), "survey.rating-refused"),
        (Said({"certified": 6}), "survey.rating-refused"),
        (Said({"taste": 3}), "survey.rating-refused"),
        (Said(), "survey.nothing-said"),
        (Said(text=" \x00\n"), "survey.nothing-said"),
        (Said(GOOD, "x" * 4001), "text.too-long"),
    ],
)
def test_an_answer_that_cannot_be_spends_nothing(version, said, code):
    asked = call(version)
    refused_with(code, services.answer_survey, asked, said, at=LATER)
    asked.refresh_from_db()
    assert not asked.is_spent


def test_a_right_ends(version):
    late = NOW + services.OPEN_FOR
    refused_with("survey.over", services.answer_survey, call(version), Said(GOOD), at=late)


def test_an_award_is_asked_once_a_wave(version):
    asked = call(version)
    asked.pk = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save(force_insert=True)


def test_the_link_is_kept_as_a_hash(version):
    asked = call(version)
    token = services.issue_token(asked, nonce="n")
    assert token == services.issue_token(asked, nonce="n")
    assert token not in str(SurveyCall.objects.values().get())
    assert surveys.find_call_by_token(token) == asked
    assert surveys.find_call_by_token("") is None


def test_only_an_open_right_is_offered(version):
    asked = call(version)
    assert surveys.open_call_of(asked.award, at=LATER) == asked
    assert surveys.open_call_of(asked.award, at=NOW + services.OPEN_FOR) is None
    services.answer_survey(asked, Said(GOOD), at=LATER)
    assert surveys.open_call_of(asked.award, at=LATER) is None


# ---------------------------------------------------------------------------------------- reviews


@pytest.fixture
def designer(university):
    somebody = person("desi")
    join(somebody, university, Role.DESIGNER)
    return somebody


@pytest.fixture
def review(version):
    answer_all(version, [LOW] * 5)
    return services.review_low_result(version.achievement, at=LATER)


def test_a_low_result_opens_one_review(review, version, university):
    assert review.facts["means"] == {"workload": "1.00"}
    assert review.due_on == (LATER + TIME).date()
    assert services.review_low_result(version.achievement, at=LATER) is None
    assert list(open_reviews_in(university)) == [review]
    assert count_due_reviews(university, on=review.due_on) == (1, 0)
    assert count_due_reviews(university, on=review.due_on + timedelta(days=1)) == (1, 1)


def test_three_is_not_low_and_four_answers_are_nothing(version):
    answer_all(version, [dict.fromkeys(GOOD, 1)] * 4)
    assert services.review_low_result(version.achievement, at=LATER) is None
    other = publish(version.achievement.organisation, "Statistics")
    answer_all(other, [dict.fromkeys(GOOD, 3)] * 5)
    assert services.review_low_result(other.achievement, at=LATER) is None


def test_whoever_made_it_owns_it_while_they_are_there(version, designer):
    version.achievement.created_by = designer
    version.achievement.save()
    answer_all(version, [LOW] * 5)
    assert services.review_low_result(version.achievement, at=LATER).owner == designer


def test_it_is_given_to_somebody_and_closed_with_what_was_done(review, designer, bashir):
    due = LATER.date() + timedelta(days=7)
    services.assign_review(review, owner=designer, due_on=due, by=bashir, at=LATER)
    services.close_review(review, done="We state 60 hours now.", by=designer, at=LATER)
    kept = reviews_in(review.achievement.organisation).get()
    assert (kept.owner, kept.due_on, kept.closed_by) == (designer, due, designer)
    assert kept.done == "We state 60 hours now."
    verbs = TrailEntry.objects.filter(verb__startswith="definition-review.").order_by("pk")
    assert {one.verb for one in verbs} == {
        "definition-review.open",
        "definition-review.assign",
        "definition-review.close",
    }
    refused_with(
        "definition-review.closed", services.close_review, review, done="x", by=bashir, at=LATER
    )


def test_what_cannot_be_done_with_a_review_is_refused(review, bashir, chen):
    due = LATER.date()
    give = services.assign_review
    refused_with(
        "definition-review.owner-refused", give, review, owner=chen, due_on=due, by=bashir, at=LATER
    )
    past = due - timedelta(days=1)
    refused_with(
        "definition-review.day-refused",
        give,
        review,
        owner=bashir,
        due_on=past,
        by=bashir,
        at=LATER,
    )
    refused_with(
        "definition-review.nothing-said", services.close_review, review, done=" ", by=bashir, at=NOW
    )
    long = "x" * 4001
    refused_with("text.too-long", services.close_review, review, done=long, by=bashir, at=NOW)


def test_a_closed_review_opens_again_only_with_more_answers(review, version, bashir):
    services.close_review(review, done="Nothing to change.", by=bashir, at=LATER)
    assert services.review_low_result(version.achievement, at=LATER) is None
    answer_all(version, [LOW] * 5)
    assert services.review_low_result(version.achievement, at=LATER).facts["answers"] == 10


@pytest.mark.parametrize(
    ("use", "reasons"),
    [
        (UseOf(settled=4, confirmed=0, long_held=4, lately=0, before=4), []),
        (UseOf(settled=11, confirmed=1, long_held=0, lately=0, before=0), ["little-use"]),
        (UseOf(settled=10, confirmed=1, long_held=0, lately=0, before=0), []),
        (UseOf(settled=10, confirmed=9, long_held=10, lately=0, before=3), ["fading-use"]),
        (UseOf(settled=10, confirmed=9, long_held=10, lately=0, before=0), []),
        (UseOf(settled=10, confirmed=9, long_held=10, lately=1, before=3), []),
    ],
)
def test_little_or_fading_use_opens_a_review(version, use, reasons):
    opened = services.review_use(version.achievement, use, at=LATER)
    assert [one.reason for one in opened] == reasons


def test_use_is_asked_about_again_after_half_a_year(version, bashir):
    use = UseOf(settled=10, confirmed=0, long_held=0, lately=0, before=0)
    [review] = services.review_use(version.achievement, use, at=LATER)
    services.close_review(review, done="Holders are in training.", by=bashir, at=LATER)
    assert services.review_use(version.achievement, use, at=LATER + timedelta(days=181)) == []
    services.review_use(version.achievement, use, at=LATER + timedelta(days=182))
    assert DefinitionReview.objects.filter(closed_at=None).count() == 1
