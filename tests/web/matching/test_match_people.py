"""Dara compares people who agreed to it with a job: explained, blind, replayed, and never by default."""

from __future__ import annotations

import json

import pytest
from django.core import mail
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur.talent.trace import replay_matches
from testamur_web.catalogue.matched import graph_in_use
from testamur_web.employers.consent import block_employer, withdraw_consent
from testamur_web.employers.match_decisions import decide, matched_of
from testamur_web.employers.matching import (
    match_of,
    profile_in_run,
    read_run,
    run_match,
    trace_of_run,
)
from testamur_web.employers.models import Findable, Purpose
from testamur_web.employers.ranking import is_ranking, rankable, switch_ranking
from testamur_web.employers.shortlisting import most_promising
from testamur_web.ops import outbox
from testamur_web.ops.models import TrailEntry
from testamur_web.plans import profiles
from tests.web.conftest import person
from tests.web.matching.conftest import compare
from tests.web.plans.conftest import SOLDER, WIRE

pytestmark = pytest.mark.django_db


def shown(run):
    return read_run(run, at=timezone.now())


def row_of(run, somebody):
    return run.people.get(person=somebody)


def test_ranking_is_off_until_somebody_says_why(employer, role, people, dara):
    assert not is_ranking(employer)
    with pytest.raises(Conflict) as refused:
        run_match(profiles.newest_of(role), by=dara, at=timezone.now())
    assert refused.value.problem.code == "ranking.off"
    with pytest.raises(Refused) as refused:
        switch_ranking(employer, is_on=True, reason=" ", by=dara, at=timezone.now())
    assert refused.value.problem.code == "value.missing"
    switch_ranking(employer, is_on=True, reason="Many apply.", by=dara, at=timezone.now())
    assert is_ranking(employer)
    assert TrailEntry.objects.get(verb="ranking.on").actor_name == "Dara"


def test_who_agrees_and_proves_something_near_is_compared(run, people):
    assert {one.person for one in run.people.all()} == {people["ada"], people["bea"]}
    assert run.agreed == 3, "Cem agreed, and proves nothing of it"


def test_nobody_exceeds_what_the_database_says_they_could_have(run, people, proves, role, dara):
    proves(people["bea"], WIRE, level=3)
    again = compare(role, dara)
    graph, now = graph_in_use(), timezone.now()
    told = {"graph": graph, "at": now, "limit": 50}
    bounds = most_promising(rankable(run.organisation, at=now), profile_in_run(run), **told)
    most = {Findable.objects.get(pk=one.findable).person: one.most for one in bounds}
    assert most.keys() == {people["ada"], people["bea"]}
    for one in shown(again).rows:
        assert one.match.points <= most[one.row.person] + 0.01
    assert most[people["bea"]] < most[people["ada"]], "a level too low bounds as well"


def test_rows_add_up_and_levels_count(run, people):
    first, second = shown(run).rows
    assert (first.row.person, second.row.person) == (people["ada"], people["bea"])
    assert [first.match.rank, second.match.rank] == [1, 2]
    for one in (first, second):
        assert one.match.points == sum(row.points for row in one.match.rows)
        assert sum(row.possible for row in one.match.rows) == 100
    solder = second.match.rows[0]
    assert (solder.gap.need.level, solder.gap.best.skill.level) == (5, 4)
    assert solder.gap.covered < 1
    assert any("reach EQF level 5" in change.told for change in solder.gap.changes)


def test_one_more_credential_never_lowers(run, people, proves, role, dara):
    before = {one.row.person: one.match.points for one in shown(run).rows}
    proves(people["bea"], WIRE, level=3)
    again = compare(role, dara)
    after = {one.row.person: one.match.points for one in shown(again).rows}
    assert after[people["bea"]] > before[people["bea"]]
    assert after[people["ada"]] == before[people["ada"]]


def test_twins_of_other_schools_are_equal(ranking, role, proves, dara, people):
    twin = proves(person("zoe"), SOLDER, WIRE)
    run = compare(role, dara)
    ranks = {one.row.person: (one.match.rank, one.match.points) for one in shown(run).rows}
    assert ranks[twin] == ranks[people["ada"]]
    assert ranks[twin][0] == 1


