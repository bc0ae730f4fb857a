"""What was typed into the boxes, as the clause that a draft keeps, finished or not.

A box is read by its prefix: `box` is the outermost, `box-0-1` the second inside its first. What is
named by words is looked up: a micro-credential or skill that is called so, and no other, is meant.
What cannot be found keeps its words, so that nothing typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict

from testamur.encoding import parse_object
from testamur.errors import Refused
from testamur.pathways.rules import MAX_CLAUSES, MAX_DEPTH
from testamur_web.catalogue.parts import Part, find_parts, parts_called
from testamur_web.catalogue.skills import find_skill
from testamur_web.ui.issuer.editor.rule.kinds import CONDITIONS, KINDS, RAW

__all__ = ["ROOT", "read_stack_typed", "shown_name"]

ROOT: Final = "box"
_DEEPEST: Final = MAX_DEPTH + 2
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+\Z")


def read_stack_typed(typed: QueryDict, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The member `stack` of the draft; `settings` are its fields beside the rule, as typed.

    It is empty where the page is not about a whole.
    """
    if "is_stack" not in typed:
        return {}
    reader = _Reader.of(typed)
    stack = {
        **settings,
        "clause": reader.clause(ROOT, 1),
        "recognised": reader.recognised(),
    }
    return {name: value for name, value in stack.items() if value not in ("", {}, None)}


def shown_name(address: str, parts: Mapping[str, Part]) -> str:
    """What a field for an achievement shows: its title where it is known, else its address."""
    part = parts.get(address)
    return (part.title if part else "") or address


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads boxes; `parts` is what is known of every address that was sent."""

    typed: QueryDict
    parts: Mapping[str, Part]

    @classmethod
    def of(cls, typed: QueryDict) -> _Reader:
        sent = (value for name, value in typed.items() if name.endswith("-address"))
        return cls(typed, find_parts(str(value) for value in sent if value))

    def clause(self, prefix: str, depth: int) -> dict[str, Any]:
        kind = self.typed.get(f"{prefix}-kind", "")
        if kind == RAW:
            return self._raw(prefix)
        if kind not in KINDS or depth > _DEEPEST:
            return {}
        spec = KINDS[kind]
        clause = {**spec.first, **_stated(spec.form(self.typed, prefix=prefix).typed())}
        clause |= self._looked_up(kind, prefix, clause)
        picked = self._picked(prefix) if spec.picks else []
        if picked or kind == spec.picks:
            clause[spec.picks] = picked
        if spec.inside:
            inside = [self.clause(each, depth + 1) for each in self._boxes(prefix)]
            clause[spec.inside] = (inside or [{}])[0] if kind in CONDITIONS else inside
        return clause

    def recognised(self) -> dict[str, list[str]]:
        """What counts as what: a row for each pair, both sides as addresses or words."""
        found: dict[str, list[str]] = {}
        for at in range(MAX_CLAUSES):
            if f"pair-{at}-asked-text" not in self.typed:
                break
            asked, other = self._named(f"pair-{at}-asked"), self._named(f"pair-{at}-other")
            if asked or other:
                found.setdefault(asked, []).append(other)
        return found

    def _boxes(self, prefix: str) -> Iterator[str]:
        for at in range(MAX_CLAUSES):
            if f"{prefix}-{at}-kind" not in self.typed:
                break
            yield f"{prefix}-{at}"

    def _looked_up(self, kind: str, prefix: str, clause: Mapping[str, Any]) -> dict[str, Any]:
        if kind == "achievement":
            return self._part(prefix, clause)
        if kind == "skill":
            return self._skill(prefix, clause)
        return {}

    def _part(self, prefix: str, clause: Mapping[str, Any]) -> dict[str, Any]:
        """The address of an achievement, and the name that its issuer gives it."""
        named = self._named(f"{prefix}-part")
        if named and not _ADDRESS.match(named):
            return {"achievement": "", "name": named}
        part = self.parts.get(named) or find_parts([named]).get(named)
        name = (part.title if part else "") or clause.get("name", "")
        return {"achievement": named} | ({"name": name} if named and name else {})

    def _skill(self, prefix: str, clause: Mapping[str, Any]) -> dict[str, Any]:
        """The address of a skill whose name was typed anew, where a framework has one."""
        name, uri = str(clause.get("name", "")), str(clause.get("skill", ""))
        if f"{uri} {name}" == self.typed.get(f"{prefix}-was", "") or not name:
            return {}
        if uri and uri != self.typed.get(f"{prefix}-was", "").partition(" ")[0]:
            return {}
        found = find_skill(name)
        return {"skill": found.skill_uri if found else ""}

    def _named(self, prefix: str) -> str:
        """The address that a field for an achievement means, or the words where it means none."""
        text = " ".join(self.typed.get(f"{prefix}-text", "").split())
        address = self.typed.get(f"{prefix}-address", "").strip()
        was_address, _blank, was_text = self.typed.get(f"{prefix}-was", "").partition(" ")
        if not text or _ADDRESS.match(text):
            return text
        if address and (text == was_text or address != was_address):
            return address
        called = parts_called(text)
        return called[0].address if len(called) == 1 else text

    def _picked(self, prefix: str) -> list[str]:
        """The addresses that are still ticked, and one more where one was added."""
        kept = [one.strip() for one in self.typed.getlist(f"{prefix}-picked")]
        more = [self.typed.get(f"{prefix}-issuer", ""), self._named(f"{prefix}-more")]
        return _once(one for one in [*kept, *more] if one)

    def _raw(self, prefix: str) -> dict[str, Any]:
        try:
            return parse_object(self.typed.get(f"{prefix}-json", ""))
        except Refused:
            return {}


def _stated(typed: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in typed.items() if value != ""}


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
