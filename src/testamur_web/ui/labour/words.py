"""Figures of demand in words: growth with how sure it is, and what is not known and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from testamur_web.ui.labour.pictures.svg import number

__all__ = [
    "change_told",
    "compared_told",
    "growth_told",
    "month_of",
    "month_told",
    "seasons_told",
    "share_told",
]

_SEASONS: Final = 12
_MINUS: Final = "\N{MINUS SIGN}"


def month_of(text: str) -> date:
    """The first day of a month written `2026-05`."""
    return date(int(text[:4]), int(text[5:]), 1)


def month_told(text: str) -> str:
    """A month such as May 2026."""
    return date_format(month_of(text), "F Y")


def change_told(value: float) -> str:
    """A change as a share: +12 %."""
    percent = round(100 * value)
    sign = "" if not percent else "+" if percent > 0 else _MINUS
    return f"{sign}{number(abs(percent))} %"


def growth_told(growth: Mapping[str, Any]) -> str:
    """In one sentence, with what it is surely between; or why nobody can say."""
    if growth["isNew"]:
        return _("It is new: fewer than five postings asked for it before, and surely more do now.")
    if growth["ratio"] is None:
        return _("Whether it rises or falls is not known: %(why)s.") % {"why": _why(growth)}
    change = growth["ratio"] - 1
    low, high = (one - 1 for one in growth["interval"])
    told = {"by": _percent(change), "low": change_told(low), "high": change_told(high)}
    if low <= 0 <= high:
        words = _(
            "It may have stayed as it was: the change lies between %(low)s and %(high)s, "
            "with 95 %% confidence."
        )
        return words % told
    is_year = growth["compared"]["months"] == _SEASONS
    return _moved(is_up=change > 0, is_year=is_year) % told


def compared_told(growth: Mapping[str, Any]) -> str:
    """Which months were compared; "" where none were."""
    compared = growth["compared"]
    if not compared:
        return ""
    told = ngettext(
        "Compared: the month to %(after)s with the month to %(before)s.",
        "Compared: the %(n)s months to %(after)s with the %(n)s months to %(before)s.",
        compared["months"],
    )
    said = told % {
        "n": compared["months"],
        "after": month_told(compared["after"][1]),
        "before": month_told(compared["before"][1]),
    }
    if compared["leftOut"]:
        left = ", ".join(compared["leftOut"])
        said += " " + _("Left out, for they do not cover both: %(sources)s.") % {"sources": left}
    return said


def seasons_told(content: Mapping[str, Any]) -> str:
    """Whether the line is without what returns every year."""
    if content["seasonality"] == "removed":
        return _("The strong line is without the seasons; the thin one is what was counted.")
    return _("Seasons are not removed: that takes 24 months without a gap.")


def share_told(share: Mapping[str, Any]) -> str:
    """How many of a thousand postings, and of how many."""
    if share["postings"] is None:
        return _("fewer than five postings") if share["suppressed"] else _("not known")
    told = _("%(n)s of %(of)s postings, which is %(share)s of a thousand")
    return told % {
        "n": number(share["postings"]),
        "of": number(share["of"]),
        "share": number(share["perThousand"] or 0),
    }


def _moved(*, is_up: bool, is_year: bool) -> str:
    words = {
        (True, True): _("It rose by %(by)s in a year, with 95 %% confidence %(low)s to %(high)s."),
        (False, True): _("It fell by %(by)s in a year, with 95 %% confidence %(low)s to %(high)s."),
        (True, False): _("It rose by %(by)s, with 95 %% confidence %(low)s to %(high)s."),
        (False, False): _("It fell by %(by)s, with 95 %% confidence %(low)s to %(high)s."),
    }
    return words[is_up, is_year]


def _percent(value: float) -> str:
    return f"{number(round(100 * abs(value)))} %"


def _why(growth: Mapping[str, Any]) -> str:
    """The reasons that the library gives, in the language of the page."""
    told = {
        "fewer than six months are known": _("fewer than six months are known"),
        "one side has no postings": _("there are no postings to compare with"),
        "fewer than five postings on one side": _("fewer than five postings on one side"),
    }
    return told.get(growth["reason"], str(growth["reason"]))
