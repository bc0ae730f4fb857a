"""How the state of an award is told: a word, and the colour beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testamur_web.awards.models import Award, StatusChange
from testamur_web.awards.queries import state_of

__all__ = ["VERBS", "Line", "Verb", "lines_of", "verbs_for"]

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Line:
    """One award of a list; `tone` is the class of its chip."""

    award: Award
    state: str
    word: Text
    tone: str


@dataclass(frozen=True, slots=True)
class Verb:
    """One change of state: what a button says, what a page asks, and what is told afterwards."""

    name: str
    button: Text
    question: Text
    explained: Text
    is_dangerous: bool


VERBS: Final = {
    StatusChange.Verb.REVOKE.value: Verb(
        "revoke",
        _("Revoke"),
        _("Revoke these awards?"),
        _("Whoever verifies them is told that they are revoked. This cannot be taken back."),
        is_dangerous=True,
    ),
    StatusChange.Verb.SUSPEND.value: Verb(
        "suspend",
        _("Suspend"),
        _("Suspend these awards?"),
        _("Whoever verifies them is told that they do not hold for now, until you reinstate them."),
        is_dangerous=False,
    ),
    StatusChange.Verb.REINSTATE.value: Verb(
        "reinstate",
        _("Reinstate"),
        _("Reinstate these awards?"),
        _("Whoever verifies them is told that they are valid again."),
        is_dangerous=False,
    ),
}
_WORDS: Final[dict[str, tuple[Text, str]]] = {
    "valid": (_("Valid"), "chip-good"),
    "expired": (_("Expired"), "chip-warn"),
    "suspended": (_("Suspended"), "chip-warn"),
    "revoked": (_("Revoked"), "chip-bad"),
    "waiting": (_("Being issued"), ""),
}
_POSSIBLE: Final = {
    "valid": ("suspend", "revoke"),
    "expired": ("suspend", "revoke"),
    "suspended": ("reinstate", "revoke"),
}


def lines_of(awards: Iterable[Award], *, at: datetime) -> list[Line]:
    """The awards with the words for their states."""
    return [
        Line(award, state, *_WORDS[state]) for award in awards for state in [state_of(award, at=at)]
    ]


def verbs_for(line: Line) -> list[Verb]:
    """What can be done to an award in its state."""
    return [VERBS[name] for name in _POSSIBLE.get(line.state, ())]
