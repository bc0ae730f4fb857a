"""Inflation is counted once a day, for each achievement, each organisation and the catalogue."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from testamur_web.learning.models import Decision
from testamur_web.ops.models import OutboxRow, TrailEntry
from testamur_web.trust.inflation import (
    count_of_achievement,
    count_of_catalogue,
    count_of_organisation,
    counted_achievements,
    near_of,
    pairs_in,
    post_count,
    public_content,
)
from testamur_web.trust.inflation_alerting import alerts_in, change_thresholds, thresholds_of
from testamur_web.trust.inflation_counting import count_inflation
from testamur_web.trust.jobs import begin_counting, count_now
from testamur_web.trust.models import InflationAlert
from tests.web.conftest import NOW
from tests.web.trust.inflated import DAY, crowd, give, programme, run


def part(count, name):
    return next(one for one in count.content["parts"] if one["name"] == name)


def test_an_inflated_programme_stands_far_from_a_good_one(inflated, good):
    assert count_inflation(at=NOW) == 4
    bad = count_of_achievement(inflated[1].achievement_id)
    fine = count_of_achievement(good.achievement_id)
    assert bad.index == Decimal("75.8")
    assert fine.index == 0
    assert part(bad, "overlap")["value"] == 1.0
    assert part(bad, "nothing_new")["value"] == 1.0
    assert part(bad, "passing")["value"] == 1.0
    assert part(bad, "shortfall")["value"] == pytest.approx(0.68)
    assert part(bad, "per_person")["value"] == 2.0
    assert part(bad, "saturation")["state"] == "unknown"
    assert part(fine, "passing")["value"] == 0.75
    assert part(fine, "overlap")["value"] == 0.0


def test_near_duplicates_are_named(inflated, good):
    count_inflation(at=NOW)
    near = near_of(count_of_achievement(inflated[0].achievement_id))
    assert {(one.version.title, one.overlap) for one in near} == {
        ("Excel essentials", 1),
        ("Excel starter", 1),
    }
    pairs = pairs_in(count_of_catalogue())
    assert len(pairs) == 3
    assert near_of(count_of_achievement(good.achievement_id)) == []


def test_organisations_and_the_catalogue_are_counted_too(inflated, good, university, college):
    count_inflation(at=NOW)
    ours, all_of_it = count_of_organisation(university), count_of_catalogue()
    assert part(ours, "nothing_new")["people"] == 60
    assert part(all_of_it, "overlap")["value"] == 0.75
    assert count_of_organisation(college).index is None
    assert [one["credentials"] for one in all_of_it.content["spread"]["holding"]] == [1, 2]
    assert [one.achievement.title for one in counted_achievements(university)][-1] == "Welding"


def test_rates_are_kept_by_quarter_for_everybody_and_by_month_for_the_issuer(good):
    count_inflation(at=NOW)
    count = count_of_achievement(good.achievement_id)
    (first,) = [one for one in count.content["rates"]["quarter"] if one["award_rate"]["value"]]
    assert (first["name"], first["award_rate"]["value"]) == ("2026-Q2", 0.75)
    assert set(count.content["rates"]) == {"quarter", "month", "cohort"}
    assert set(public_content(count)["rates"]) == {"quarter"}


def test_nothing_of_fewer_than_five_people_is_kept(university, bashir):
    version = programme(university, "Excel basics")
    run(version, crowd(4), assessor=bashir)
    count_inflation(at=NOW)
    content = count_of_achievement(version.achievement_id).content
    assert {one["state"] for one in content["parts"] if one["name"] != "overlap"} <= {
        "withheld",
        "unknown",
    }
    kept = json.dumps(content)
    assert '"people": 4' not in kept
    assert "learner" not in kept


def test_revoked_awards_wholes_and_renewals_after_the_end_do_not_count(university):
    basics, again = programme(university, "Excel basics"), programme(university, "Excel starter")
    people = crowd(6)
    give(basics, people[:3], revoked_at=NOW)
    give(basics, people[3:], valid_until=NOW + 5 * DAY)
    give(again, people, at=NOW + 30 * DAY)
    whole = programme(university, "The whole")
    type(whole).objects.filter(pk=whole.pk).update(is_stack=True)
    give(whole, people, at=NOW + 40 * DAY)
    count_inflation(at=NOW)
    assert part(count_of_achievement(again.achievement_id), "nothing_new")["value"] == 0.0
    assert count_of_achievement(whole.achievement_id) is None


def test_who_has_not_claimed_is_known_by_the_address(university):
    basics, again = programme(university, "Excel basics"), programme(university, "Excel starter")
    people = crowd(5)
    for at, version in enumerate((basics, again)):
        for one in give(version, people, at=NOW + at * DAY):
            one.holder, one.recipient_email = None, f"{one.recipient_name}@People.example"
            one.save()
    count_inflation(at=NOW)
    assert part(count_of_achievement(again.achievement_id), "nothing_new")["value"] == 1.0


def test_counting_again_changes_nothing_but_the_day(inflated):
    count_inflation(at=NOW)
    before = count_of_catalogue()
    count_inflation(at=NOW + DAY)
    after = count_of_catalogue()
    assert (before.content, NOW + DAY) == (after.content, after.counted_at)


def test_grades_count_by_their_place_on_the_scale(university, bashir):
    grades = {"kind": "scale", "values": ["C", "B", "A"]}
    version = programme(university, "Excel basics", grades=grades)
    cohort = run(version, crowd(24), assessor=bashir)
    order = Decision.objects.filter(enrolment__cohort=cohort).order_by("decided_at")
    for at, decision in enumerate(order):
        decision.grade = ("C" if at % 2 else "B") if at < 12 else "A"
        decision.save()
    count_inflation(at=NOW)
    drift = count_of_achievement(version.achievement_id).content["drift"]
    assert (drift["marks"]["earlier"], drift["marks"]["later"]) == (0.25, 1.0)
    assert drift["level"]["value"] == 0.75


def test_the_newest_decision_about_somebody_counts(university, bashir):
    version = programme(university, "Excel basics")
    cohort = run(version, crowd(8), assessor=bashir, failing=[0])
    first = Decision.objects.get(enrolment__cohort=cohort, passed=False)
    first.pk, first.passed, first.decided_at = None, True, NOW + DAY
    first.save(force_insert=True)
    count_inflation(at=NOW)
    passing = part(count_of_achievement(version.achievement_id), "passing")
    assert (passing["value"], passing["people"]) == (1.0, 8)


# ------------------------------------------------------------------------------------- alerts


def names(organisation):
    return sorted(one.name for one in alerts_in(organisation))


def test_alerts_stand_since_they_began_and_end(inflated, good, university, college):
    count_inflation(at=NOW)
    assert {one.achievement.title for one in alerts_in(university)} == {
        "Excel basics",
        "Excel starter",
    }
    assert names(college) == ["overlap"]
    count_inflation(at=NOW + DAY)
    assert {one.since for one in alerts_in(university)} == {NOW}
    for version in inflated:
        version.content = {**version.content, "outcomes": []}
        version.save()
    count_inflation(at=NOW + 2 * DAY)
    assert names(college) == []
    assert InflationAlert.objects.get(achievement__organisation=college).ended_at == NOW + 2 * DAY


def test_an_organisation_says_from_where_on_it_is_told(inflated, university, bashir):
    assert thresholds_of(university)["overlap"] == Decimal("0.8")
    change_thresholds(university, {"overlap": None, "index": Decimal(101)}, by=bashir, at=NOW)
    assert thresholds_of(university)["overlap"] is None
    assert thresholds_of(university)["passing"] == Decimal("0.98")
    count_inflation(at=NOW)
    assert {"overlap", "index"}.isdisjoint(names(university))
    entry = TrailEntry.objects.get(verb="inflation.thresholds")
    assert "overlap: 0.8 → None" in entry.detail["thresholds"]
    change_thresholds(university, {}, by=bashir, at=NOW)
    assert thresholds_of(university)["overlap"] == Decimal("0.8")


# -------------------------------------------------------------------------------------- worker


def test_a_worker_counts_once_a_day(university):
    programme(university, "Excel basics")
    assert post_count(at=NOW)
    assert not post_count(at=NOW + timedelta(hours=3))
    assert post_count(at=NOW + DAY)
    assert OutboxRow.objects.filter(kind="inflation.count").count() == 2
    count_now.func()
    assert count_of_catalogue() is not None
    begin_counting({})
