"""What has happened in the demonstration: everything through the services people use."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from django.db import transaction
from django.utils import timezone
from rich.progress import Progress, TaskID

from testamur_web.awards import services as awards
from testamur_web.awards.models import Award
from testamur_web.awards.services import Recipient
from testamur_web.catalogue import services as catalogue
from testamur_web.catalogue.definition import Definition, Price
from testamur_web.catalogue.documents import achievement_url
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import definition_of
from testamur_web.config.demonstration.attesting import Attested
from testamur_web.config.demonstration.cast import (
    CAST,
    ORGANISATIONS,
    PASSWORD,
    learner_names,
)
from testamur_web.config.demonstration.compared import COMPARED
from testamur_web.config.demonstration.degree import Study
from testamur_web.config.demonstration.demanded import load_generated_postings
from testamur_web.config.demonstration.found import let_people_be_found
from testamur_web.config.demonstration.inflated import run_programmes
from testamur_web.config.demonstration.ladders import climb
from testamur_web.config.demonstration.matched import compare_people
from testamur_web.config.demonstration.named_skills import definition_with, name_skills
from testamur_web.config.demonstration.needs import ask_issuers
from testamur_web.config.demonstration.offers import offers
from testamur_web.config.demonstration.reviewing import ask_experts
from testamur_web.config.demonstration.roles import describe_roles
from testamur_web.config.demonstration.shortlisted import shortlist_applicants
from testamur_web.config.demonstration.surveyed import ask_participants
from testamur_web.config.demonstration.teaching import teach
from testamur_web.config.demonstration.terms import with_terms
from testamur_web.config.demonstration.upskilled import run_upskilling
from testamur_web.config.demonstration.vouching import check_issuer, vouch
from testamur_web.config.demonstration.wholes import DIGITAL, PRACTICE, WHOLES, definition_of_whole
from testamur_web.ops.outbox import drain
from testamur_web.people import services as people
from testamur_web.people.models import Organisation, Person
from testamur_web.plans import services as plans
from testamur_web.plans.keeping import keep_plan
from testamur_web.plans.planning import Asked
from testamur_web.wallet import services as wallet
from testamur_web.wallet.models import Share
from testamur_web.wallet.queries import parts_of

__all__ = ["seed"]

log: Final = logging.getLogger(__name__)

LEARNERS: Final = 200
SESSIONS: Final = 6
"""How many times each micro-credential was awarded, on a day for all of that time."""
CHANCE: Final = 2026
DAY: Final = timedelta(days=1)
SOFTWARE_DEVELOPER: Final = (
    "http://data.europa.eu/esco/occupation/f2b15a0e-e65a-438a-affb-29b9d50b77d1"
)
ADAS_FACTS: Final = {
    "birth_year": 1999,
    "country": "AT",
    "region": "Tyrol",
    "employment": "unemployed",
    "eqf": 5,
}


def seed() -> None:
    """Tell the story from the beginning, unless it was told in this database before."""
    if Person.objects.filter(username=CAST[-1].username).exists():
        return
    with Progress(transient=True) as progress:
        _Story(progress, at=timezone.now()).tell()


class _Story:
    """The steps share who is who; `at` is the present, from which all is counted back."""

    def __init__(self, progress: Progress, *, at: datetime) -> None:
        self._progress, self._at = progress, at
        self._rng = Random(CHANCE)  # noqa: S311 -- chance, not secrets
        self._people: dict[str, Person] = {}
        self._organisations: dict[str, Organisation] = {}
        self._versions: list[Version] = []
        self._titled: dict[str, Version] = {}

    def tell(self) -> None:
        """Organisations, offers, learners, awards, what waits, what was taken back and shared."""
        began = self._at - 900 * DAY
        self._arrive(began)
        self._publish(began + DAY)
        learners = self._enlist(began + 2 * DAY)
        self._award(learners)
        with transaction.atomic():
            teach(self._versions, self._people, at=self._at)
        self._stack(began + 2 * DAY)
        self._study()
        self._take_back()
        self._share()
        Attested(self._people, self._titled, self._at).tell()
        self._name_skills(began + 200 * DAY)
        self._aim()
        self._vouch()
        run_programmes(self._people, self._titled, at=self._at)
        ask_experts(self._titled, by=self._people["bashir"], at=self._at)
        ask_participants(self._people, self._titled, at=self._at)
        shortlist_applicants(self._people["dara"], at=self._at)
        brightworks, dara = self._organisations["brightworks"], self._people["dara"]
        let_people_be_found(self._people["ada"], dara, brightworks, at=self._at)
        compare_people(self._people, brightworks, self._titled, at=self._at)
        drain()
        climb(brightworks, self._titled, manager=dara, at=self._at - 9 * DAY)
        load_generated_postings(at=self._at)
        ask_issuers(brightworks, self._titled, self._people, at=self._at)
        house, dara = self._organisations["brightworks"], self._people["dara"]
        run_upskilling(house, manager=dara, titled=self._titled, at=self._at)
        # Last of all, so that a seeding that was stopped is known to be unfinished.
        self._operator(began)

    def _steps(self, told: str, total: int) -> TaskID:
        return self._progress.add_task(told, total=total)

    @transaction.atomic
    def _arrive(self, at: datetime) -> None:
        for part in CAST:
            if not part.is_operator:
                self._people[part.username] = people.create_person(
                    username=part.username,
                    name=part.name,
                    email=f"{part.username}@people.example",
                    password=PASSWORD,
                    at=at,
                )
        for house in ORGANISATIONS:
            founder = next(part for part in CAST if house.slug in dict(part.roles))
            self._organisations[house.slug] = people.create_organisation(
                name=house.name,
                slug=house.slug,
                kinds=house.kinds,
                description=house.description,
                colour=house.colour,
                country=house.country,
                by=self._people[founder.username],
                at=at,
            )
        for part in CAST:
            for slug, role in part.roles:
                people.add_member(
                    self._organisations[slug],
                    person=self._people[part.username],
                    roles=[role],
                    by=None,
                    at=at,
                )

    def _publish(self, at: datetime) -> None:
        table = offers()
        for slug in dict.fromkeys(slug for slug, _definition in table):
            awards.make_key(self._organisations[slug], by=self._staff(slug), at=at)
        step = self._steps("Micro-credentials", len(table))
        addresses: dict[str, str] = {}
        for slug, bare in table:
            definition = with_terms(bare, addresses=addresses, on=self._at.date())
            version = self._offer(slug, definition, at)
            self._versions.append(version)
            addresses[definition.title] = achievement_url(version.achievement)
            self._progress.advance(step)
        offered = {version.title: version for version in self._versions}
        for whole in WHOLES:
            definition = definition_of_whole(whole, offered)
            offered[whole.title] = self._offer(whole.issuer, definition, at)
        for issuer, definition in COMPARED:
            self._offer(issuer, definition, at)
        self._titled = offered

    @transaction.atomic
    def _offer(self, slug: str, definition: Definition, at: datetime) -> Version:
        staff = self._staff(slug)
        achievement = catalogue.create_achievement(
            self._organisations[slug], title=definition.title, by=staff, at=at
        )
        catalogue.save_draft(achievement, definition, by=staff, at=at)
        return catalogue.publish(achievement, by=staff, at=at)

    def _name_skills(self, at: datetime) -> None:
        """Northgate names skills of its own; Ada holds what certifies one of them."""
        northgate, bashir = self._organisations["northgate"], self._people["bashir"]
        with transaction.atomic():
            skill = name_skills(northgate, by=bashir, at=at)
            like = next(each for slug, each in offers() if slug == "northgate")
            definition = definition_with(skill, like=like)
            achievement = catalogue.create_achievement(
                northgate, title=definition.title, by=bashir, at=at
            )
            catalogue.save_draft(achievement, definition, by=bashir, at=at)
            version = catalogue.publish(achievement, by=bashir, at=at)
        self._sign(version, [self._people["ada"]], day=self._at - 80 * DAY)
        drain()

    def _staff(self, slug: str) -> Person:
        return next(self._people[part.username] for part in CAST if slug in dict(part.roles))

    @transaction.atomic
    def _enlist(self, at: datetime) -> list[Person]:
        return Person.objects.bulk_create(
            _learner(number, name, at) for number, name in enumerate(learner_names(LEARNERS))
        )

    def _award(self, learners: Sequence[Person]) -> None:
        """One to four awards for each learner, and seven for Ada."""
        step = self._steps("Awards, signed", len(self._versions))
        ada = self._people["ada"]
        wanted: dict[int, list[Person]] = {at: [] for at in range(len(self._versions))}
        for learner in learners:
            for at in self._rng.sample(range(len(self._versions)), self._rng.choice((1, 2, 2, 4))):
                wanted[at].append(learner)
        for at in _ADAS_DAYS:
            wanted[at].append(ada)
        for at, holders in wanted.items():
            days = [self._at - days * DAY for days in self._rng.sample(range(3, 850), SESSIONS)]
            held = {holder: self._rng.choice(days) for holder in holders}
            if ada in held:
                held[ada] = self._at - _ADAS_DAYS[at] * DAY
            for day in sorted(set(held.values())):
                there = [holder for holder, when in held.items() if when == day]
                self._sign(self._versions[at], there, day=day)
            drain()
            self._progress.advance(step)

    @transaction.atomic
    def _sign(self, version: Version, holders: Sequence[Person], *, day: datetime) -> None:
        given = [
            awards.give_award(
                version,
                recipient=Recipient(holder.name, holder.email, person=holder),
                awarded_at=day,
                award_key=f"demonstration:{version.pk}:{holder.pk}",
                by=self._staff(version.achievement.organisation.slug),
                at=day,
            )
            for holder in holders
        ]
        awards.sign_awards(given, at=day)

    @transaction.atomic
    def _study(self) -> None:
        """People work toward a qualification; one is exempt for what is revoked later."""
        northgate = self._organisations["northgate"]
        Study(self._people, northgate, self._versions, self._at).tell(self._to_take_back()[0])

    def _to_take_back(self) -> list[Award]:
        signed = Award.objects.filter(organisation=self._organisations["northgate"])
        others = signed.exclude(holder__username__in=("ada", "noor"))
        return list(others.select_related("holder", "version").order_by("pk")[:3])

    def _take_back(self) -> None:
        """One of everything that can happen to an award afterwards."""
        drain()
        bashir = self._people["bashir"]
        signed = self._to_take_back()
        awards.revoke(
            signed[:1], reason="The project was somebody else's work", by=bashir, at=self._at
        )
        awards.suspend(signed[1:2], reason="The exam paper is reviewed", by=bashir, at=self._at)
        awards.reissue(
            signed[2],
            changes={"name": f"{signed[2].recipient_name}-Smith"},
            reason="The name was changed by marriage",
            by=bashir,
            at=self._at,
        )
        drain()

    def _stack(self, began: datetime) -> None:
        """Ada is half way to one, and has two that rest on each other; Noor has lost a part."""
        ada = self._people["ada"]
        plans.follow_stack(ada, self._titled[DIGITAL].achievement, at=self._at)
        noor = people.create_person(
            username="noor", name="Noor Haddad", email="noor@people.example", at=began
        )
        for title in ("Python for data work", "Data analysis with SQL"):
            self._sign(self._titled[title], [noor], day=self._at - 40 * DAY)
        drain()
        lost = noor.awards.filter(version=self._titled["Data analysis with SQL"])
        reason = "The project was somebody else's work"
        awards.revoke(lost, reason=reason, by=self._people["bashir"], at=timezone.now())
        drain()

    def _aim(self) -> None:
        """Ada has a goal and keeps a plan for it; since then a step of it became cheaper."""
        plans.state_facts(self._people["ada"], ADAS_FACTS, at=self._at - 15 * DAY)
        goal = plans.set_occupation(self._people["ada"], SOFTWARE_DEVELOPER, at=self._at - 14 * DAY)
        keep_plan(goal, Asked(hours_per_week=8), at=self._at - 14 * DAY)
        version = next(each for each in self._versions if each.title == "Front-end development")
        staff = self._staff(version.achievement.organisation.slug)
        cheaper = replace(definition_of(version), price=Price(Decimal(240), "EUR"))
        catalogue.save_draft(version.achievement, cheaper, by=staff, at=self._at - DAY)
        catalogue.publish(version.achievement, by=staff, at=self._at - DAY, note="A lower price")
        describe_roles(
            self._organisations["northgate"],
            manager=self._people["bashir"],
            colleague=self._people["amina"],
            at=self._at - 2 * DAY,
        )

    def _vouch(self) -> None:
        """The first that Ada was awarded is vouched for, and so is what it certifies."""
        held = self._people["ada"].awards.get(version=self._versions[0])
        vouch(self._people, self._organisations, version=held.version, held=held, at=self._at)
        drain()

    def _share(self) -> None:
        """Ada shows two of hers to the world, and a whole with its parts to who has the link."""
        ada = self._people["ada"]
        items = list(ada.wallet_items.filter(award__version__is_stack=False))
        whole = ada.wallet_items.get(award__version=self._titled[PRACTICE])
        for item in items[:2]:
            wallet.share(ada, [item], kind=Share.Kind.PUBLIC, at=self._at)
        wallet.share(
            ada,
            [*items[:2], whole, *parts_of(whole)],
            kind=Share.Kind.SECRET,
            title="For my application at Brightworks",
            expires_at=self._at + 30 * DAY,
            at=self._at,
        )

    @transaction.atomic
    def _operator(self, at: datetime) -> None:
        for part in CAST:
            if part.is_operator:
                person = Person.objects.create_superuser(
                    part.username,
                    password=PASSWORD,
                    name=part.name,
                    email=f"{part.username}@people.example",
                    date_joined=at,
                )
                check_issuer(person, self._organisations["northgate"], at=self._at)


_ADAS_DAYS: Final = {0: 45, 1: 120, 7: 90, 10: 200, 17: 345, 22: 645, 30: 640}
"""What Ada was awarded, by its place in the table, and how many days ago: one is soon to expire."""


def _learner(number: int, name: str, at: datetime) -> Person:
    person = Person(username=f"learner-{number:03d}", name=name, date_joined=at)
    person.set_unusable_password()
    return person
