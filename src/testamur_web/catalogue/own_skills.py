"""An organisation's own skills: added, reworded, retired, brought back; and its scales of levels.

A skill has its address from the first moment and keeps it. One that looks like a skill of a list in
use is added only by whoever has seen that list's: two names for one thing help nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from testamur.credentials.members import require_line
from testamur.errors import Conflict, Refused
from testamur.skills.search import Rank
from testamur.skills.words import words_of
from testamur_web.catalogue.models import LevelScale, OwnSkill
from testamur_web.catalogue.skill_models import MAX_LABEL
from testamur_web.catalogue.skills import Hit, find_entries
from testamur_web.ops import trail
from testamur_web.people.models import Organisation, Person

__all__ = [
    "SkillWords",
    "Step",
    "add_skill",
    "alike",
    "bring_back",
    "change_skill",
    "end_scale",
    "retire_skill",
    "state_scale",
]

MAX_OWN: Final = 5_000
MAX_ALTERNATIVES: Final = 50
MAX_DESCRIPTION: Final = 5_000
MAX_STEPS: Final = 12
_OFFERED: Final = 5
_OTHER_WORDS: Final = 2
"""How many words more the label of a skill that looks alike may have."""


@dataclass(frozen=True, slots=True)
class SkillWords:
    """What a skill is called, what that means, and the scale on which its levels are told."""

    label: str
    description: str = ""
    alternatives: Sequence[str] = ()
    scale: LevelScale | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a local scale, and the one of the EQF that it stands for."""

    name: str
    eqf: int


def alike(label: str) -> list[Hit]:
    """Skills of the lists in use that may be meant by a label, the likeliest first."""
    most = len(words_of(label)) + _OTHER_WORDS
    hits = find_entries(label, kind="skill", limit=4 * _OFFERED)
    return [
        hit
        for hit in hits
        if hit.found.rank <= Rank.TYPO and len(words_of(hit.found.matched)) <= most
    ][:_OFFERED]


