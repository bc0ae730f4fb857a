"""Needs of the demonstration: what Brightworks asks issuers for, and what they answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from testamur.pathways.goal import Goal
from testamur.skills.framework import OPTIONAL, Need
from testamur.talent.profile import profile_of
from testamur_web.catalogue import services as catalogue
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import definition_of
from testamur_web.employers.answering import answer_need
from testamur_web.employers.models import SkillNeed
from testamur_web.employers.needs import Stated, close_need, publish_need
from testamur_web.people.models import Organisation, Person

__all__ = ["ask_issuers"]

_DAY: Final = timedelta(days=1)
_WORDS: Final = (
    "We build two parks near Huelva next year. Our fitters know panels well; what they lack is "
    "reading the plans of a whole installation, and programming what watches over it."
)


def ask_issuers(
    employer: Organisation,
    titled: Mapping[str, Version],
    people: Mapping[str, Person],
    *,
    at: datetime,
) -> None:
    """One need is open, with an answer and a draft that Dara reviews; one is closed."""
    dara, gil, chen = people["dara"], people["gil"], people["chen"]
    closed = _need("People who drive forklifts", ("Forklift operator",), titled)
    need = _published(employer, closed, dara, Stated(6, (at - 20 * _DAY).date()), at=at - 40 * _DAY)
    forklift = titled["Forklift operator"].achievement
    given = answer_need(need, forklift, by=gil, at=at - 35 * _DAY).answer
    close_need(need, given, by=dara, at=at - 30 * _DAY)
    parts = ("Electrical plans", "Programmable controllers", "Connected devices")
    wanted = _need("Technicians who watch over solar parks", parts, titled)
    stated = Stated(
        people=25,
        ends_on=(at + 45 * _DAY).date(),
        needed_by=(at + 200 * _DAY).date(),
        region="Huelva, Spain",
        mode="blended",
        words=_WORDS,
    )
    need = _published(employer, wanted, dara, stated, at=at - 6 * _DAY)
    plans = titled["Programmable controllers"].achievement
    note = "It runs twice a year, and can be held at your site for twelve people or more."
    answer_need(need, plans, note=note, by=gil, at=at - 5 * _DAY)
    like = definition_of(titled["Connected devices"])
    draft = catalogue.create_achievement(
        titled["Connected devices"].achievement.organisation,
        title="Watching over solar parks",
        by=chen,
        at=at - 3 * _DAY,
    )
    told = replace(like, title=draft.title)
    catalogue.save_draft(draft, told, by=chen, at=at - 3 * _DAY)
    answer_need(
        need, draft, note="A first draft; tell us what is missing.", by=chen, at=at - 2 * _DAY
    )


def _published(
    employer: Organisation, wanted: Goal, by: Person, stated: Stated, *, at: datetime
) -> SkillNeed:
    return publish_need(employer, profile_of(wanted), stated, by=by, at=at)


def _need(title: str, parts: tuple[str, ...], titled: Mapping[str, Version]) -> Goal:
    """The skills of some definitions; those of the last are desirable where there are several."""
    needs: dict[str, Need] = {}
    names: dict[str, str] = {}
    for part in parts:
        outcomes = definition_of(titled[part]).outcomes
        names |= {one.skill_uri: one.skill for one in outcomes if one.skill_uri}
        weight = OPTIONAL if len(parts) > 1 and part == parts[-1] else 1.0
        for skill in titled[part].skills.order_by("pk"):
            needs.setdefault(skill.uri, Need(skill.uri, level=skill.level, importance=weight))
    return Goal(tuple(needs.values()), label=title, names=names)
