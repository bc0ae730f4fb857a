"""The issuer of a whole accepts another credential as one of its parts: it counts on those days."""

from __future__ import annotations

from datetime import timedelta

import pytest

import testamur as tm
from testamur import Credential, Verdict
from testamur.pathways.composite import evaluate_composite, read_composite
from testamur.pathways.goal import Goal as Wanted
from testamur.skills.framework import Need
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.catalogue.documents import rule_of
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.requirements import achievement_key
from testamur_web.ops.outbox import drain
from testamur_web.plans import services, stacking
from testamur_web.plans.having import having_of
from testamur_web.plans.queries import standing_of
from testamur_web.trust import recognising
from testamur_web.wallet.services import add_from_elsewhere
from tests.web.api.conftest import program
from tests.web.awards.conftest import published
from tests.web.conftest import NOW
from tests.web.plans.wholes import award_of, case_of, earn, forged, url, whole_of
from tests.web.trust.conftest import recognise

pytestmark = pytest.mark.django_db

__all__ = ["program"]

DAY = timedelta(days=1)
TODAY = NOW.date()


@pytest.fixture
def theirs(college):
    return published(college, title="Python of the college")


@pytest.fixture
def accept(university, bashir, python, theirs):
    """Let the university accept the course of the college as its own."""

    def made(**said):
        told = {"accepted_as": "equivalent", "equal_to": python.achievement, "terms": "In full"}
        what = said.pop("what", theirs)
        return recognise(what, by=bashir, organisation=university, **told | said)

    return made


def percent(person, whole, at=NOW):
    return int(100 * stacking.progress_of(person, whole, at=at).stack.progress)


def test_it_counts_from_its_first_day_to_its_last(known, whole, theirs, accept):
    earn(theirs, known)
    assert percent(known, whole) == 0
    row = accept(begins_on=TODAY + 2 * DAY, ends_on=TODAY + 4 * DAY)
    told = [percent(known, whole, NOW + days * DAY) for days in (1, 2, 4, 5)]
    assert told == [0, 50, 50, 0]
    shown = stacking.progress_of(known, whole, at=NOW + 2 * DAY)
    assert list(shown.accepted.values()) == [row]


def test_withdrawn_it_counts_until_the_day_that_was_announced(known, whole, theirs, accept, bashir):
    earn(theirs, known)
    row = accept()
    recognising.withdraw(row, on=TODAY + 3 * DAY, reason="Changed", by=bashir, at=NOW)
    told = [percent(known, whole, NOW + days * DAY) for days in (0, 2, 3)]
    assert told == [50, 50, 0]


def test_nobody_but_who_offers_the_whole_says_what_counts(
    known, university, college, chen, theirs, python
):
    """The college accepts the course of the university as its own: that widens its own wholes."""
    said = {"accepted_as": "equivalent", "equal_to": theirs.achievement, "terms": "In full"}
    recognise(python, by=chen, organisation=college, **said)
    earn(python, known)
    assert percent(known, whole_of(college, theirs, title="Ours")) == 100
    assert percent(known, whole_of(university, theirs, title="Made of theirs")) == 0


def test_what_is_accepted_as_credit_is_no_part(known, whole, theirs, university, bashir):
    said = {"accepted_as": "credit", "terms": "5 ECTS"}
    recognise(theirs, by=bashir, organisation=university, **said)
    earn(theirs, known)
    assert percent(known, whole) == 0