@transaction.atomic
def add_skill(
    organisation: Organisation,
    words: SkillWords,
    *,
    by: Person | None,
    at: datetime,
    is_new: bool = False,
) -> OwnSkill:
    """Add a skill to an organisation's own list.

    `is_new` says that whoever adds it has seen those that look alike; else they are a `Conflict`
    (`skill.alike`). Raises `Conflict` (`skill.doubled`), `Refused` (`skill.*`, `text.*`).
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    told = _checked(organisation, words)
    if organisation.own_skills.count() >= MAX_OWN:
        raise Refused.because("skill.too-many", f"an organisation has at most {MAX_OWN:,}")
    _refuse_double(organisation, told["label"])
    if not is_new and (hits := alike(words.label)):
        names = ", ".join(f"“{hit.found.label}” ({hit.framework})" for hit in hits)
        raise Conflict.because("skill.alike", f"it looks like {names}"[:900], "/label")
    key = uuid4()
    skill = OwnSkill.objects.create(
        id=key,
        organisation=organisation,
        uri=f"{settings.INSTANCE_URL}/skills/{key}/",
        added_by=by,
        added_at=at,
        changed_at=at,
        **told,
    )
    _record("skill.add", skill, by=by, at=at, label=skill.label)
    return skill


@transaction.atomic
def change_skill(skill: OwnSkill, words: SkillWords, *, by: Person | None, at: datetime) -> None:
    """Word a skill differently; what it was called before stands in the audit trail."""
    locked = _locked(skill)
    told = _checked(locked.organisation, words)
    _refuse_double(locked.organisation, told["label"], but=locked)
    was = {"label_before": locked.label, "description_before": locked.description[:500]}
    for name, value in told.items():
        setattr(locked, name, value)
    _keep(locked, at=at)
    _record("skill.change", locked, by=by, at=at, label=locked.label, **was)
    skill.refresh_from_db()


@transaction.atomic
def retire_skill(skill: OwnSkill, *, by: Person | None, at: datetime) -> None:
    """Offer a skill no more; its address, its mappings and what certifies it stay."""
    locked = _locked(skill)
    if locked.retired_at is None:
        locked.retired_at = at
        _keep(locked, at=at)
        _record("skill.retire", locked, by=by, at=at, label=locked.label)
    skill.refresh_from_db()


@transaction.atomic
def bring_back(skill: OwnSkill, *, by: Person | None, at: datetime) -> None:
    """Offer a retired skill again; `Conflict` where another is called so by now."""
    locked = _locked(skill)
    if locked.retired_at is not None:
        _refuse_double(locked.organisation, locked.label, but=locked)
        locked.retired_at = None
        _keep(locked, at=at)
        _record("skill.bring-back", locked, by=by, at=at, label=locked.label)
    skill.refresh_from_db()


@transaction.atomic
def state_scale(
    organisation: Organisation, name: str, steps: Iterable[Step], *, by: Person | None, at: datetime
) -> LevelScale:
    """State the levels by which an organisation speaks; raises `Refused` (`scale.malformed`)."""
    told = [{"name": require_line(one.name, "/steps"), "eqf": one.eqf} for one in steps]
    _check_steps(told)
    scale = LevelScale.objects.create(
        organisation=organisation,
        name=_line(name, "/name"),
        steps=told,
        stated_by=by,
        stated_at=at,
    )
    _record("scale.state", scale, by=by, at=at, name=scale.name)
    return scale


@transaction.atomic
def end_scale(scale: LevelScale, *, by: Person | None, at: datetime) -> None:
    """Offer a scale no more; skills that name it keep it."""
    if LevelScale.objects.filter(pk=scale.pk, ended_at=None).update(ended_at=at):
        _record("scale.end", scale, by=by, at=at, name=scale.name)
    scale.refresh_from_db()


def _checked(organisation: Organisation, words: SkillWords) -> dict[str, Any]:
    """The words of a skill as they are kept; raises `Refused`."""
    label = _line(words.label, "/label")
    others = [_line(one, "/alternatives") for one in words.alternatives if one.strip()]
    if len(others) > MAX_ALTERNATIVES:
        told = f"a skill has at most {MAX_ALTERNATIVES} other names"
        raise Refused.because("skill.too-many", told, "/alternatives")
    if len(words.description) > MAX_DESCRIPTION or "\0" in words.description:
        told = f"a description has at most {MAX_DESCRIPTION:,} characters"
        raise Refused.because("text.too-long", told, "/description")
    if words.scale is not None and words.scale.organisation_id != organisation.pk:
        raise Refused.because("skill.unknown", "the scale is not of this organisation", "/scale")
    return {
        "label": label,
        "description": words.description.strip(),
        "alternatives": [one for one in dict.fromkeys(others) if one != label],
        "scale": words.scale,
    }


def _check_steps(steps: Sequence[dict[str, Any]]) -> None:
    """Two levels at the least, each called differently, none below the one before."""
    eqf = [one["eqf"] for one in steps]
    names = {one["name"].casefold() for one in steps}
    if not 1 < len(steps) <= MAX_STEPS or len(names) < len(steps):
        told = f"a scale has 2 to {MAX_STEPS} levels of different names"
        raise Refused.because("scale.malformed", told, "/steps")
    if sorted(eqf) != eqf or not set(eqf) <= set(range(1, 9)):
        told = "the levels rise, each with one of the EQF from 1 to 8"
        raise Refused.because("scale.malformed", told, "/steps")


def _line(text: str, pointer: str) -> str:
    line = require_line(text.strip(), pointer)
    if len(line) > MAX_LABEL:
        told = f"a name has at most {MAX_LABEL} characters"
        raise Refused.because("text.too-long", told, pointer)
    return line


def _refuse_double(organisation: Organisation, label: str, *, but: OwnSkill | None = None) -> None:
    called = organisation.own_skills.filter(label__iexact=label, retired_at=None)
    if any(one.pk != getattr(but, "pk", None) for one in called):
        told = f"“{label[:80]}” stands in the list already"
        raise Conflict.because("skill.doubled", told, "/label")


def _locked(skill: OwnSkill) -> OwnSkill:
    return (
        OwnSkill.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=skill.pk)
    )


def _keep(skill: OwnSkill, *, at: datetime) -> None:
    skill.changed_at, skill.revision = at, uuid4()
    skill.save()


def _record(
    verb: str, subject: OwnSkill | LevelScale, *, by: Person | None, at: datetime, **detail: Any
) -> None:
    trail.record(verb, subject, by=by, tenant=subject.organisation_id, at=at, **detail)
