"""What each node of a map says: its state, what it takes, and whether the way leads through it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from testamur.pathways.counted import Reason, Rejected, Why
from testamur.pathways.pathmap import Joint, Kind, Offered, State, path_map
from testamur.pathways.rules import (
    Achieved,
    AllOf,
    AnyOf,
    AtLeast,
    Clause,
    Credits,
    InOrder,
    Rule,
    Skilled,
    Within,
)
from testamur.pathways.stack import stack
from tests.pathways_cast import NOW, held, page, skill


def offered(name: str, hours: int | None = 10, *, requires=(), **members) -> Offered:
    minutes = None if hours is None else 60 * hours
    return Offered(
        held(name, **members),
        minutes=minutes,
        cents={"EUR": 100 * (hours or 0)},
        requires=frozenset(map(page, requires)),
    )


def achieved(*names: str) -> tuple[Clause, ...]:
    return tuple(Achieved(page(name), name=name.title()) for name in names)


def drawn(clause: Clause, *offers: Offered, has=(), **members):
    rule = Rule("urn:example:rule", version="1", clause=clause, name="Whole")
    return path_map(stack(has, toward=rule, at=NOW), offers, **members)


def states(found) -> dict[str, State]:
    return {node.title: node.state for node in found.nodes() if node.title}


def test_earned_begun_available_locked_and_not_offered() -> None:
    clause = AllOf(achieved("py", "sql", "web", "git", "css"))
    offers = [offered("sql"), offered("web"), offered("git", requires=["sql"])]
    found = drawn(clause, *offers, has=[held("py")], begun={page("sql")})
    assert states(found) == {
        "Whole": State.IN_PROGRESS,
        "Py": State.EARNED,
        "Sql": State.IN_PROGRESS,
        "Web": State.AVAILABLE,
        "Git": State.LOCKED,
        "Css": State.NOT_OFFERED,
    }


def test_what_ends_soon_is_expiring() -> None:
    ending = replace(held("py"), expires=NOW + timedelta(days=30))
    lasting = replace(held("sql"), expires=NOW + timedelta(days=300))
    clause = AllOf(achieved("py", "sql"))
    assert states(drawn(clause, has=[ending, lasting])) == {
        "Whole": State.EXPIRING,
        "Py": State.EXPIRING,
        "Sql": State.EARNED,
    }


def test_what_soon_is_too_long_ago_is_expiring() -> None:
    clause = Within(12, *achieved("py"))
    assert states(drawn(clause, has=[held("py", days_ago=340)]))["Py"] is State.EXPIRING
    assert states(drawn(clause, has=[held("py", days_ago=100)]))["Py"] is State.EARNED


def test_in_an_order_the_next_waits_for_what_is_before_it() -> None:
    clause = InOrder(achieved("py", "sql", "web"))
    offers = [offered("py"), offered("sql"), offered("web")]
    assert states(drawn(clause, *offers))["Sql"] is State.LOCKED
    after = drawn(clause, *offers, has=[held("py")])
    assert states(after)["Sql"] is State.AVAILABLE
    assert states(after)["Web"] is State.LOCKED


def test_the_way_is_numbered_and_adds_up() -> None:
    clause = AllOf((*achieved("py"), AnyOf(achieved("sql", "web"))))
    found = drawn(clause, offered("py", 5), offered("sql", 30), offered("web", 20))
    steps = {node.title: node.step for node in found.nodes() if node.step}
    assert steps == {"Py": 1, "Web": 2}
    assert (found.root.minutes, found.root.cents) == (1500, {"EUR": 2500})
    [choice] = [node for node in found.nodes() if node.kind is Kind.SOME]
    assert (choice.minutes, choice.is_on_way) == (1200, True)


def test_what_others_ask_for_first_stands_beside_the_map() -> None:
    found = drawn(AllOf(achieved("py")), offered("py", requires=["maths"]), offered("maths"))
    assert [(node.title, node.step) for node in found.over] == [("Maths", 1)]
    assert states(found)["Py"] is State.LOCKED


def test_credits_say_what_is_missing_and_who_gives_some() -> None:
    clause = Credits(Decimal(5))
    offers = [offered("sql", 10, ects=2), offered("web", 10, ects=1), offered("css", 90, ects=1)]
    found = drawn(clause, *offers, has=[held("py", ects=2)])
    [asked] = [node for node in found.nodes() if node.kind is Kind.CREDITS]
    assert (asked.amount, asked.missing) == (Decimal(5), Decimal(3))
    assert [child.title for child in asked.children] == ["Py", "Sql", "Web", "Css"]
    assert {step.offered.award.title for step in found.way.steps} == {"Sql", "Web"}


def test_many_offers_for_a_skill_are_counted_not_shown() -> None:
    offers = [offered(f"a{at}", at + 1, skills={"py": 4}) for at in range(9)]
    found = drawn(Skilled(skill("py"), name="Python", level=4), *offers)
    [asked] = found.root.children
    assert (asked.kind, len(asked.children), asked.more) == (Kind.SKILL, 4, 5)
    assert asked.children[0].title == "A0"


def test_what_is_recognised_is_an_alternative() -> None:
    rule = Rule(
        "urn:example:rule",
        version="1",
        clause=achieved("py")[0],
        recognised={page("py"): (page("elsewhere"),)},
    )
    found = path_map(stack([], toward=rule, at=NOW), [offered("py", 20), offered("elsewhere", 10)])
    assert [node.title for node in found.nodes() if node.step] == ["Elsewhere"]


def test_why_what_is_held_does_not_count_is_noted() -> None:
    found = drawn(Within(12, *achieved("py")), offered("py"), has=[held("py", days_ago=500)])
    [only] = found.root.children
    assert only.state is State.AVAILABLE
    assert only.notes == ("Py: It was awarded on 2025-01-17; the last year count.",)


def test_what_an_instance_refuses_altogether_shortens_no_way() -> None:
    rule = Rule("urn:example:rule", version="1", clause=AllOf(achieved("py", "sql")))
    refused = Rejected(held("py"), (Reason(Why.ISSUER, "Nobody knows its issuer."),))
    found = replace(stack([], toward=rule, at=NOW), rejected=(refused,))
    way = path_map(found, [offered("py"), offered("sql")]).way
    assert [step.offered.address for step in way.steps] == [page("py"), page("sql")]


def test_a_choice_that_cannot_be_met_is_not_offered() -> None:
    found = drawn(AtLeast(2, achieved("py", "sql", "web")), offered("py"))
    assert found.root.state is State.NOT_OFFERED
    assert not found.way.is_found


def test_edges_say_what_is_needed_for_what_and_what_comes_next() -> None:
    found = drawn(InOrder(achieved("py", "sql")), offered("py"), offered("sql"))
    joints = [edge.joint for edge in found.edges()]
    assert joints.count(Joint.NEEDS) == 3
    assert joints.count(Joint.THEN) == 1
    ids = {node.id for node in found.nodes()}
    assert {edge.begins for edge in found.edges()} | {edge.ends for edge in found.edges()} <= ids


def test_the_map_as_data_has_nodes_edges_and_the_way() -> None:
    told = drawn(AllOf(achieved("py", "sql")), offered("sql"), has=[held("py")]).as_json()
    assert [node["state"] for node in told["nodes"]] == ["in progress", "earned", "available"]
    assert told["edges"][0]["to"] == "whole"
    assert told["way"]["proven"] is True
    assert told["way"]["steps"][0]["achievement"] == page("sql")