def test_the_whole_carries_what_it_was_counted_by(known, whole, theirs, statistics, accept, bashir):
    row = accept()
    parts = [Credential(earn(one, known).credential) for one in (theirs, statistics)]
    services.follow_stack(known, whole.achievement, at=NOW)
    award = award_of(known, whole)
    carried = read_composite(Credential(award.credential).document).rule
    published_rule = rule_of(whole)
    assert carried.version == f"{published_rule.version}+{TODAY}"
    assert list(carried.recognised.values()) == [(url(theirs),)]
    resolver = InstanceResolver(at=award.issued_at)
    report = evaluate_composite(
        Credential(award.credential), parts=parts, resolver=resolver, at=award.issued_at
    )
    assert report.verdict is Verdict.VALID, report
    recognising.withdraw(row, on=TODAY, reason="Changed", by=bashir, at=NOW)
    services.recount(known, at=NOW + DAY)
    assert case_of(known, whole).state == "awarded", "it was counted while it held"


def test_what_did_not_count_is_not_told(known, whole, college, statistics, theirs, accept):
    other = published(college, title="Python once more")
    accept()
    accept(what=other)
    services.follow_stack(known, whole.achievement, at=NOW)
    for version in (theirs, other, statistics):
        earn(version, known)
    text = award_of(known, whole).credential
    assert [url(one) in text for one in (theirs, other)].count(True) == 1


def test_who_holds_it_already_is_counted_when_it_is_accepted(
    known, university, theirs, python, accept
):
    whole = whole_of(university, python)
    earn(theirs, known)
    assert not known.stack_cases.exists()
    accept(at=NOW, begins_on=TODAY)
    drain()
    assert case_of(known, whole).progress == 1


def test_the_page_and_the_api_say_by_whose_word_it_counts(
    known, client, program, whole, theirs, accept
):
    earn(theirs, known)
    row = accept()
    client.force_login(known)
    page = client.get(f"/stacks/{whole.achievement_id}/").content.decode()
    assert "accepts it as equivalent since" in page
    assert f"/recognition/{row.pk}/recognition.json" in page
    [told] = program(known).get("/stacks").told
    assert [one["recognition"] for one in told["accepted"]] == [str(row.pk)]


def test_a_prerequisite_is_met_by_what_its_issuer_accepts(known, theirs, python, accept, bashir):
    earn(theirs, known)
    key = achievement_key(url(python))
    assert key not in having_of(known, at=NOW).achievements
    row = accept()
    assert key in having_of(known, at=NOW).achievements
    recognising.withdraw(row, on=TODAY + DAY, reason="Changed", by=bashir, at=NOW)
    assert key in having_of(known, at=NOW).achievements
    assert key not in having_of(known, at=NOW + DAY).achievements


SKILL = "https://skills.example/python"


@pytest.fixture
def certified(university) -> Version:
    """A course of the university that certifies a skill of a list."""
    outcome = {"verb": "program", "skill": "in Python", "skill_uri": SKILL, "level": "advanced"}
    return published(university, title="Python, certified", outcomes=[outcome])


@pytest.fixture
def goal(known):
    wanted = Wanted((Need(SKILL, level=6),), label="Analyst", names={SKILL: "Python"})
    return services.set_goal(known, wanted, at=NOW)


def best(goal, at=NOW):
    [row] = standing_of(goal, at=at).gap.rows
    return row.best


def test_a_gap_counts_the_skills_of_what_it_is_accepted_as(
    known, theirs, certified, accept, bashir, goal
):
    earn(theirs, known)
    assert best(goal) is None
    row = accept(equal_to=certified.achievement)
    shown = best(goal)
    assert (shown.skill.uri, shown.skill.level_from) == (SKILL, "register")
    assert shown.evidence.title == theirs.title, "what is shown is what they hold"
    recognising.withdraw(row, on=TODAY + DAY, reason="Changed", by=bashir, at=NOW)
    assert best(goal, NOW + DAY) is None


def test_an_address_that_anybody_wrote_brings_no_skills(known, certified, accept, goal):
    there = "https://badges.example/python"
    text = forged(there, to=known.email, key=tm.SigningKey.generate())
    assert add_from_elsewhere(known, text, resolver=tm.Offline(), at=NOW).trust == "verified"
    accept(what=there, title="Python elsewhere", equal_to=certified.achievement)
    assert best(goal) is None
