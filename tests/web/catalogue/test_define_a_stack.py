"""A micro-credential made of others: its rule is read, published with its version, and versioned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from testamur_web.catalogue import services
from testamur_web.catalogue.definition import Definition, read_draft
from testamur_web.catalogue.documents import achievement_url, rule_of
from testamur_web.catalogue.stacks import Stack
from tests.web.catalogue.conftest import WHOLE
from tests.web.conftest import NOW

PART = "https://example.org/a/python"
CLAUSE = {"all": [{"achievement": PART, "name": "Python"}, {"credits": 5, "scheme": "ECTS"}]}


def test_a_stack_is_read_as_it_was_written() -> None:
    stack = Stack(CLAUSE, recognised={PART: ["https://example.org/a/other"]}, gives="confirm")
    written = replace(WHOLE, stack=stack).as_json()
    assert written["stack"]["clause"] == CLAUSE
    assert Definition.from_json(written).stack == stack


@pytest.mark.parametrize(
    ("stack", "pointer"),
    [
        ({"clause": {"all": []}}, "/stack/clause/all"),
        ({"clause": {"every": []}}, "/stack/clause"),
        ({"clause": "python"}, "/stack/clause"),
        ({"recognised": {"not an address": []}}, "/stack/recognised/not an address"),
        ({"gives": "never"}, "/stack/gives"),
        ({"other": 1}, "/stack/other"),
    ],
)
def test_what_is_wrong_in_a_stack_is_told_where_it_stands(stack: object, pointer: str) -> None:
    _definition, problems = read_draft({"title": "Whole", "stack": stack})
    assert [problem.pointer for problem in problems] == [pointer]


def test_each_version_of_a_stack_has_its_own_rule(draft, bashir) -> None:
    first = _published(draft, Stack(CLAUSE), bashir)
    second = _published(draft, Stack({"achievement": PART}), bashir)
    rules = [rule_of(first), rule_of(second)]
    assert [rule.version for rule in rules if rule] == ["1", "2"]
    assert {rule.id for rule in rules if rule} == {f"{achievement_url(draft)}rule"}
    assert rules[0] != rules[1]
    assert first.is_stack


def test_what_is_no_stack_has_no_rule(offered) -> None:
    assert rule_of(offered.current) is None
    assert not offered.current.is_stack


def _published(achievement, stack, by):
    definition = replace(WHOLE, stack=stack)
    services.save_draft(achievement, definition, by=by, at=NOW)
    return services.publish(achievement, by=by, at=NOW, note="Other parts")
