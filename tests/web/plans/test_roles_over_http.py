"""Programs describe roles, propose goals, answer for their person, and change figures."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from testamur.pathways.confidence import DEFAULT
from testamur_web.plans import figures, proposing
from tests.web.api.conftest import is_problem, program
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db

__all__ = ["program"]


@pytest.fixture
def office(program, manager, university):
    return program(manager, university)


def test_the_whole_way(program, office, colleague, wanted):
    made = office.post("/role-profiles", {"goal": wanted.as_json()}).told
    address = f"/role-profiles/{made['id']}"
    assert (made["title"], made["version"]) == ("Survey lead", 1)
    assert office.get("/role-profiles").told["items"] == [
        {"id": made["id"], "title": "Survey lead"}
    ]
    sent = {"person": str(colleague.pk), "note": "For spring"}
    proposed = office.post(f"{address}/proposals", sent).told
    assert (proposed["state"], proposed["progress"]) == ("waiting", None)
    hers = program(colleague)
    [seen] = hers.get("/goal/proposals").told
    assert (seen["by"], seen["note"], seen["goal"]["label"]) == (
        "Mara",
        "For spring",
        "Survey lead",
    )
    answer = f"/goal/proposals/{seen['id']}"
    assert hers.post(f"{answer}/accept", {"shares_progress": True}).status_code == 204
    assert hers.get("/goal").told["label"] == "Survey lead"
    [told] = office.get("/proposals").told["items"]
    assert (told["state"], told["progress"]["percent"]) == ("accepted", 0)
    assert len(told["progress"]["open"]) == 2
    assert hers.put(f"{answer}/progress", {"shares_progress": False}).status_code == 204
    assert office.get("/proposals").told["items"][0]["progress"] is None
    changed = office.put(address, {"goal": wanted.as_json() | {"label": "Lead"}}).told
    assert (changed["title"], changed["version"]) == ("Lead", 2)
    assert office.ask("DELETE", address).status_code == 204
    assert is_problem(office.ask("DELETE", address), 409, "profile.withdrawn")


def test_what_was_answered_is_closed(program, office, colleague, manager, profile):
    proposal = proposing.propose(profile, colleague, by=manager, at=NOW)
    hers = program(colleague)
    again = {"person": str(colleague.pk)}
    assert is_problem(
        office.post(f"/role-profiles/{profile.pk}/proposals", again), 409, "proposal.waiting"
    )
    assert hers.post(f"/goal/proposals/{proposal.pk}/decline").status_code == 204
    closed = hers.post(f"/goal/proposals/{proposal.pk}/accept", {})
    assert is_problem(closed, 409, "proposal.closed")
    assert is_problem(office.ask("DELETE", f"/proposals/{proposal.pk}"), 409, "proposal.closed")


def test_what_is_anothers_is_not_there(program, office, chen, profile, colleague):
    proposal = proposing.propose(profile, colleague, by=colleague, at=NOW)
    theirs = program(chen, chen.memberships.get().organisation)
    for given in (
        theirs.get(f"/role-profiles/{profile.pk}"),
        theirs.ask("DELETE", f"/proposals/{proposal.pk}"),
        program(chen).post(f"/goal/proposals/{proposal.pk}/accept", {}),
        office.post(f"/role-profiles/{profile.pk}/proposals", {"person": str(chen.pk)}),
        office.get(f"/role-profiles/{uuid4()}"),
    ):
        assert given.status_code == 404


def test_a_role_that_cannot_be_read_is_refused(office):
    refused = office.post("/role-profiles", {"goal": {"label": "Lead", "needs": []}})
    assert is_problem(refused, 400, "gap.goal-malformed")
    assert refused.told["pointer"] == "/goal/needs"


def test_figures_are_read_and_changed_by_administrators(program, office, bashir, university):
    admin = program(bashir, university)
    assert admin.get("/confidence").told == DEFAULT.as_json()
    assert admin.put("/confidence", {"figures": {"half_life": 12}}).told["half_life"][""] == 12
    table = {"half_life": {"digital": 12}, "events": {"confirmedUse": 0.5}}
    told = admin.put("/confidence", {"figures": table}).told
    assert (told["half_life"]["digital"], told["half_life"]["language"]) == (12, 60)
    assert figures.figures_of(university).events["confirmedUse"] == Decimal("0.5")
    refused = admin.put("/confidence", {"figures": {"half_life": "long"}})
    assert is_problem(refused, 400, "gap.figures-malformed")
    assert refused.told["pointer"] == "/half_life"
    assert office.get("/confidence").status_code == 403
