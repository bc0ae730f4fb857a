"""Ada sees how far she is toward a degree, follows it, and makes what is open her goal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from testamur.errors import Refused
from testamur_web.awards.services import revoke
from testamur_web.plans import mappings, studying
from testamur_web.plans.mapped import qualifications_counting
from testamur_web.plans.mappings import Elsewhere, MappingTerms
from testamur_web.plans.models import Qualification
from testamur_web.plans.progress import (
    followers_as_csv,
    followers_on,
    learner_progress,
    open_to,
)
from testamur_web.plans.qualifications import unpublish_qualification
from testamur_web.wallet.models import Item
from testamur_web.wallet.services import put_in_wallet
from tests.web.conftest import NOW
from tests.web.plans.degrees import SKILLS, a_degree, certifies, mapped, unit_of
from tests.web.wallet.conftest import credential_text, publish, sign_award

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def python(university):
    return certifies(publish(university))


@pytest.fixture
def degree(university, bashir, python) -> Qualification:
    made = a_degree(university, bashir)
    mapped(made, python, bashir, note="Checked by the board", level=5)
    return made


@pytest.fixture
def held(ada, python):
    award = sign_award(python, person=ada)
    put_in_wallet(award, person=ada, at=NOW)
    return award


def standing(ada, degree):
    return learner_progress(ada, degree, at=NOW)


def test_what_is_held_and_mapped_counts(ada, degree, held):
    found = standing(ada, degree)
    assert (found.progress.earned, found.progress.open) == (4, 12)
    [part] = found.units[0].counted
    assert (part.held.title, part.credits) == ("Python basics", 4)
    assert found.bar == (25, 0)


def test_what_is_missing_says_what_counts(ada, degree, python):
    first, second, _third = standing(ada, degree).units
    assert [(one.credits, version) for one, version in first.offers] == [(4, python)]
    assert not second.offers
    assert first.may_apply


def test_what_was_revoked_counts_no_more(ada, degree, held, bashir):
    revoke([held], reason="It was a mistake", by=bashir, at=NOW)
    assert standing(ada, degree).progress.earned == 0


def test_what_was_recognised_when_it_was_awarded_goes_on_to_count(ada, degree, held, bashir):
    mapping = unit_of(degree).mappings.get()
    mappings.replace_mapping(
        mapping, MappingTerms(1, begins_on=TODAY + DAY), by=bashir, at=NOW + DAY
    )
    assert standing(ada, degree).progress.earned == 4


def test_what_others_issued_counts_by_its_address(ada, degree, bashir):
    Item.objects.create(
        holder=ada,
        credential=credential_text("8d0f7a52-92f1-4a04-a5c9-0c3ffb8d4a10"),
        title="Python basics",
        issuer_name="Example University",
        awarded_at=NOW,
    )
    assert standing(ada, degree).progress.earned == 0
    named = Elsewhere("https://uni.example/a/py", "Python basics")
    mappings.map_achievement(unit_of(degree, "AS-2"), named, MappingTerms(3), by=bashir, at=NOW)
    assert standing(ada, degree).progress.earned == 3


def test_who_does_not_follow_is_not_seen(ada, dara, degree, held):
    assert list(followers_on(degree, 1, at=NOW)) == []
    studying.follow(degree, person=ada, at=NOW)
    studying.follow(degree, person=ada, at=NOW)
    [one] = followers_on(degree, 1, at=NOW)
    assert (one.following.person, one.progress.earned, one.percent) == (ada, 4, 25)
    assert one.open_codes == ["AS-1", "AS-2", "AS-3"]
    studying.leave(degree, person=ada, at=NOW)
    assert list(followers_on(degree, 1, at=NOW)) == []


def test_the_table_of_followers_holds_no_formula(ada, degree, held):
    ada.name = "=HYPERLINK(1)"
    ada.save()
    studying.follow(degree, person=ada, at=NOW)
    _head, line = followers_as_csv(degree, at=NOW).splitlines()
    assert line == "'=HYPERLINK(1),2026-05-01,4.00,0,12.00,AS-1 AS-2 AS-3"


def test_what_is_published_no_more_is_open_to_who_follows_it(ada, dara, degree, bashir):
    studying.follow(degree, person=ada, at=NOW)
    unpublish_qualification(degree, by=bashir, at=NOW)
    assert list(open_to(ada)) == [degree]
    assert list(open_to(dara)) == []


def test_what_is_open_becomes_a_goal(ada, degree, python, university, bashir):
    other = certifies(publish(university, "Surveys"), skill=1, level=None)
    certifies(other, level=6)
    mapped(degree, other, bashir, code="AS-2", amount=2)
    mapped(degree, certifies(publish(university, "Aid"), skill=1), bashir, code="AS-3")
    goal = studying.aim_at(degree, person=ada, at=NOW)
    assert goal.label == degree.title
    needs = {need["skill"]: need for need in goal.content["needs"]}
    assert needs[SKILLS[0]]["level"] == 6, "the highest that is stated"
    assert needs[SKILLS[0]]["importance"] == 1, "of the largest unit"
    assert needs[SKILLS[1]]["importance"] == pytest.approx(4 / 6), "electives are not asked for"
    assert "level" not in needs[SKILLS[1]]


def test_a_unit_that_is_reached_is_no_goal(ada, degree, python, bashir, held):
    mapped(degree, python, bashir, code="AS-2", amount=4)
    mappings.replace_mapping(
        unit_of(degree).mappings.get(), MappingTerms(6, begins_on=TODAY), by=bashir, at=NOW
    )
    assert standing(ada, degree).units[0].told.open == 0
    with pytest.raises(Refused) as caught:
        studying.aim_at(degree, person=ada, at=NOW)
    assert caught.value.problem.code == "qualification.no-skills"


def test_an_achievement_says_where_it_counts(degree, python, bashir):
    [mapping] = qualifications_counting(python, at=NOW)
    assert mapping.unit.qualification == degree
    unpublish_qualification(degree, by=bashir, at=NOW)
    assert not qualifications_counting(python, at=NOW)
