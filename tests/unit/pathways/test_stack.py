"""Counting toward a rule: what counts, what does not and why, and what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from testamur.errors import Refused
from testamur.pathways import integer_search
from testamur.pathways import stack as stacks
from testamur.pathways.rules import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    AtLevel,
    Credits,
    FromIssuers,
    InOrder,
    Rule,
    Skilled,
    Within,
)
from testamur.pathways.stack import Why, stack
from tests.pathways_cast import ADA, NOW, UNI, held, page, skill

PY, SQL, WEB = (Achieved(page(one), name=one) for one in ("py", "sql", "web"))


def rule(clause, **members) -> Rule:
    return Rule("urn:example:rule", version="1", clause=clause, **members)


def found(clause, *awards, **members):
    return stack(awards, toward=rule(clause, **members), at=NOW)


def reasons(answer) -> dict[str, list[Why]]:
    return {one.held.title: [reason.why for reason in one.reasons] for one in answer.rejected}


def test_all_parts_make_the_whole():
    half = found(AllOf((PY, SQL)), held("py"))
    assert (half.complete, half.progress) == (False, Fraction(1, 2))
    assert [(one.held.title, one.pointer) for one in half.counted] == [("Py", "/rule/all/0")]
    assert [(one.told, one.achievement) for one in half.remaining] == [("“sql”", page("sql"))]
    whole = found(AllOf((PY, SQL)), held("py"), held("sql"))
    assert whole.complete
    assert whole.remaining == whole.rejected == ()


def test_at_least_some_counts_no_more_than_it_needs():
    clause = AtLeast(2, (PY, SQL, WEB))
    one = found(clause, held("web"))
    assert one.progress == Fraction(1, 2)
    [left] = one.remaining
    assert (left.choose, [each.told for each in left.of]) == (1, ["“py”", "“sql”"])
    assert left.told == "1 of: “py”; “sql”"
    three = found(clause, held("py"), held("sql"), held("web"))
    assert three.complete
    assert len(three.counted) == 2
    assert list(reasons(three).values()) == [[Why.SPARE]]


def test_what_is_left_of_alternatives_is_told_together():
    [left] = found(AnyOf((AllOf((PY, SQL)), WEB)), held("git")).remaining
    assert left.told == "1 of: “py” and “sql”; “web”"
    assert left.as_json()["of"][0]["choose"] == 2


def test_credits_add_up_in_one_scheme():
    clause = Credits(Decimal(10))
    some = found(
        clause,
        held("py", ects=4),
        held("sql", ects=2.5),
        held("web", credits={"ECVET": Decimal(9)}),
    )
    assert some.progress == Fraction(13, 20)
    [left] = some.remaining
    assert (left.credits, left.scheme, left.told) == (
        Decimal("3.5"),
        "ECTS",
        "3.5 more ECTS credits",
    )
    assert reasons(some) == {"Web": [Why.NOT_ASKED]}


def test_credits_of_named_achievements_alone():
    clause = Credits(Decimal(6), achievements=(page("py"),))
    assert found(clause, held("py", ects=3), held("sql", ects=9)).progress == Fraction(1, 2)


def test_a_credential_counts_once():
    clause = AllOf((Achieved(page("py")), Credits(Decimal(5))))
    once = found(clause, held("py", ects=5))
    assert once.progress == Fraction(1, 2)
    assert found(clause, held("py", ects=5), counts_twice=True).complete
    assert found(clause, held("py", ects=5), held("sql", ects=5)).complete


def test_a_renewal_is_no_second_award():
    clause = Credits(Decimal(10))
    answer = found(clause, held("py", ects=5), held("py", ects=5, number=2))
    assert answer.progress == Fraction(1, 2)
    assert reasons(answer) == {"Py": [Why.AGAIN]}


def test_one_award_in_two_forms_is_one():
    mine = held("py", ects=5)
    again = replace(mine, digest="uEiOther", names=(page("other"),))
    assert len(found(Credits(Decimal(10)), mine, again).counted) == 1


def test_what_could_count_in_several_places_counts_where_it_is_needed():
    git = Skilled(skill("git"))
    clause = AllOf((git, AnyOf((PY, SQL))))
    both = held("py", skills={"git": 3})
    other = held("web", skills={"git": 3})
    answer = found(clause, both, other)
    assert answer.complete
    assert {one.held.title: one.pointer for one in answer.counted} == {
        "Web": "/rule/all/0",
        "Py": "/rule/all/1/any/0",
    }


def test_levels_of_achievements_and_skills():
    assert found(AtLevel(5, PY), held("py", level=5)).complete
    low = found(AtLevel(5, PY), held("py", level=4))
    assert low.rejected[0].reasons[0].detail == "Its level is 4; level 5 is asked for."
    unstated = found(AtLevel(5, PY), held("py"))
    assert (
        unstated.rejected[0].reasons[0].detail == "Its level is not stated; level 5 is asked for."
    )
    git = Skilled(skill("git"), name="Git", level=4)
    assert found(git, held("py", skills={"git": 4})).complete
    assert not found(AtLevel(6, git), held("py", skills={"git": 4})).complete
    assert found(AtLevel(6, git), held("py")).remaining[0].level == 6


@pytest.mark.parametrize(
    ("months", "awarded", "counts"),
    [
        (1, datetime(2026, 5, 31, 12, tzinfo=UTC), True),
        (1, datetime(2026, 4, 30, 12, tzinfo=UTC), False),
        (12, datetime(2025, 6, 1, 12, tzinfo=UTC), True),
        (12, datetime(2025, 6, 1, 11, tzinfo=UTC), False),
        (12, None, False),
    ],
)
def test_recency_counts_in_calendar_months(months, awarded, counts):
    answer = found(Within(months, PY), replace(held("py"), awarded=awarded))
    assert answer.complete is counts
    assert counts or reasons(answer) == {"Py": [Why.AGE]}


def test_the_last_day_of_a_longer_month_has_a_day_in_a_shorter():
    clause, at = rule(Within(1, PY)), datetime(2026, 3, 31, tzinfo=UTC)
    award = replace(held("py"), awarded=datetime(2026, 2, 28, tzinfo=UTC))
    assert stack([award], toward=clause, at=at).complete


def test_conditions_add_up():
    clause = FromIssuers(
        (UNI, "did:web:b"), FromIssuers((UNI,), Within(24, Within(2, AtLevel(3, AtLevel(5, PY)))))
    )
    answer = found(clause, held("py", days_ago=20, level=5))
    assert answer.complete
    assert (
        answer.counted[0].clause
        == f"“py”, at EQF level 5 or above, awarded in the last 2 months, awarded by {UNI}"
    )
    for award, why in [
        (held("py", days_ago=90, level=5), Why.AGE),
        (held("py", days_ago=20, level=4), Why.LEVEL),
        (held("py", days_ago=20, level=5, issuer="did:web:b"), Why.ISSUER),
    ]:
        assert reasons(found(clause, award)) == {"Py": [why]}


def test_order_counts_by_the_day_of_award():
    clause = InOrder((PY, SQL))
    assert found(clause, held("py", days_ago=20), held("sql", days_ago=10)).complete
    wrong = found(clause, held("py", days_ago=10), held("sql", days_ago=20))
    assert wrong.progress == Fraction(1, 2)
    assert [why for whys in reasons(wrong).values() for why in whys] == [Why.ORDER]
    later = held("sql", days_ago=5, number=2)
    assert found(clause, held("py", days_ago=10), held("sql", days_ago=20), later).complete


def test_order_of_what_is_itself_several():
    clause = InOrder((AllOf((PY, SQL)), WEB))
    assert found(
        clause, held("py", days_ago=9), held("sql", days_ago=8), held("web", days_ago=7)
    ).complete
    assert not found(
        clause, held("py", days_ago=9), held("sql", days_ago=6), held("web", days_ago=7)
    ).complete


def test_what_is_recognised_counts_and_another_version_does_not():
    recognised = {page("py"): (page("snake"),)}
    assert found(PY, held("snake"), recognised=recognised).complete
    assert found(
        Credits(Decimal(2), achievements=(page("py"),)),
        held("snake", ects=2),
        recognised=recognised,
    ).complete
    second = Achieved(page("py"), version="2")
    assert reasons(found(second, held("py", version="1"))) == {"Py": [Why.VERSION]}
    assert found(second, held("py", version="2")).complete


def test_a_version_counts_as_what_it_is_a_version_of():
    award = held("py", names=("https://uni.example/a/py/v/3/", page("py")))
    assert found(PY, award).complete


def test_what_has_expired_or_is_somebody_elses_counts_for_nothing():
    expired = held("py", expires=NOW)
    coming = held("sql", days_ago=-1)
    theirs = held("web", subject="mailto:eli@people.example")
    answer = stack(
        [expired, coming, theirs], toward=rule(AllOf((PY, SQL, WEB))), at=NOW, holder=[ADA]
    )
    assert answer.progress == 0
    assert reasons(answer) == {"Py": [Why.EXPIRED], "Sql": [Why.NOT_YET], "Web": [Why.OTHER_HOLDER]}


def test_without_a_holder_all_must_be_one_persons():
    with pytest.raises(Refused) as refused:
        found(PY, held("py"), held("sql", subject="mailto:eli@people.example"))
    assert refused.value.problem.code == "stack.several-holders"


def test_people_without_an_identifier_are_told_apart_by_what_is_known_of_them():
    ada, eli = (
        held(name, subject="", identities=((f"{name}@people.example", ""),))
        for name in ("py", "sql")
    )
    with pytest.raises(Refused) as refused:
        found(PY, ada, eli)
    assert refused.value.problem.code == "stack.several-holders"


def test_too_many_credentials_are_refused():
    awards = [held("py", number=number) for number in range(stacks.MAX_HELD + 1)]
    with pytest.raises(Refused) as refused:
        found(PY, *awards)
    assert refused.value.problem.code == "stack.too-large"


def test_half_way_to_a_programme_is_counted_exactly():
    """Every award fits a skill and the credits, and there are not enough for both."""
    skills = [Skilled(skill(f"s{number}")) for number in range(20)]
    awards = [
        held(
            f"a{number}",
            ects=number % 7 + 1.5,
            skills={f"s{(number + one) % 20}": None for one in range(5)},
        )
        for number in range(60)
    ]
    answer = found(AllOf((*skills, Credits(Decimal(2_000)))), *awards)
    assert not answer.complete
    assert len(answer.counted) == 60
    assert [one.scheme for one in answer.remaining] == ["ECTS"]
    spent = sum(one.held.credits["ECTS"] for one in answer.counted if one.pointer != "/rule/all/20")
    cheapest = sum(sorted(one.credits["ECTS"] for one in awards)[:20])
    assert spent == cheapest, "the skills are met by what has the fewest credits"


def test_the_longest_order_is_found_among_many():
    clause = InOrder(tuple(Achieved(page(f"a{number}")) for number in range(20)))
    awards = [held(f"a{number}", days_ago=(number * 37) % 100 + 1) for number in range(20)]
    days = [-(number * 37 % 100) for number in range(20)]
    longest = [1] * 20
    for one in range(20):
        longest[one] = 1 + max(
            (longest[other] for other in range(one) if days[other] <= days[one]), default=0
        )
    assert found(clause, *awards).progress == Fraction(max(longest), 20)


@pytest.mark.parametrize("limit", ["MAX_OFFERS", "MAX_ROWS", "MAX_NODES"])
def test_what_is_not_proven_is_refused(monkeypatch, limit):
    """Thirty credentials of odd amounts, each fit for either of two sums that cannot both be met."""
    monkeypatch.setattr(integer_search, limit, 0)
    monkeypatch.setattr(integer_search, "_OPTIONS", integer_search._OPTIONS | {"mip_max_nodes": 0})
    awards = [held(f"n{number}", ects=number**3 / 100 + 1) for number in range(30)]
    total = sum(one.credits["ECTS"] for one in awards)
    halves = AllOf((Credits(total / 2 + Decimal("0.01")), Credits(total / 2 + Decimal("0.01"))))
    with pytest.raises(Refused) as refused:
        found(halves, *awards)
    assert refused.value.problem.code == "stack.too-large"


def test_many_contested_awards_are_matched_at_once():
    """Forty clauses, each met by a few of forty awards: matching finds the one way there is."""
    clauses = AllOf(tuple(Skilled(skill(f"s{number}")) for number in range(40)))
    awards = [
        held(f"a{number}", skills={f"s{one % 40}": None for one in range(number, number + 5)})
        for number in range(40)
    ]
    assert found(clauses, *awards).complete


def test_an_empty_list_leaves_everything():
    answer = found(AllOf((PY, SQL)))
    assert answer.progress == 0
    assert len(answer.remaining) == 2
    assert answer.as_json()["complete"] is False


def test_the_answer_is_plain_data():
    told = found(AllOf((PY, Credits(Decimal(3)))), held("py"), held("git")).as_json()
    assert told["rule"]["id"] == "urn:example:rule"
    assert told["progress"] == 0.5
    assert told["counted"][0]["clause"] == "“py”"
    assert told["rejected"][0]["reasons"][0]["why"] == "not asked for"
    assert told["remaining"][0] == {
        "told": "3 more ECTS credits",
        "pointer": "/rule/all/1",
        "credits": 3.0,
        "scheme": "ECTS",
    }
    assert told["counted"][0]["awarded"] == "2026-05-02T12:00:00Z"
    assert NOW - timedelta(days=30) == datetime(2026, 5, 2, 12, tzinfo=UTC)
