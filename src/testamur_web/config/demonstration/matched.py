"""Brightworks ranks: people who agreed to it, some decisions, one against the ranks, one contest.

Who says something of themselves for the report on fairness was invented by lot, as everybody here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from testamur.pathways.goal import Goal
from testamur.skills.framework import Need
from testamur_web.catalogue.models import Version
from testamur_web.employers.consent import give_consent
from testamur_web.employers.indexing import index_person
from testamur_web.employers.match_decisions import answer_contest, contest_match, decide
from testamur_web.employers.matching import RunShown, read_run, run_match
from testamur_web.employers.models import MatchedPerson, Part, Purpose
from testamur_web.employers.own_traits import state_traits
from testamur_web.employers.ranking import switch_ranking
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Organisation, Person
from testamur_web.plans.profiles import create_profile, newest_of

__all__ = ["compare_people"]

_DAY: Final = timedelta(days=1)
_PEOPLE: Final = 26
_TITLES: Final = ("Python for data work", "Data analysis with SQL")
_REASON: Final = "Forty people answer each advert, and two of us read."
_INVITED: Final = 9
_AGAINST: Final = 14
_MANY: Final = 20


def compare_people(
    people: Mapping[str, Person],
    employer: Organisation,
    titled: Mapping[str, Version],
    *,
    at: datetime,
) -> None:
    """Switch ranking on, describe a role, compare who agrees, decide, be contested, answer."""
    dara = people["dara"]
    switch_ranking(employer, is_on=True, reason=_REASON, by=dara, at=at - 5 * _DAY)
    offers = [titled[title] for title in _TITLES]
    _agree(people["ada"], employer, offers, at=at - 4 * _DAY)
    role = create_profile(employer, _role(offers), by=dara, at=at - 4 * _DAY)
    run = run_match(newest_of(role), by=dara, at=at - 3 * _DAY)
    drain()
    found = read_run(run, at=at)
    _say_traits(found, at=at - 2 * _DAY)
    _decide(found, dara, at=at - 2 * _DAY)
    _contest(found, people["ada"], dara, at=at)


def _role(offers: Sequence[Version]) -> Goal:
    """What the offers certify, a level above of what comes second."""
    skills = [skill for offer in offers for skill in offer.skills.order_by("uri")[:2]]
    told = {skill.uri: skill for skill in skills}
    names = {
        outcome["skill_uri"]: outcome["skill"]
        for offer in offers
        for outcome in offer.content["outcomes"]
        if outcome.get("skill_uri")
    }
    needs = tuple(
        Need(uri, level=min((skill.level or 4) + place % 2, 8), importance=1 if place < 2 else 0.5)
        for place, (uri, skill) in enumerate(told.items())
    )
    named = {need.skill: names[need.skill] for need in needs if need.skill in names}
    return Goal(needs, label="Data technician, solar parks", names=named)


def _agree(ada: Person, employer: Organisation, offers: Sequence[Version], *, at: datetime) -> None:
    """Ada and who else holds one of the offers let Brightworks rank them."""
    holders = Person.objects.filter(awards__version__in=offers, is_active=True).distinct()
    some = [ada, *holders.exclude(pk=ada.pk).order_by("username")[: _PEOPLE - 1]]
    for person in some:
        give_consent(person, Purpose.RANKING, parts={Part.SKILLS}, organisation=employer, at=at)
        index_person(person.pk, at=at)


def _say_traits(found: RunShown, *, at: datetime) -> None:
    """Each says something of themselves, whatever their points."""
    people = sorted((one.row.person for one in found.rows), key=lambda person: person.username)
    for number, person in enumerate(people):
        gender = "woman" if number % 2 else "man"
        age = ("under-30", "30-44", "45-59")[number % 3]
        state_traits(person, {"gender": gender, "age": age}, at=at)


def _decide(found: RunShown, dara: Person, *, at: datetime) -> None:
    for place, one in enumerate(found.rows[:_MANY]):
        if place < _INVITED:
            choice, reason = "invite", "Proves what the park needs, at the level it needs."
        elif place == _AGAINST:
            choice, reason = "invite", "Has mended inverters; points cannot tell that."
        else:
            choice, reason = "not-now", "The places of this spring are given; asked for autumn."
        decide(one.row, choice, reason=reason, by=dara, at=at)


def _contest(found: RunShown, ada: Person, dara: Person, *, at: datetime) -> None:
    """Ada asks and waits; somebody else asked and has the answer."""
    mine = MatchedPerson.objects.filter(run=found.run, person=ada).first()
    if mine is not None:
        contest_match(mine, words="My newest award for SQL is not in it.", at=at - _DAY)
    other = next(one.row for one in reversed(found.rows) if one.row.person_id != ada.pk)
    asked = contest_match(other, words="I renewed it last week.", at=at - _DAY)
    told = "You are right: we compare again on Monday, with the renewed one."
    answer_contest(asked, answer=told, by=dara, at=at)
