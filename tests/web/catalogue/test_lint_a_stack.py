"""What is told of a whole before it is published: what nobody could earn is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from testamur_web.catalogue import services
from testamur_web.catalogue.addresses import achievement_url, url_of, version_url
from testamur_web.catalogue.diff import changes_between
from testamur_web.catalogue.models import Achievement, OutcomeSkill
from testamur_web.catalogue.queries import examine_draft
from testamur_web.catalogue.services import NotReady
from testamur_web.catalogue.stacks import Stack
from tests.web.catalogue.conftest import WHOLE
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW

ELSEWHERE = "https://example.org/a/python"
SKILL = "http://data.europa.eu/esco/skill/97bd1c21-66b2-4b7e-ad0f-e3cda590e378"


def asks(address: str, **more: object) -> dict[str, object]:
    return {"achievement": address, **more}


def told(clause, *, of=None, counts_twice=False, blocking=False):
    """What is told of the rule, as pairs of code and pointer."""
    stack = Stack(clause, counts_twice=counts_twice)
    ready = examine_draft(replace(WHOLE, stack=stack).as_json(), of=of)
    return [
        (one.code, one.pointer.removeprefix("/stack/clause"))
        for one in (ready.problems if blocking else ready.advice)
        if one.pointer.startswith("/stack")
    ]


@pytest.fixture
def part(university):
    return achievement_url(offer(university, "Statistics", ects="5").achievement)


def whole_of(university, bashir, title, clause):
    achievement = services.create_achievement(university, title=title, by=bashir, at=NOW)
    definition = replace(WHOLE, title=title, stack=Stack(clause))
    services.save_draft(achievement, definition, by=bashir, at=NOW)
    return achievement


def test_what_is_offered_here_is_fine(part):
    assert told({"all": [asks(part), {"credits": 5, "from": [part]}]}) == []


def test_a_whole_without_a_rule_is_not_published(draft, bashir):
    services.save_draft(draft, replace(WHOLE, stack=Stack()), by=bashir, at=NOW)
    with pytest.raises(NotReady) as refused:
        services.publish(draft, by=bashir, at=NOW)
    assert [one.pointer for one in refused.value.problems] == ["/stack/clause"]


def test_a_whole_that_asks_for_itself_is_not_published(draft, part, bashir):
    own = version_url(services.publish(draft, by=bashir, at=NOW))
    clause = {"all": [asks(part), {"any": [asks(own)]}]}
    assert told(clause, of=draft.pk, blocking=True) == [("stack.circle", "/all/1/any/0")]
    services.save_draft(draft, replace(WHOLE, stack=Stack(clause)), by=bashir, at=NOW)
    with pytest.raises(NotReady) as refused:
        services.publish(draft, by=bashir, at=NOW)
    assert "asks for itself" in refused.value.problems[0].detail


def test_a_circle_through_others_is_found(draft, university, bashir):
    middle = whole_of(university, bashir, "Middle", asks(achievement_url(draft)))
    services.publish(middle, by=bashir, at=NOW)
    outer = whole_of(university, bashir, "Outer", asks(achievement_url(middle)))
    services.publish(outer, by=bashir, at=NOW)
    clause = {"all": [asks(ELSEWHERE), asks(achievement_url(outer))]}
    assert told(clause, of=draft.pk, blocking=True) == [("stack.circle", "/all/1")]
    ready = examine_draft(replace(WHOLE, stack=Stack(clause)).as_json(), of=draft.pk)
    assert "asks for “Outer”, which asks for “Middle”, which asks for it again" in (
        ready.problems[0].detail
    )
    # What is withdrawn asks nobody any more.
    services.withdraw(outer, by=bashir, at=NOW)
    assert told(clause, of=draft.pk, blocking=True) == []


def test_a_part_that_nobody_can_earn_here_is_told(university, part, bashir):
    gone = offer(university, "Gone").achievement
    services.withdraw(gone, by=bashir, at=NOW)
    never = services.create_achievement(university, title="Never", by=bashir, at=NOW)
    unknown = url_of(Achievement().pk)
    parts = [part, ELSEWHERE, achievement_url(gone), achievement_url(never), unknown]
    found = told({"all": [asks(each) for each in parts]})
    assert found == [("stack.part-not-offered", f"/all/{at}") for at in (1, 2, 3, 4)]


def test_a_part_that_stands_alone_is_told(university):
    alone = offer(university, stackability="standalone").achievement
    assert told(asks(achievement_url(alone))) == [("stack.part-stands-alone", "")]


@pytest.mark.parametrize(("amount", "is_told"), [(5, False), (5.5, True)])
def test_credits_that_the_parts_never_give_are_told(part, amount, is_told):
    assert told({"credits": amount, "from": [part]}) == [("stack.out-of-reach", "")] * is_told


def test_credits_of_another_scheme_are_those_of_that_scheme(university):
    other = {"amount": "12", "system": "UK CATS"}
    address = achievement_url(offer(university, other_credits=other).achievement)
    clause = {"credits": 12, "scheme": "UK CATS", "from": [address]}
    assert told(clause) == []
    assert told({**clause, "scheme": "ECVET"}) == [("stack.out-of-reach", "")]
    assert told({**clause, "credits": 99, "from": [address, ELSEWHERE]}) == [
        ("stack.part-not-offered", "")
    ]


@pytest.mark.parametrize(
    ("inside", "is_told"),
    [
        ("low", True),
        ("high", False),
        ({"all": ["low", "high"]}, True),
        ({"any": ["low", "high"]}, False),
        ({"atLeast": 2, "of": ["low", "high", "low"]}, True),
        ({"atLeast": 1, "of": ["low", "high"]}, False),
        ({"withinMonths": 6, "rule": "low"}, True),
    ],
)
def test_a_level_that_no_part_reaches_is_told(university, inside, is_told):
    low = asks(achievement_url(offer(university, "Low", eqf_level=4).achievement))
    high = asks(achievement_url(offer(university, "High", eqf_level=7).achievement))
    named = {"low": low, "high": high}

    def put(value):
        if isinstance(value, dict):
            return {name: put(each) for name, each in value.items()}
        if isinstance(value, list):
            return [put(each) for each in value]
        return named.get(value, value) if isinstance(value, str) else value

    found = told({"atLevel": 6, "rule": put(inside)}, counts_twice=True)
    assert found == [("stack.out-of-reach", "")] * is_told


def test_a_level_of_a_skill_that_nothing_certifies_is_told(university):
    version = offer(university)
    OutcomeSkill.objects.create(version=version, uri=SKILL, level=5)
    assert told({"skill": SKILL, "level": 5}) == []
    assert told({"skill": SKILL, "level": 6}) == [("stack.out-of-reach", "")]
    assert told({"skill": "urn:skill:nobody-teaches", "level": 8}) == []


def test_a_part_that_stands_twice_is_told_unless_it_may_count_twice(part):
    clause = {"all": [asks(part), asks(part)]}
    assert told(clause) == [("stack.part-twice", "/all/1")]
    assert told(clause, counts_twice=True) == []
    assert told({"any": [asks(part), asks(part)]}) == []


def test_a_change_calls_what_is_known_here_by_its_title(part):
    before = replace(WHOLE, stack=Stack(asks(part), recognised={part: [ELSEWHERE]}))
    [added] = changes_between(WHOLE, before)
    assert added.after == f"Hold “Statistics”. {ELSEWHERE} counts as Statistics."


def test_what_changed_in_a_rule_is_told_as_sentences():
    before = replace(WHOLE, stack=Stack(asks(ELSEWHERE, name="Python")))
    changed = Stack({"any": [asks(ELSEWHERE, name="Python"), {"credits": 5}]}, gives="confirm")
    [clause, gives] = changes_between(before, replace(before, stack=changed))
    assert clause.label == "Parts of the whole: rule"
    assert clause.before == "Hold “Python”."
    assert clause.after == "Hold “Python” or at least 5 ECTS credits."
    assert gives.after == "After somebody of the issuer has confirmed it"
    [added] = changes_between(WHOLE, before)
    assert (added.before, added.after) == ("", "Hold “Python”.")
