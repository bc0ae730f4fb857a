"""Who is found and who is compared, by the database in parts, is who one finds by hand.

Crowds are drawn from a number, and each is asked several things, with pages and parts so small that
every way through them is gone.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from django.utils import timezone

from testamur.pathways.confidence import DEFAULT, Shown, confidence_in
from testamur.pathways.gap import credit_of
from testamur.pathways.goal import Goal
from testamur.pathways.question import relations_of
from testamur.skills.framework import Need
from testamur.talent.match import points_possible
from testamur.talent.profile import profile_of
from testamur_web.catalogue.matched import graph_in_use
from testamur_web.catalogue.skills import graphs_in_use
from testamur_web.employers import drawn, searching, shortlisting
from testamur_web.employers.consent import parts_shown
from testamur_web.employers.criteria import Criteria, Wanted
from testamur_web.employers.drawn import CIRCLE
from testamur_web.employers.models import (
    Block,
    Consent,
    Findable,
    IndexedSkill,
    Part,
    ProvenSkill,
    Purpose,
)
from testamur_web.employers.nearness import MATCHING, nearness_of
from testamur_web.employers.ranking import rankable
from testamur_web.people.models import Person

pytestmark = pytest.mark.django_db

PEOPLE = 30
DAY0 = date(1970, 1, 1)


@pytest.fixture
def skills() -> list[str]:
    """A few of the list that ships, among them broader and narrower and related ones."""
    graph, found = graph_in_use(), []
    for framework, each in graphs_in_use():
        for skill in framework.skills:
            near = [*each.descendants(skill.id), *graph.related(skill.id)][:3]
            if near and skill.id not in found:
                found += [skill.id, *(one for one in near if each.skill(one))]
            if len(found) > 10:
                return list(dict.fromkeys(found))
    return found


def make_crowd(rng: Random, skills: list[str], employer, other) -> None:
    """People with skills, facts, consents for all, one or another, ended ones, and blocks."""
    now = timezone.now()
    numbers = [IndexedSkill.objects.create(uri=uri, label=uri[-8:]) for uri in skills]
    for place in range(PEOPLE):
        told = {"username": f"p{place}", "name": f"P {place}"}
        person = Person.objects.create(is_active=rng.random() < 0.95, **told)
        row = Findable.objects.create(
            person=person,
            draw=rng.randrange(CIRCLE),
            languages=rng.choice(["", " de ", " de en ", " fr en "]),
            country=rng.choice(["AT", "DE"]),
            hours=rng.choice([None, 10, 40]),
        )
        ProvenSkill.objects.bulk_create(
            ProvenSkill(
                findable=row,
                skill=rng.choice(numbers[: rng.choice([3, len(numbers)])]),
                draw=row.draw,
                level=rng.choice([None, 2, 3, 4, 5, 6, 7]),
                sureness=rng.choice([0.4, 0.6, 0.8, 0.95]),
                oldest=0.3,
                counted_from=(now.date() - DAY0).days - rng.randrange(2_000),
                half_life=rng.choice([365.25, 1095.75]),
                fresh_until=rng.choice([None, now.date() + timedelta(days=rng.randrange(400))]),
                ends_on=rng.choice([None, None, now.date() + timedelta(days=rng.randrange(-9, 9))]),
                title="Course",
            )
            for _ in range(rng.randrange(8))
        )
        for purpose in (Purpose.SEARCH, Purpose.RANKING):
            for whom in (None, employer, other):
                if rng.random() < (0.8 if whom is None else 0.2):
                    Consent.objects.create(
                        person=person,
                        purpose=purpose,
                        organisation=whom,
                        given_at=now - timedelta(days=rng.choice([1, 9, -1])),
                        ended_at=rng.choice([None, None, None, now - timedelta(hours=1)]),
                        **{f"shows_{part.value}": rng.random() < 0.8 for part in Part},
                    )
        if rng.random() < 0.1:
            Block.objects.create(
                person=person,
                organisation=rng.choice([employer, other]),
                since=now - timedelta(days=2),
                ended_at=rng.choice([None, now - timedelta(days=1)]),
            )


def asked_of(rng: Random, skills: list[str]) -> Criteria:
    many = rng.sample(skills, rng.randrange(1, 5))
    now = timezone.now().date()
    return Criteria(
        tuple(Wanted(uri, rng.choice([None, 3, 5])) for uri in many),
        least=rng.randrange(1, len(many) + 1),
        confidence=rng.choice([0, 0, 40]),
        fresh_on=rng.choice([None, None, now + timedelta(days=90)]),
        languages=rng.choice([(), (), ("en",)]),
        country=rng.choice(["", "", "AT"]),
        hours=rng.choice([None, None, 20]),
    )


def found_by_hand(employer, asked: Criteria, at) -> dict[int, int]:
    """The key and the number drawn of everybody who matches, looked at one by one."""
    near = nearness_of(one.skill for one in asked.skills)
    found = {}
    for row in Findable.objects.select_related("person"):
        parts = parts_shown(row.person, employer, Purpose.SEARCH, at=at) or frozenset()
        held = list(row.proven.all())
        matched = sum(
            any(shows(one, wanted, near[wanted.skill], asked, at.date()) for one in held)
            for wanted in asked.skills
        )
        agreed = agrees(row, employer, Purpose.SEARCH, at)
        if agreed and states(row, parts, asked) and matched >= asked.needed:
            found[row.pk] = row.draw
    return found


def agrees(row: Findable, employer, purpose: Purpose, at) -> bool:
    """Whether they show an employer their skills for a purpose."""
    parts = parts_shown(row.person, employer, purpose, at=at)
    return parts is not None and Part.SKILLS in parts


def shows(one: ProvenSkill, wanted: Wanted, near, asked: Criteria, day: date) -> bool:
    how = near.get(one.skill_id)
    if how is None or how.fit not in MATCHING:
        return False
    age = max((day - DAY0).days - one.counted_from, 0) / one.half_life
    sure = one.sureness * (one.oldest + (1 - one.oldest) * 0.5**age)
    fresh = asked.fresh_on is None or (one.fresh_until and one.fresh_until >= asked.fresh_on)
    return bool(
        (one.ends_on is None or one.ends_on >= day)
        and (wanted.level is None or (one.level or 0) >= wanted.level)
        and (not asked.confidence or sure >= asked.confidence / 100 / how.credit)
        and fresh
    )


def states(row: Findable, parts: frozenset[Part], asked: Criteria) -> bool:
    spoken = all(f" {one} " in row.languages for one in asked.languages)
    return (
        (not asked.languages or (Part.LANGUAGES in parts and spoken))
        and (not asked.country or (Part.REGION in parts and row.country == asked.country))
        and (
            asked.hours is None
            or (Part.AVAILABILITY in parts and row.hours is not None and row.hours >= asked.hours)
        )
    )


@pytest.mark.parametrize("seed", range(3))
def test_who_is_found_is_who_is_found_by_hand(seed, skills, employer, college, monkeypatch):
    rng = Random(seed)  # noqa: S311 -- chance, not secrets
    make_crowd(rng, skills, employer, college)
    for most, at_once, sampled, worth in ((1_000, 4_000, 256, 20), (6, 3, 1, 0), (6, 3, 1, 2)):
        monkeypatch.setattr(searching, "MOST", most)
        monkeypatch.setattr(searching, "_WORTH", worth)
        monkeypatch.setattr(drawn, "SAMPLED", sampled)
        monkeypatch.setattr(searching, "PER_PAGE", 4)
        monkeypatch.setattr(drawn, "_AT_ONCE", at_once)
        for place in range(4):
            asked, now = asked_of(rng, skills), timezone.now()
            by_hand = found_by_hand(employer, asked, now)
            told = f"seed {seed}, {asked}"
            assert searching.count_found(employer, asked, at=now) == min(len(by_hand), most), told
            turned = searching._seed(employer, str(place), now.date())
            first = sorted(by_hand, key=lambda key: (by_hand[key] - turned) % CIRCLE)[:most]
            pages = searching.search(employer, asked, of=str(place), at=now).pages
            seen = [
                hit.findable.pk
                for number in range(1, pages + 1)
                for hit in searching.search(
                    employer, asked, of=str(place), number=number, at=now
                ).hits
            ]
            assert sorted(seen) == sorted(first), told
            assert seen == first or len(by_hand) < most, told


def bound_by_hand(row: Findable, needs, near) -> float:
    """The most points that somebody could have, from all of their rows."""
    now, total = timezone.now(), 0.0
    for need, share in zip(needs, points_possible(needs), strict=True):
        most = 0.0
        for one in row.proven.select_related("skill"):
            for credit in near[need.skill].get(one.skill.uri, ()):
                level = confidence_in(Shown(one.level), level=need.level, at=now).level
                most = max(most, float(share * min(1, credit / DEFAULT.enough, level)))
        total += most
    return total


@pytest.mark.parametrize("seed", range(3))
def test_who_is_compared_is_who_could_have_most_by_hand(seed, skills, employer, college):
    rng, graph = Random(seed), graph_in_use()  # noqa: S311
    make_crowd(rng, skills, employer, college)
    for limit in (3, 10, 100):
        many = rng.sample(skills, rng.randrange(1, 6))
        needs = tuple(
            Need(uri, level=rng.choice([None, 3, 5]), importance=rng.choice([1.0, 0.5]))
            for uri in many
        )
        near: dict[str, dict[str, list]] = {need.skill: {need.skill: [1]} for need in needs}
        for relation in relations_of(near, set(skills), graph):
            near[relation.skill].setdefault(relation.held, []).append(credit_of(relation, DEFAULT))
        now = timezone.now()
        bounds = {
            row.pk: (-round(bound_by_hand(row, needs, near), 6), row.draw)
            for row in Findable.objects.select_related("person")
            if agrees(row, employer, Purpose.RANKING, now)
        }
        first = sorted((key for key in bounds if bounds[key][0] < 0), key=lambda key: bounds[key])
        found = shortlisting.most_promising(
            rankable(employer, at=now),
            profile_of(Goal(needs)),
            graph=graph,
            at=now,
            limit=limit,
        )
        assert [one.findable for one in found] == first[:limit], f"seed {seed}, {needs}"
        for one in found:
            assert one.most == pytest.approx(-bounds[one.findable][0], abs=1e-5)
