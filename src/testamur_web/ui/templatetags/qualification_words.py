"""Credits, and why something brings none, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy

from testamur.pathways.units import Why
from testamur_web.plans.applications import Judged
from testamur_web.wallet.queries import State

__all__ = ["credit_words", "ended_for", "state_tone", "state_words", "why_words"]

register: Final = template.Library()

_WHY: Final = {
    Why.EARLY: gettext_lazy("awarded before it was recognised"),
    Why.LATE: gettext_lazy("awarded after it was recognised"),
    Why.LEVEL: gettext_lazy("states a lower level than is recognised"),
    Why.AGAIN: gettext_lazy("another award of the same counts already"),
    Why.EXEMPT: gettext_lazy("an exemption was granted for it"),
    Why.SPARE: gettext_lazy("the unit is full without it"),
}
_STATES: Final = {
    State.VALID: gettext_lazy("Valid now"),
    State.EXPIRED: gettext_lazy("Expired"),
    State.SUSPENDED: gettext_lazy("Suspended"),
    State.REVOKED: gettext_lazy("Revoked"),
    State.INVALID: gettext_lazy("Not valid"),
    State.UNKNOWN: gettext_lazy("Could not be checked"),
}
_TONES: Final = {
    State.VALID: "chip-good",
    State.EXPIRED: "chip-warn",
    State.SUSPENDED: "chip-bad",
    State.REVOKED: "chip-bad",
    State.INVALID: "chip-bad",
    State.UNKNOWN: "chip-warn",
}


@register.filter
def credit_words(amount: Decimal) -> str:
    """`4.00` as "4", `2.50` as "2.5" or "2,5"."""
    plain = f"{amount:f}"
    return str(number_format(plain.rstrip("0").rstrip(".") if "." in plain else plain))


@register.filter
def ended_for(ended: Mapping[str, Sequence[Judged]], key: UUID) -> Sequence[Judged]:
    """The credentials behind one exemption that hold no more."""
    return ended.get(str(key), ())


@register.filter
def why_words(why: Why) -> str:
    """Why a credential brings no credits."""
    return str(_WHY[why])


@register.filter
def state_words(state: State) -> str:
    """How a credential is judged."""
    return str(_STATES[state])


@register.filter
def state_tone(state: State) -> str:
    """The colour of a chip that says so."""
    return _TONES[state]
