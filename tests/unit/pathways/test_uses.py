"""Renewals and uses: what came after the award, for which skill of which credential."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from testamur.errors import Refused
from testamur.pathways.confidence import Event
from testamur.pathways.uses import Use, events_of, read_uses
from tests.pathways_cast import NOW, held, skill

LATER = NOW - timedelta(days=5)
OLD = held("py", skills={"python": 4, "sql": 3}, days_ago=400)


def events(*awards, uses=()):
    """The events of `OLD`, by skill."""
    found = events_of([OLD, *awards], uses, at=NOW)
    return {one.uri: found[OLD.digest, one.uri] for one in OLD.skills}


def test_a_later_credential_of_the_same_achievement_renews_the_skills_it_shows():
    new = held("py", number=2, skills={"python": 4}, days_ago=5)
    assert events(new) == {skill("python"): (Event(LATER, "renewal"),), skill("sql"): ()}


@pytest.mark.parametrize(
    "other",
    [
        held("other", skills={"python": 4}, days_ago=5),
        held("py", number=2, skills={"python": 4}, days_ago=500),
        held("py", number=2, skills={"python": 4}, days_ago=5, issuer="did:web:other.example"),
        held("py", number=2, skills={"r": 4}, days_ago=5),
    ],
    ids=["another achievement", "an earlier one", "another issuer", "another skill"],
)
def test_nothing_else_renews_it(other):
    assert events(other) == {skill("python"): (), skill("sql"): ()}


def test_a_use_is_of_a_skill_of_a_credential_or_of_both():
    confirmed = (Event(LATER, "confirmedUse"),)
    of_skill = Use(LATER, skill=skill("sql"), is_confirmed=True)
    assert events(uses=[of_skill]) == {skill("python"): (), skill("sql"): confirmed}
    of_all = Use(LATER, digest=OLD.digest, is_confirmed=True)
    assert events(uses=[of_all]) == {skill("python"): confirmed, skill("sql"): confirmed}
    of_both = Use(LATER, skill=skill("sql"), digest="uother", is_confirmed=True)
    assert events(uses=[of_both, Use(LATER)]) == {skill("python"): (), skill("sql"): ()}


def test_uses_stand_in_order_once_each_and_only_after_the_award():
    early = Use(NOW - timedelta(days=500), skill=skill("sql"))
    to_come = Use(NOW + timedelta(days=1), skill=skill("sql"))
    stated = Use(NOW - timedelta(days=50), skill=skill("sql"))
    confirmed = Use(LATER, skill=skill("sql"), is_confirmed=True)
    told = events(uses=[confirmed, stated, stated, early, to_come])[skill("sql")]
    assert told == (stated.event, confirmed.event)
    assert [one.kind for one in told] == ["statedUse", "confirmedUse"]


def test_a_file_of_uses():
    rows = [
        {"skill": "urn:s", "at": "2026-05-01T00:00:00Z", "confirmed": True},
        {"digest": "uabc", "at": "2026-05-02T00:00:00Z"},
    ]
    one, two = read_uses(json.dumps({"uses": rows}))
    assert (one.skill, one.is_confirmed, two.digest, two.is_confirmed) == (
        "urn:s",
        True,
        "uabc",
        False,
    )


MALFORMED = {
    "no list": ({"uses": {}}, "/uses"),
    "no object": ({"uses": ["x"]}, "/uses/0"),
    "a member too many": (
        {"uses": [{"skill": "urn:s", "at": "2026-05-01T00:00:00Z", "luck": 1}]},
        "/uses/0",
    ),
    "of nothing": ({"uses": [{"at": "2026-05-01T00:00:00Z"}]}, "/uses/0"),
    "a skill that is a number": (
        {"uses": [{"skill": 1, "at": "2026-05-01T00:00:00Z"}]},
        "/uses/0/skill",
    ),
    "confirmed in words": (
        {"uses": [{"skill": "urn:s", "at": "2026-05-01T00:00:00Z", "confirmed": "yes"}]},
        "/uses/0/confirmed",
    ),
}


@pytest.mark.parametrize(("document", "pointer"), MALFORMED.values(), ids=MALFORMED)
def test_a_file_of_uses_is_refused_at_its_place(document, pointer):
    with pytest.raises(Refused) as refused:
        read_uses(json.dumps(document))
    assert (refused.value.problem.code, refused.value.problem.pointer) == (
        "confidence.uses-malformed",
        pointer,
    )


def test_a_moment_that_is_none_is_refused():
    with pytest.raises(Refused) as refused:
        read_uses('{"uses": [{"skill": "urn:s", "at": "yesterday"}]}')
    assert refused.value.problem.pointer == "/uses/0/at"
