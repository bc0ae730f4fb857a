"""What experts said of drafts in the demonstration: two signed off what is published, one has not.

A school and Eli's quality body read the second version of a course before it came out. Of a course
that is not published yet, one expert asks for changes, and another has not answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from testamur_web.catalogue import services as catalogue
from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.catalogue.queries import definition_of, draft_of
from testamur_web.catalogue.reviewing import ASK, Answer, Check, Expert, answer_review, ask_expert
from testamur_web.catalogue.reviews import CHECKLIST, digest_of
from testamur_web.ops.models import OutboxRow
from testamur_web.ops.outbox import drain
from testamur_web.people.models import Organisation, Person
from testamur_web.people.tokens import link_token

__all__ = ["ask_experts"]

_DAY: Final = timedelta(days=1)
_COURSE: Final = "Designing a course"
_DRAFT: Final = "Explaining figures to a council"


@dataclass(frozen=True, slots=True)
class _Word:
    """What one expert says beside a checklist of which all else is met."""

    expert: Expert
    role: str
    interest: str
    checks: Mapping[str, Check] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    verdict: str = "signed-off"


_MET: Final = {item: Check("yes") for item in CHECKLIST}
_SIGN_OFFS: Final = (
    _Word(
        Expert("Tomás Reis", "tomas.reis@school.example", "Atlantic School of Crafts"),
        "Head of teaching",
        "Two of our teachers will take the course. Nobody pays me for this.",
        {"workload": Check("yes", "My own teachers needed 60 hours for as much.")},
    ),
    _Word(
        Expert("Eli Janssens", "eli@people.example", "Open Quality Board", "quality-body"),
        "Reviewer",
        "Northgate University pays the board for each review, whatever its result.",
        {"skills": Check("cannot-say", "What schools ask for is not my field.")},
    ),
)
_OBJECTION: Final = _Word(
    Expert("Ingrid Berg", "ingrid.berg@council.example", "Council of Hall"),
    "Head of statistics",
    "I may send people of mine to it.",
    {"assessment": Check("no", "A test online does not show how anybody speaks to a council.")},
    {
        "/summary": "Say that the figures are their own: a council asks where they come from.",
        "/assessment_description": "Ten minutes before people who interrupt would be nearer.",
    },
    "changes",
)
_WAITING: Final = Expert("Paul Okoye", "paul.okoye@press.example", "Harbour Press")


def ask_experts(titled: Mapping[str, Version], *, by: Person, at: datetime) -> Achievement:
    """Ask four of them in the name of `by`, of whom three have answered; what is still a draft."""
    _publish_reviewed(titled[_COURSE], by=by, at=at)
    draft = _begin_draft(
        definition_of(titled["Presenting with confidence"]),
        definition_of(titled["Statistics for decisions"]),
        titled[_COURSE].achievement.organisation,
        by=by,
        at=at - 9 * _DAY,
    )
    _ask(draft, _OBJECTION, by=by, at=at - 8 * _DAY)
    ask_expert(draft, _WAITING, by=by, at=at - 2 * _DAY)
    drain()
    return draft


def _publish_reviewed(version: Version, *, by: Person, at: datetime) -> None:
    achievement = version.achievement
    told = "You hand in your own course; two teachers who do not know you mark it."
    changed = replace(definition_of(version), assessment_description=told)
    catalogue.save_draft(achievement, changed, by=by, at=at - 28 * _DAY)
    for word in _SIGN_OFFS:
        _ask(achievement, word, by=by, at=at - 26 * _DAY)
    note = "How it is assessed is said"
    catalogue.publish(achievement, by=by, at=at - 20 * _DAY, note=note)


def _begin_draft(
    talks: Definition, figures: Definition, house: Organisation, *, by: Person, at: datetime
) -> Achievement:
    """Something of both, with an assessment that does not fit."""
    definition = replace(
        talks,
        title=_DRAFT,
        summary="Say what a table means to people who decide, in ten minutes and without jargon.",
        description="You take figures of your own town, and tell its council what they mean.",
        outcomes=(talks.outcomes[0], figures.outcomes[0]),
        criteria=(talks.criteria[0], replace(figures.criteria[0], id="figures")),
        assessment_description="A test online, and a talk that is recorded at home.",
        image=replace(talks.image, alt=f"Badge of {_DRAFT}"),
    )
    achievement = catalogue.create_achievement(house, title=_DRAFT, by=by, at=at)
    catalogue.save_draft(achievement, definition, by=by, at=at)
    return achievement


def _ask(achievement: Achievement, word: _Word, *, by: Person, at: datetime) -> None:
    """One letter, and what its reader answers three days later by the secret in it."""
    request = ask_expert(achievement, word.expert, by=by, at=at)
    drain()
    letter = OutboxRow.objects.get(kind=ASK, payload__request=str(request.pk))
    answer = Answer(
        verdict=word.verdict,
        seen=digest_of(draft_of(achievement)),
        name=word.expert.name,
        role=word.role,
        organisation=word.expert.organisation,
        interest=word.interest,
        checklist={**_MET, **word.checks},
        comments=word.comments,
    )
    token = link_token(ASK, request.pk, nonce=letter.payload["nonce"])
    answer_review(token, answer, at=at + 3 * _DAY)
