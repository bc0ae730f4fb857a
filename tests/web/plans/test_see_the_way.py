"""A learner sees how far a stack is, its map, and the shortest way; follows it and takes it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

import testamur as tm
from testamur.pathways.held import held_of
from testamur.pathways.pathmap import State
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.catalogue.documents import rule_of
from testamur_web.catalogue.models import OutcomeSkill, Version
from testamur_web.learning import services as learning
from testamur_web.ops.outbox import drain
from testamur_web.people.services import make_token
from testamur_web.plans.mapping import map_for, map_of, offered_for
from testamur_web.plans.models import StackCase
from testamur_web.plans.stacking import progress_of
from testamur_web.wallet.models import Item
from tests.web.awards.conftest import published
from tests.web.conftest import NOW
from tests.web.plans.wholes import earn, named, url, whole_of

SKILL = "http://data.europa.eu/esco/skill/aaaa"


def taking(version: Version, **columns) -> Version:
    """The version with what it takes, as publishing would write it beside its content."""
    Version.objects.filter(pk=version.pk).update(**columns)
    version.refresh_from_db()
    return version


def state_of(drawn, version: Version) -> State:
    return next(node.state for node in drawn.nodes() if node.address == url(version))


def pages_of(whole: Version, name: str = "learner-read-stack") -> str:
    verb = name.removeprefix("learner-").removesuffix("-stack")
    ending = "" if verb == "read" else f"{verb}/"
    return f"/stacks/{whole.achievement_id}/{ending}"


def test_what_is_earned_counts_and_the_rest_is_the_way(known, whole, python, statistics) -> None:
    taking(statistics, hours=25, price=Decimal("90.00"), currency="EUR")
    earn(python, known)
    drawn = map_for(known, progress_of(known, whole, at=NOW)).map
    assert state_of(drawn, python) is State.EARNED
    assert state_of(drawn, statistics) is State.AVAILABLE
    assert [step.offered.award.title for step in drawn.way.steps] == ["Statistics"]
    assert (drawn.way.minutes, drawn.way.cents) == (1500, {"EUR": 9000})


def test_where_somebody_takes_part_is_in_progress(known, bashir, whole, python) -> None:
    cohort = learning.open_cohort(python, name="Spring", by=bashir, at=NOW)
    learning.enrol(cohort, person=known, at=NOW)
    drawn = map_for(known, progress_of(known, whole, at=NOW)).map
    assert state_of(drawn, python) is State.IN_PROGRESS


def test_what_is_withdrawn_or_elsewhere_is_not_offered(university, python, statistics) -> None:
    elsewhere = {"achievement": "https://elsewhere.example/a", "name": "Elsewhere"}
    whole = whole_of(university, clause={"all": [named(python), named(statistics), elsewhere]})
    python.achievement.withdrawn_at = NOW
    python.achievement.save()
    drawn = map_of(whole, rule_of(whole), at=NOW).map
    states = {node.title: node.state for node in drawn.root.children}
    assert states == {
        "Python": State.NOT_OFFERED,
        "Statistics": State.AVAILABLE,
        "Elsewhere": State.NOT_OFFERED,
    }
    assert not drawn.way.is_found


def test_skills_and_credits_are_met_by_what_gives_them(university, python, statistics) -> None:
    OutcomeSkill.objects.create(version=taking(python, hours=10), uri=SKILL, level=5)
    taking(statistics, ects=Decimal(3), hours=40)
    clause = {"all": [{"skill": SKILL, "name": "Programming", "level": 4}, {"credits": 3}]}
    drawn = map_of(whole := whole_of(university, clause=clause), rule_of(whole), at=NOW).map
    assert {step.offered.award.title for step in drawn.way.steps} == {"Python", "Statistics"}


def test_a_whole_is_no_step_toward_itself(university) -> None:
    whole = whole_of(university, clause={"credits": 3})
    taking(whole, ects=Decimal(30), hours=1)
    offered, is_cut = offered_for(rule_of(whole), whole)
    assert (offered, is_cut) == ([], False)


def test_what_asks_for_a_whole_is_no_step_toward_it(university) -> None:
    whole = whole_of(university, clause={"credits": 3})
    above = whole_of(university, whole, title="Above")
    taking(above, ects=Decimal(30), hours=1)
    assert offered_for(rule_of(whole), whole) == ([], False)


def test_an_offer_says_what_its_award_will_say(known, university) -> None:
    outcome = {"verb": "use", "skill": "Python", "skill_uri": SKILL, "level": "advanced"}
    part = published(university, title="Facts", outcomes=[outcome], ects="4", eqf_level=6)
    OutcomeSkill.objects.create(version=part, uri=SKILL, level=5)
    taking(part, ects=Decimal(4), eqf_level=6)
    whole = whole_of(university, part, part)
    earn(part, known)
    [offered], _ = offered_for(rule_of(whole), whole)
    text = Item.objects.get(holder=known).credential
    held = held_of(tm.verify(text, resolver=InstanceResolver(at=NOW), at=NOW))
    for name in ("names", "title", "issuer", "version", "level", "credits"):
        assert getattr(offered.award, name) == getattr(held, name), name
    assert [(one.uri, one.level) for one in offered.award.skills] == [
        (one.uri, one.level) for one in held.skills
    ]


def test_the_way_that_costs_least_is_another(
    known, sign_in, university, python, statistics
) -> None:
    taking(python, hours=10, price=Decimal("90.00"), currency="EUR")
    taking(statistics, hours=25, price=Decimal(0), currency="EUR")
    whole = whole_of(university, clause={"any": [named(python), named(statistics)]})
    client = sign_in(known)
    assert "10 hours. Proven" in client.get(pages_of(whole)).content.decode()
    page = client.get(pages_of(whole), {"aim": "cost"}).content.decode()
    assert "The cheapest way from here" in page
    assert f'<h3><a href="/catalogue/{statistics.achievement_id}/">Statistics' in page


def test_the_page_says_how_far_and_draws_the_map(known, sign_in, whole, python) -> None:
    earn(python, known)
    page = sign_in(known).get(pages_of(whole)).content.decode()
    assert "50 % is there" in page
    assert page.count("<svg") == 2
    assert 'aria-label="Python. Earned.' in page
    assert "What is left" in page


def test_why_something_does_not_count_is_said(known, sign_in, university, python) -> None:
    asked = {"atLevel": 6, "rule": named(python)}
    whole = whole_of(university, clause=asked)
    earn(python, known)
    page = sign_in(known).get(pages_of(whole)).content.decode()
    assert "Its level is not stated; level 6 is asked for." in page


def test_stacks_begun_and_others_are_listed(
    known, sign_in, whole, python, statistics, university
) -> None:
    whole_of(university, statistics, title="Statistician")
    client = sign_in(known)
    assert "Nothing you hold adds up" in client.get("/stacks/").content.decode()
    earn(python, known)
    page = client.get("/stacks/").content.decode()
    begun, others = page.split("Others that are offered")
    assert "Data scientist" in begun
    assert "50 % is there." in begun
    assert "Statistician" in others


def test_it_is_followed_and_left(known, sign_in, whole) -> None:
    client = sign_in(known)
    assert client.post(pages_of(whole, "learner-follow-stack")).status_code == 302
    assert StackCase.objects.get(person=known).is_followed
    client.post(pages_of(whole, "learner-leave-stack"))
    assert not StackCase.objects.get(person=known).is_followed


def test_what_is_complete_is_taken(known, sign_in, university, college) -> None:
    part = published(college, title="Elsewhere")
    whole = whole_of(university, part)
    earn(part, known)
    client = sign_in(known)
    assert "Take the award" in client.get(pages_of(whole)).content.decode()
    client.post(pages_of(whole, "learner-accept-stack"))
    drain()
    assert StackCase.objects.get(person=known).state == StackCase.State.AWARDED
    page = client.post(pages_of(whole, "learner-accept-stack"), follow=True).content.decode()
    assert "It is yours." in page
    assert "waits" in page


@pytest.mark.parametrize("path", ["/stacks/{}/", "/catalogue/{}/map/"])
def test_what_is_made_of_nothing_has_no_map(known, sign_in, python, path) -> None:
    assert sign_in(known).get(path.format(python.achievement_id)).status_code == 404


def test_whoever_has_nothing_sees_the_map_of_a_whole(whole) -> None:
    client = Client()
    offer = client.get(f"/catalogue/{whole.achievement_id}/").content.decode()
    assert f"/catalogue/{whole.achievement_id}/map/" in offer
    page = client.get(f"/catalogue/{whole.achievement_id}/map/")
    assert page.status_code == 200
    assert "The shortest way from the beginning" in page.content.decode()


def test_a_program_reads_and_draws_the_map(known, whole, python) -> None:
    earn(python, known)
    secret = make_token(known, name="mine", organisation=None, at=timezone.now())
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    path = f"/api/v1/stacks/{whole.achievement_id}/map"
    told = client.get(path).json()
    assert [node["state"] for node in told["nodes"]] == ["in progress", "earned", "available"]
    assert [step["title"] for step in told["way"]["steps"]] == ["Statistics"]
    drawn = client.get(f"{path}.svg", {"narrow": "true"})
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b'width="358"' in drawn.content
    assert client.get(f"/api/v1/stacks/{python.achievement_id}/map").status_code == 404


def test_a_program_without_a_token_reads_the_map_from_the_beginning(whole, python) -> None:
    told = Client().get(f"/api/v1/catalogue/{whole.achievement_id}/map").json()
    assert len(told["way"]["steps"]) == 2
    assert Client().get(f"/api/v1/catalogue/{python.achievement_id}/map").status_code == 404


def test_the_picture_is_kept_as_a_file(known, sign_in, whole) -> None:
    for client, path in (
        (sign_in(known), "/stacks/{}/map.svg"),
        (Client(), "/catalogue/{}/map.svg"),
    ):
        drawn = client.get(path.format(whole.achievement_id))
        assert drawn["Content-Disposition"] == 'attachment; filename="data-scientist.svg"'
        assert b"<style>" in drawn.content