def test_a_trace_replays_and_leads_to_nobody(run, people):
    told = json.dumps(trace_of_run(run, at=timezone.now()))
    again = replay_matches(json.loads(told))
    assert again.as_json() == json.loads(told)["answer"]
    assert [one.points for one in again.matches] == [one.match.points for one in shown(run).rows]
    names = ["ada", "bea@", "people.example", "Example University", "did:", "urn:uuid:", "/c/"]
    awards = [
        str(item.award_id) for one in run.people.all() for item in one.person.wallet_items.all()
    ]
    profile = f"urn:uuid:{run.version.profile_id}"
    assert not [name for name in [*names, *awards] if name in told.replace(profile, "")]


def test_who_withdraws_is_gone_from_a_run_that_is_kept(run, people):
    withdraw_consent(people["ada"], Purpose.RANKING, at=timezone.now())
    [left] = shown(run).rows
    assert left.row.person == people["bea"]
    assert left.match.rank == 1, "no gap tells that somebody went"
    assert row_of(run, people["ada"]).alias not in json.dumps(trace_of_run(run, at=timezone.now()))
    block_employer(people["bea"], run.organisation, at=timezone.now())
    assert not shown(run).rows


def test_who_withdraws_before_their_turn_is_not_compared_nor_told(ranking, role, people, dara):
    run = run_match(profiles.newest_of(role), by=dara, at=timezone.now())
    assert (shown(run).waiting, shown(run).rows) == (2, ())
    assert not matched_of(people["ada"]).exists(), "nothing can be said of it yet"
    withdraw_consent(people["ada"], Purpose.RANKING, at=timezone.now())
    outbox.drain()
    [left] = shown(run).rows
    assert (left.row.person, shown(run).waiting) == (people["bea"], 0)
    assert not run.people.filter(person=people["ada"]).exists()
    told = [letter.to for letter in mail.outbox if "compared you" in letter.subject]
    assert told == [[people["bea"].email]]


def test_switched_off_nobody_sees_points_or_ranks(run, employer, dara):
    told = {"is_on": False, "reason": "Not needed any more."}
    switch_ranking(employer, **told, by=dara, at=timezone.now())
    seen = shown(run)
    assert [one.match for one in seen.rows] == [None, None]
    assert [one.row.alias for one in seen.rows] == sorted(one.row.alias for one in seen.rows)
    with pytest.raises(Conflict):
        trace_of_run(run, at=timezone.now())
    with pytest.raises(Conflict):
        decide(seen.rows[0].row, "no", reason="x", by=dara, at=timezone.now())


def test_decisions_are_of_people_and_may_differ_from_ranks(run, people, dara):
    ada, bea = row_of(run, people["ada"]), row_of(run, people["bea"])
    assert not shown(run).decided, "nothing is decided by itself"
    decide(bea, "invite", reason="Worked here before.", by=dara, at=timezone.now())
    assert shown(run).override_percent == 0, "nobody else was decided about"
    decide(ada, "not-now", reason="Asks for another place.", by=dara, at=timezone.now())
    seen = shown(run)
    assert (seen.invited, seen.against, seen.override_percent) == (1, 1, 100)
    decide(ada, "invite", reason="The place is free.", by=dara, at=timezone.now())
    seen = shown(run)
    assert (seen.invited, seen.against) == (2, 0)
    [first, *_] = [one for one in seen.rows if one.row == ada]
    assert [one.choice for one in first.decisions] == ["invite", "not-now"], "both are kept"
    with pytest.raises(Refused) as refused:
        decide(ada, "reject", reason="x", by=dara, at=timezone.now())
    assert refused.value.problem.code == "value.unknown-choice"


def test_each_is_told_and_reads_the_same_points(run, people, django_capture_on_commit_callbacks):
    from testamur_web.employers.match_letters import mail_ranked

    row = row_of(run, people["bea"])
    mail_ranked(row.pk)
    assert f"/rankings/{row.pk}/" in mail.outbox[-1].body
    assert "Panel builder" in mail.outbox[-1].body
    own = match_of(row)
    [theirs] = [one.match for one in shown(run).rows if one.row == row]
    assert own.points == theirs.points
    assert [one.points for one in own.rows] == [one.points for one in theirs.rows]
