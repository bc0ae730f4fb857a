"""The demonstration's needs and ladder are told through the services, on what issuers publish."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from testamur_web.awards.services import make_key
from testamur_web.catalogue import services
from testamur_web.config.demonstration.ladders import climb
from testamur_web.config.demonstration.needs import ask_issuers
from testamur_web.config.demonstration.offers import offers
from testamur_web.employers.models import Ladder, NeedAnswer, SkillNeed
from tests.web.conftest import organisation, person

pytestmark = pytest.mark.django_db

TITLES = {
    "Forklift operator",
    "Electrical plans",
    "Programmable controllers",
    "Connected devices",
    "Solar installer",
    "Leading a team",
}


def test_brightworks_asks_is_answered_and_has_a_ladder():
    now = timezone.now()
    people = {name: person(name) for name in ("dara", "gil", "chen")}
    houses = {slug: organisation(slug, "university") for slug in ("harbour", "meridian")}
    for house in houses.values():
        make_key(house, by=people["gil"], at=now - timedelta(days=99))
    titled = {}
    for slug, definition in offers():
        if definition.title in TITLES:
            told = {"by": people["gil"], "at": now - timedelta(days=90)}
            made = services.create_achievement(houses[slug], title=definition.title, **told)
            services.save_draft(made, definition, **told)
            titled[definition.title] = services.publish(made, **told)
    employer = organisation("brightworks", "employer")
    ask_issuers(employer, titled, people, at=now)
    states = {need.title: need.state_at(now).value for need in SkillNeed.objects.all()}
    assert states == {
        "People who drive forklifts": "answered",
        "Technicians who watch over solar parks": "open",
    }
    assert NeedAnswer.objects.filter(achievement__current=None).count() == 1
    climb(employer, titled, manager=people["dara"], at=now)
    assert Ladder.objects.get().rungs.count() == 3
