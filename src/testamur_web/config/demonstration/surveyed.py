"""What participants said in the demonstration, where they used it, and what was looked at again.

Northgate's course in SQL is judged well after the award and after half a year. "Managing research
data" states too few hours: a review of it is open. "Python for data work" did so once: its review
is closed. Holders of what Northgate and Meridian award have uses that a supervisor confirmed; the
guild has none, so that a day's look opens reviews there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from testamur_web.catalogue.models import Achievement, Version
from testamur_web.config.demonstration.attesting import answer_as_supervisor
from testamur_web.learning import services as learning
from testamur_web.learning.models import AttestationRequest, SurveyCall, Wave
from testamur_web.learning.services import Reply, Said, Supervisor
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Person
from testamur_web.wallet import services as wallet
from testamur_web.wallet.applied import SETTLED
from testamur_web.wallet.models import Item

__all__ = ["ask_participants"]

_DAY: Final = timedelta(days=1)
_BEGAN: Final = 900
_MONTH: Final = 30
_QUESTIONS: Final = ("certified", "workload", "used", "helped")
_HOUSES: Final = ("northgate", "meridian")
_MONTHS: Final = 48


@dataclass(frozen=True, slots=True)
class _Course:
    """How many answered in each wave, around which rating of each question, in which words."""

    title: str
    after: int
    later: int
    means: tuple[int, int, int, int]
    remarks: Sequence[str]


_GOOD: Final = _Course(
    "Data analysis with SQL",
    12,
    7,
    (5, 4, 4, 5),
    ("The exercises with real registers were the best of it.", "I use joins every week now."),
)
_LOW: Final = _Course(
    "Managing research data",
    12,
    6,
    (4, 2, 3, 4),
    ("It says 40 hours. I needed nearly twice as many.", "Good, but far too much for five weeks."),
)
_MENDED: Final = _Course(
    "Python for data work",
    11,
    6,
    (4, 2, 4, 4),
    ("The second project alone took me two weekends.",),
)
_DONE: Final = (
    "The log of the last two groups says the same: most needed half as many hours again. We took "
    "the second project out, and its outcome into the exam."
)
_LAW: Final = (
    "The guidance on transfers to other countries has changed since we published it. The second "
    "outcome names rules that are no longer in force."
)


def ask_participants(
    people: Mapping[str, Person], offered: Mapping[str, Version], *, at: datetime
) -> None:
    """Let holders have been asked and have answered, and reviews have followed."""
    for days in range(_BEGAN, -1, -_MONTH):
        wallet.post_surveys(at=at - days * _DAY)
    chance = Random(38)  # noqa: S311 -- chance, not secrets
    for course in (_GOOD, _LOW, _MENDED):
        _answer(course, offered[course.title], chance)
    _use(at=at)
    _review({title: version.achievement for title, version in offered.items()}, people, at=at)


def _answer(course: _Course, version: Version, chance: Random) -> None:
    words = list(course.remarks)
    for wave, number in ((Wave.AFTER, course.after), (Wave.LATER, course.later)):
        asked = SurveyCall.objects.filter(version=version, wave=wave, is_spent=False)
        calls = list(asked.order_by("asked_at", "pk")[:number])
        for call in calls:
            ratings = {
                name: min(5, max(1, mean + chance.choice((-1, 0, 0, 0, 1))))
                for name, mean in zip(_QUESTIONS, course.means, strict=True)
            }
            said = Said(ratings, words.pop() if words else "")
            learning.answer_survey(call, said, at=call.asked_at + 3 * _DAY)


def _review(
    offered: Mapping[str, Achievement], people: Mapping[str, Person], *, at: datetime
) -> None:
    bashir = people["bashir"]
    for title, name in ((_GOOD.title, "bashir"), ("Cloud engineer", "chen")):
        house, since = offered[title].organisation, at - 90 * _DAY
        learning.state_review_terms(house, months=_MONTHS, by=people[name], at=since)
    mended = learning.review_low_result(offered[_MENDED.title], at=at - 70 * _DAY)
    if mended is not None:
        learning.close_review(mended, done=_DONE, by=bashir, at=at - 52 * _DAY)
    low = learning.review_low_result(offered[_LOW.title], at=at - 12 * _DAY)
    if low is not None:
        due = (at + 9 * _DAY).date()
        learning.assign_review(low, owner=bashir, due_on=due, by=bashir, at=at - 11 * _DAY)
    asked = offered["Data protection in practice"]
    learning.ask_for_review(asked, why=_LAW, by=bashir, at=at - 5 * _DAY)


def _use(*, at: datetime) -> None:
    """Two holders of everything have a use that somebody confirmed."""
    held = Item.objects.filter(
        award__organisation__slug__in=_HOUSES, awarded_at__lte=at - SETTLED, award__revoked_at=None
    )
    by_version: dict[object, list[Item]] = {}
    for item in held.select_related("holder", "award").order_by("awarded_at", "pk"):
        by_version.setdefault(item.award and item.award.version_id, []).append(item)
    some = [one for items in by_version.values() for one in items[:2]]
    asked = [_ask(item, number, at=at) for number, item in enumerate(some)]
    drain()
    for request in asked:
        _confirm(request, at=at)
    drain()


def _ask(item: Item, number: int, *, at: datetime) -> AttestationRequest:
    supervisor = Supervisor(
        "Hanna Vogt", f"hanna.vogt@firm-{number}.example", "Vogt and Daughters", "manager"
    )
    use = wallet.note_use(
        item,
        used_on=(at - 20 * _DAY).date(),
        text="In my work, for the report of the quarter.",
        skills=[],
        by=item.holder,
        at=at - 19 * _DAY,
    )
    return wallet.ask_about_use(use, supervisor=supervisor, by=item.holder, at=at - 4 * _DAY)


def _confirm(request: AttestationRequest, *, at: datetime) -> None:
    replies = [Reply(one["id"], confirmed=True) for one in request.rows]
    answer_as_supervisor(request, replies, at=at)
