"""An employer asks in public for skills, and a need is closed, withdrawn, or its time is over.

A need is never changed: issuers answer what they read. It is closed with a definition that is
published; everybody who answered is written to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db import transaction

from testamur.credentials.members import require_line
from testamur.errors import Conflict, Refused
from testamur.talent.profile import JobProfile, profile_from
from testamur_web.catalogue.vocabulary import Mode
from testamur_web.employers.models import NeedAnswer, NeededSkill, SkillNeed
from testamur_web.employers.models.needs import MAX_PLACE, MAX_WORDS
from testamur_web.ops import outbox, trail
from testamur_web.people import words
from testamur_web.people.models import Organisation, Person

__all__ = [
    "LONGEST_OPEN",
    "MOST_OPEN",
    "MOST_PEOPLE",
    "TELL",
    "Stated",
    "close_need",
    "lock_open",
    "post_letter",
    "publish_need",
    "withdraw_need",
]

TELL: Final = "need.tell"
MOST_OPEN: Final = 50
"""So many needs of one organisation may be open at once."""
MOST_PEOPLE: Final = 100_000
MOST_SKILLS: Final = 60
LONGEST_OPEN: Final = timedelta(days=366)
_State = SkillNeed.State


@dataclass(frozen=True, slots=True)
class Stated:
    """What a need says beside its skills; None and "" are not stated."""

    people: int
    ends_on: date
    needed_by: date | None = None
    region: str = ""
    mode: str = ""
    words: str = ""


@transaction.atomic
def publish_need(
    organisation: Organisation, profile: JobProfile, stated: Stated, *, by: Person, at: datetime
) -> SkillNeed:
    """Ask issuers for skills, under the label of the profile.

    Raises `Refused` (`text.*`, `value.*`, `gap.goal-malformed`), `Conflict` (`need.too-many`).
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    waiting = SkillNeed.objects.filter(
        organisation=organisation, withdrawn_at=None, answered_at=None, ends_on__gte=at.date()
    )
    if waiting.count() >= MOST_OPEN:
        raise Conflict.because("need.too-many", f"{MOST_OPEN} needs are open")
    told = _read(stated, on=at.date())
    content = _content(profile)
    need = SkillNeed.objects.create(
        organisation=organisation,
        title=content["label"],
        content=content,
        published_by=by,
        published_at=at,
        **told,
    )
    rows = (NeededSkill(need=need, uri=one["skill"], name=one["name"]) for one in content["needs"])
    NeededSkill.objects.bulk_create(rows)
    _record("need.publish", need, by=by, at=at)
    over = datetime.combine(need.ends_on + timedelta(days=1), time(), tzinfo=UTC)
    post_letter(need, "expired", due_at=over)
    return need


@transaction.atomic
def withdraw_need(need: SkillNeed, *, by: Person, at: datetime) -> None:
    """Ask no more; whoever answered is written to. Raises `Conflict` (`need.closed`)."""
    locked = lock_open(need, at=at)
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    _record("need.withdraw", locked, by=by, at=at)
    post_letter(locked, "withdrawn")


@transaction.atomic
def close_need(need: SkillNeed, answer: NeedAnswer, *, by: Person, at: datetime) -> None:
    """Take one answer: from now on the need leads to what was published for it.

    Raises `Conflict` (`need.closed`, `need.answer-unpublished`) and `Refused`
    (`value.unknown-choice`).
    """
    locked = lock_open(need, at=at)
    chosen = locked.answers.filter(pk=answer.pk, taken_back_at=None)
    found = chosen.select_related("achievement__current").first()
    if found is None:
        raise Refused.because("value.unknown-choice", "no answer to this need", "/answer")
    if found.achievement.current is None or found.achievement.withdrawn_at is not None:
        told = f"{found.achievement.title} is not published"
        raise Conflict.because("need.answer-unpublished", told, "/answer")
    locked.answered_at, locked.answered_by = at, found
    locked.save(update_fields=["answered_at", "answered_by"])
    _record("need.close", locked, by=by, at=at, achievement=str(found.achievement_id))
    post_letter(locked, "answered")


def lock_open(need: SkillNeed, *, at: datetime) -> SkillNeed:
    """The row, held; raises `Conflict` (`need.closed`) where nothing of it can change."""
    locked = SkillNeed.objects.select_for_update(of=("self",)).get(pk=need.pk)
    state = locked.state_at(at)
    if state != _State.OPEN:
        raise Conflict.because("need.closed", f"it is {state.value}")
    return locked


def post_letter(need: SkillNeed, about: str, *, due_at: datetime | None = None) -> None:
    """Leave the letters about what became of a need to a worker."""
    outbox.post(
        TELL,
        {"need": str(need.pk), "about": about},
        key=f"{TELL}:{need.pk}:{about}",
        tenant=need.organisation_id,
        due_at=due_at,
    )


def _read(stated: Stated, *, on: date) -> Mapping[str, object]:
    if not 1 <= stated.people <= MOST_PEOPLE:
        told = f"{stated.people} is not from 1 to {MOST_PEOPLE:,}"
        raise Refused.because("value.out-of-range", told, "/people")
    if not on <= stated.ends_on <= on + LONGEST_OPEN:
        told = f"answers are taken for up to {LONGEST_OPEN.days} days from today"
        raise Refused.because("value.out-of-range", told, "/ends_on")
    if stated.needed_by is not None and stated.needed_by < on:
        raise Refused.because("value.out-of-range", "this day has passed", "/needed_by")
    if stated.mode and stated.mode not in Mode.values:
        raise Refused.because("value.unknown-choice", f"{stated.mode!r:.40}", "/mode")
    told_words = words.read_prose(stated.words, "/words")
    if len(told_words) > MAX_WORDS:
        raise Refused.because("text.too-long", f"at most {MAX_WORDS:,} characters", "/words")
    region = stated.region.strip()
    return {
        "people": stated.people,
        "ends_on": stated.ends_on,
        "needed_by": stated.needed_by,
        "region": words.read_name(region, "/region", at_most=MAX_PLACE) if region else "",
        "mode": stated.mode,
        "words": told_words,
    }


def _content(profile: JobProfile) -> dict[str, Any]:
    """What is kept: a title, and every skill with a name."""
    title = words.read_name(profile.goal.label, "/title")
    needs = profile.goal.needs
    if not 1 <= len(needs) <= MOST_SKILLS:
        told = f"{len(needs)} skills; a need asks for 1 to {MOST_SKILLS}"
        raise Refused.because("value.out-of-range", told, "/needs")
    names = {need.skill: require_line(profile.goal.name_of(need.skill), "/needs") for need in needs}
    goal = replace(profile.goal, id="", label=title, names=names)
    return dict(profile_from(replace(profile, goal=goal).as_json()).as_json())


def _record(verb: str, need: SkillNeed, *, by: Person, at: datetime, **more: str) -> None:
    told = {"title": need.title, **more}
    trail.record(verb, need, by=by, tenant=need.organisation_id, at=at, **told)
