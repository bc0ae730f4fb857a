"""Where somebody wants to be: the skills that an occupation, an advert or a profile asks for.

A goal is read from JSON (`{"label": …, "needs": [{"skill": …, "level": 4, "importance": 1}]}`), or
is an occupation of a framework. What somebody says of themselves is read the same way, from the
member `skills`, and is always kept apart from what is verified.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from types import MappingProxyType
from typing import Final

from testamur.encoding import Json, JsonObject, parse_object
from testamur.errors import Refused
from testamur.skills.framework import ESSENTIAL, Framework, Need

__all__ = ["MAX_NEEDS", "Goal", "goal_from", "goal_in", "read_goal", "read_self_assessment"]

MAX_NEEDS: Final = 2_000
_MAX_TEXT: Final = 500
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+\Z")


@dataclass(frozen=True, slots=True)
class Goal:
    """What is asked for; `names` are the labels of its skills, where they are known."""

    needs: tuple[Need, ...]
    _: KW_ONLY
    id: str = ""
    label: str = ""
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def name_of(self, skill: str) -> str:
        """What the skill is called, else its address."""
        return self.names.get(skill) or skill

    def as_json(self) -> JsonObject:
        """The goal as `read_goal` reads it."""
        needs = [_stated(need, self.names.get(need.skill, "")) for need in self.needs]
        return {"id": self.id, "label": self.label, "needs": needs}


def read_goal(text: str | bytes) -> Goal:
    """Read a goal; raises `Refused` (`gap.goal-malformed`, `json.*`)."""
    return goal_from(parse_object(text))


def goal_from(document: JsonObject, pointer: str = "") -> Goal:
    """The goal that parsed JSON states; raises `Refused` (`gap.goal-malformed`)."""
    rows = _rows(document, "needs", pointer)
    needs: list[Need] = []
    names = {}
    for place, row in rows:
        need = _need(row, place)
        if any(need.skill == other.skill for other in needs):
            raise _refused(f"{need.skill[:80]} stands twice", f"{place}/skill")
        needs.append(need)
        if row.get("name"):
            names[need.skill] = _text(row, "name", place)
    return Goal(
        tuple(needs),
        id=_text(document, "id", pointer),
        label=_text(document, "label", pointer),
        names=MappingProxyType(names),
    )


def read_self_assessment(text: str | bytes) -> Mapping[str, int | None]:
    """What somebody says they can do: skill to level, None where they state none.

    Raises `Refused` (`gap.goal-malformed`, `json.*`).
    """
    rows = _rows(parse_object(text), "skills", "")
    needs = [_need(row, place) for place, row in rows]
    return MappingProxyType({need.skill: need.level for need in needs})


def goal_in(framework: Framework, wanted: str) -> Goal:
    """The needs of an occupation of a framework, by its URI, or its code; `gap.goal-unknown`."""
    named = [one for one in framework.occupations if wanted in {one.id, one.code} and wanted]
    if not named:
        told = f"{wanted[:120]!r} is no occupation of {framework.name}"
        raise Refused.because("gap.goal-unknown", told)
    occupation = named[0]
    asked = {need.skill for need in occupation.needs}
    names = {one.id: one.label for one in framework.skills if one.id in asked}
    return Goal(
        occupation.needs,
        id=occupation.id,
        label=occupation.label,
        names=MappingProxyType(names),
    )


def _stated(need: Need, name: str) -> JsonObject:
    told = {"skill": need.skill, "name": name, "level": need.level, "importance": need.importance}
    return {member: value for member, value in told.items() if value not in (None, "")}


def _rows(document: JsonObject, member: str, pointer: str) -> list[tuple[str, JsonObject]]:
    rows = document.get(member)
    if not isinstance(rows, list) or not 0 < len(rows) <= MAX_NEEDS:
        raise _refused(f"a list of 1 to {MAX_NEEDS:,} skills stands here", f"{pointer}/{member}")
    placed = [(f"{pointer}/{member}/{at}", row) for at, row in enumerate(rows)]
    for place, row in placed:
        if not isinstance(row, dict):
            raise _refused("a skill is an object with its address as `skill`", place)
    return placed


def _need(row: JsonObject, pointer: str) -> Need:
    skill, level, importance = row.get("skill"), row.get("level"), row.get("importance", ESSENTIAL)
    if not isinstance(skill, str) or len(skill) > _MAX_TEXT or not _URI.match(skill):
        raise _refused("the address of a skill stands here", f"{pointer}/skill")
    if level is not None and not (_is_number(level) and level in range(1, 9)):
        raise _refused("a level is a whole number from 1 to 8", f"{pointer}/level")
    if not _is_number(importance) or not 0 < importance <= 1:
        raise _refused("an importance is above 0 and at most 1", f"{pointer}/importance")
    return Need(skill, level=None if level is None else int(level), importance=float(importance))


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(holder: JsonObject, member: str, pointer: str) -> str:
    value = holder.get(member, "")
    if not isinstance(value, str) or len(value) > _MAX_TEXT:
        raise _refused(f"a text of at most {_MAX_TEXT} characters", f"{pointer}/{member}")
    return value


def _refused(told: str, pointer: str) -> Refused:
    return Refused.because("gap.goal-malformed", told, pointer)
