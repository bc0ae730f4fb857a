"""From one job profile to another, told as sentences: between versions, or rungs of a ladder.

    for one in changes_between(before, after):
        print(one.sentence)

Skills that come first, then what is asked for in another way, then what goes; in the order of the
profile. Two profiles without a change between them ask for the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from testamur.encoding import JsonObject
from testamur.skills.framework import Need
from testamur.talent.profile import JobProfile

__all__ = ["Change", "ChangeKind", "changes_between"]


class ChangeKind(StrEnum):
    """What became of a skill."""

    ADDED = "added"
    LEVEL = "level"
    REQUIRED = "required"
    IMPORTANCE = "importance"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one skill; `before` and `after` are None where the skill is not asked for.

    `is_required` is whether it is required afterwards, or was, where it went.
    """

    kind: ChangeKind
    name: str
    before: Need | None
    after: Need | None
    is_required: bool

    @property
    def need(self) -> Need:
        """The skill as it is asked for now, or was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 -- one of them always stands
        return found

    @property
    def sentence(self) -> str:
        """What changed, in words."""
        was, now = _level(self.before), _level(self.after)
        weight = "required" if self.is_required else "desirable"
        match self.kind:
            case ChangeKind.ADDED:
                return f"“{self.name}” is added, {now}, {weight}."
            case ChangeKind.LEVEL:
                return f"“{self.name}” is asked for {now} instead of {was}."
            case ChangeKind.REQUIRED:
                return f"“{self.name}” is {weight} now."
            case ChangeKind.IMPORTANCE:
                weights = [f"{one.importance:.0%}" for one in (self.after, self.before) if one]
                return f"“{self.name}” weighs {' instead of '.join(weights)}."
            case ChangeKind.REMOVED:
                return f"“{self.name}” is no longer asked for."

    def as_json(self) -> JsonObject:
        """The change as programs read it."""
        return {
            "kind": self.kind.value,
            "skill": self.need.skill,
            "name": self.name,
            "level": self.after.level if self.after else None,
            "levelBefore": self.before.level if self.before else None,
            "required": self.is_required,
            "sentence": self.sentence,
        }


def changes_between(before: JobProfile, after: JobProfile) -> tuple[Change, ...]:
    """All that a profile asks for otherwise than the one before."""
    then = {need.skill: need for need in before.goal.needs}
    now = {need.skill for need in after.goal.needs}
    found = [
        *(change for need in after.goal.needs for change in _of(need, then, before, after)),
        *(
            Change(
                ChangeKind.REMOVED,
                before.goal.name_of(need.skill),
                need,
                None,
                before.is_required(need),
            )
            for need in before.goal.needs
            if need.skill not in now
        ),
    ]
    order = list(ChangeKind)
    return tuple(sorted(found, key=lambda one: order.index(one.kind)))


def _of(
    need: Need, then: dict[str, Need], before: JobProfile, after: JobProfile
) -> Iterator[Change]:
    was, is_required = then.get(need.skill), after.is_required(need)
    name = after.goal.name_of(need.skill)
    if was is None:
        yield Change(ChangeKind.ADDED, name, None, need, is_required)
        return
    if was.level != need.level:
        yield Change(ChangeKind.LEVEL, name, was, need, is_required)
    if before.is_required(was) is not is_required:
        yield Change(ChangeKind.REQUIRED, name, was, need, is_required)
    elif was.importance != need.importance:
        yield Change(ChangeKind.IMPORTANCE, name, was, need, is_required)


def _level(need: Need | None) -> str:
    return f"at EQF level {need.level}" if need and need.level else "at any level"
