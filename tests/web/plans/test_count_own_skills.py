"""What Ada earned under an own skill counts toward her goal once it is mapped, and only so long."""

from __future__ import annotations

from datetime import timedelta

import pytest

from testamur.pathways.gap import Fit
from testamur.pathways.trace import replay, trace_of
from testamur_web.catalogue.mappings import end_mapping
from testamur_web.catalogue.matched import matching
from testamur_web.catalogue.models import OutcomeSkill
from testamur_web.catalogue.skills import entry_of, find_entries
from testamur_web.plans import queries, services
from testamur_web.plans.planning import Asked, plan_for
from testamur_web.wallet.services import put_in_wallet
from tests.web.catalogue.skills_of_own import mapped, own_skill
from tests.web.conftest import NOW
from tests.web.wallet.conftest import CONTENT, publish, sign_award

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(ada):
    analyst = find_entries("data analyst", kind="occupation", limit=1)[0].found.id
    return services.set_occupation(ada, analyst, at=NOW)


@pytest.fixture
def skill(university):
    return own_skill(university, "wrangle sensor readings")


@pytest.fixture
def held(university, ada, skill):
    """Ada holds a credential that certifies the own skill."""
    said = {"verb": "wrangle", "skill": skill.label, "skill_uri": skill.uri, "level": "expert"}
    made = publish(university, "Sensors at work")
    made.content = CONTENT | {"title": made.title, "outcomes": [said], "eqf_level": 6}
    made.save()
    OutcomeSkill.objects.create(version=made, uri=skill.uri, level=7)
    put_in_wallet(sign_award(made, person=ada), person=ada, at=NOW)
    return made


def row_of(goal, uri):
    return next(one for one in queries.standing_of(goal, at=NOW).gap.rows if one.need.skill == uri)


def test_unmapped_it_counts_for_nothing_and_exactly_mapped_as_the_skill_itself(goal, skill, held):
    target = goal.content["needs"][0]["skill"]
    assert row_of(goal, target).covered == 0
    mapping = mapped(skill, target)
    row = row_of(goal, target)
    assert (row.fit, row.best.credit) == (Fit.MATCH, 1)
    assert row.covered > 0
    assert row.best.through == "Skills of Example University, mapped 2026-05-01"
    end_mapping(mapping, by=None, at=NOW + timedelta(days=1))
    assert row_of(goal, target).covered == 0, "an ended mapping counts no more"


@pytest.mark.parametrize(
    ("relation", "fit"),
    [("broader", Fit.NARROWER), ("narrower", Fit.BROADER), ("related", Fit.RELATED)],
)
def test_what_is_near_counts_in_part(goal, skill, held, relation, fit):
    target = goal.content["needs"][0]["skill"]
    mapped(skill, target, relation)
    row = row_of(goal, target)
    assert (row.fit, row.best.distance) == (fit, 1)
    assert 0 < row.best.credit < 1


def test_the_page_tells_through_whose_word(sign_in, ada, goal, skill, held):
    mapped(skill, goal.content["needs"][0]["skill"])
    page = " ".join(sign_in(ada).get("/goal/").text.split())
    assert "shows “wrangle sensor readings”, which counts as the same" in page
    assert "(through Skills of Example University, mapped 2026-05-01)" in page


def test_a_trace_with_a_match_replays(goal, skill, held):
    mapped(skill, goal.content["needs"][0]["skill"])
    found = queries.standing_of(goal, at=NOW).gap
    assert replay(trace_of(found)) == found


def test_what_certifies_the_own_skill_is_offered_and_planned_for_the_published_one(
    university, chen, goal, skill
):
    target = goal.content["needs"][0]["skill"]
    offer = publish(university, "Sensors at work")
    offer.hours, offer.price, offer.currency = 10, 5, "EUR"
    offer.save()
    OutcomeSkill.objects.create(version=offer, uri=skill.uri, level=7)
    standing = queries.standing_of(goal, at=NOW)
    assert not any(one.offers for one in standing.open)
    mapped(skill, target)
    [missing] = [one for one in queries.standing_of(goal, at=NOW).open if one.offers]
    assert (missing.row.need.skill, [one.pk for one in missing.offers]) == (target, [offer.pk])
    planned = plan_for(goal, Asked(), at=NOW).plan.as_json()
    assert str(offer.achievement_id) in str(planned)


def test_the_page_of_the_published_skill_names_what_matches_it(client, skill, goal):
    target = goal.content["needs"][0]["skill"]
    mapped(skill, target)
    page = " ".join(client.get("/skills/about/", {"uri": target}).text.split())
    assert "Wrangle sensor readings" in page
    assert "through Skills of Example University" in page
    [told] = [
        one
        for one in client.get("/api/v1/skills/entry", {"uri": target}).json()["matches"]
        if one["uri"] == skill.uri
    ]
    assert (told["relation"], told["label"]) == ("same", skill.label)
    assert entry_of(target) is not None
    assert matching(skill.uri)[0].way.skill == target
