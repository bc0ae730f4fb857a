"""What made a skill fresher after the award: that it was renewed, and that it was used at work.

- a credential of the same achievement by the same issuer that was awarded later and shows the same
  skill renews it;
- a use is somebody's word that they applied what they learnt: stated by themselves, or confirmed by
  whoever saw it. What each is worth stands in `Figures.events`.

Only what came after the award, and before the moment that is asked for, is an event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import TypeAlias

from testamur.encoding import JsonObject, parse_object, parse_timestamp
from testamur.errors import Refused
from testamur.pathways.confidence import Event
from testamur.pathways.held import Held

__all__ = ["Use", "events_of", "read_uses"]

_Named: TypeAlias = defaultdict[tuple[str, str], list[tuple[Held, frozenset[str]]]]

_MEMBERS = {"at", "skill", "digest", "confirmed"}


@dataclass(frozen=True, slots=True)
class Use:
    """What was learnt was used: one skill of it, what one credential is about, or both.

    With a `skill` alone it counts for every credential that shows the skill; with a `digest` (of
    `testamur.pathways.held.digest_of`) alone, for every skill of that credential; with both, for
    that skill of that credential; with neither, for nothing.
    """

    at: datetime
    _: KW_ONLY
    skill: str = ""
    digest: str = ""
    is_confirmed: bool = False

    def is_of(self, held: Held, skill: str) -> bool:
        """Whether it is a use of this skill, as this credential shows it."""
        is_named = bool(self.skill or self.digest)
        return is_named and self.skill in {"", skill} and self.digest in {"", held.digest}

    @property
    def event(self) -> Event:
        """The use as confidence counts it."""
        kind = "confirmedUse" if self.is_confirmed else "statedUse"
        return Event(self.at.replace(microsecond=0), kind)


def events_of(
    held: Sequence[Held], uses: Iterable[Use], *, at: datetime
) -> Mapping[tuple[str, str], tuple[Event, ...]]:
    """The events of each skill of each credential, by its digest and the skill, in their order."""
    used, named = list(uses), _by_name(held)
    return {
        (one.digest, skill.uri): tuple(
            event
            for event in sorted(
                {
                    *(use.event for use in used if use.is_of(one, skill.uri)),
                    *_renewals(one, skill.uri, named),
                }
            )
            if event.at <= at and one.awarded and event.at > one.awarded
        )
        for one in held
        for skill in one.skills
    }


def read_uses(text: str | bytes) -> list[Use]:
    """The uses in a file: {"uses": [{"skill": …, "digest": …, "at": …, "confirmed": true}]}.

    Raises `Refused` (`confidence.uses-malformed`, `json.*`, `time.*`).
    """
    rows = parse_object(text).get("uses")
    if not isinstance(rows, list):
        raise _refused("a list of uses stands here", "/uses")
    return [_use(row, f"/uses/{place}") for place, row in enumerate(rows)]


def _by_name(held: Iterable[Held]) -> _Named:
    """What was awarded by an issuer under a name, each with the skills it shows."""
    found: _Named = defaultdict(list)
    for one in held:
        shown = frozenset(skill.uri for skill in one.skills)
        for name in one.names:
            found[one.issuer, name].append((one, shown))
    return found


def _renewals(held: Held, skill: str, named: _Named) -> Iterator[Event]:
    for name in held.names:
        for other, shown in named[held.issuer, name]:
            if skill in shown and other.awarded and other.digest != held.digest:
                yield Event(other.awarded.replace(microsecond=0), "renewal")


def _use(row: object, pointer: str) -> Use:
    if not isinstance(row, dict) or not set(row) <= _MEMBERS:
        raise _refused(f"an object with {', '.join(sorted(_MEMBERS))} stands here", pointer)
    if not row.get("skill") and not row.get("digest"):
        raise _refused("it names a skill, or the digest of a credential", pointer)
    return Use(
        parse_timestamp(row.get("at"), f"{pointer}/at"),
        skill=_text(row, "skill", pointer),
        digest=_text(row, "digest", pointer),
        is_confirmed=_truth(row, "confirmed", pointer),
    )


def _text(row: JsonObject, member: str, pointer: str) -> str:
    value = row.get(member, "")
    if not isinstance(value, str):
        raise _refused("a text stands here", f"{pointer}/{member}")
    return value


def _truth(row: JsonObject, member: str, pointer: str) -> bool:
    value = row.get(member, False)
    if not isinstance(value, bool):
        raise _refused("true or false stands here", f"{pointer}/{member}")
    return value


def _refused(told: str, pointer: str) -> Refused:
    return Refused.because("confidence.uses-malformed", told, pointer)
