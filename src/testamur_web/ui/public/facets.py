"""How the catalogue is asked through an address, and how its facets are shown with their counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur_web.catalogue.search import FACETS, HOURS, SCORES, SORTS, Asked, Found
from testamur_web.catalogue.vocabulary import Kind, Mode
from testamur_web.ui.templatetags.catalogue_words import language_words

__all__ = ["Choice", "Facet", "chosen_of", "facets_of", "read_asked", "read_page", "sorts_of"]

MAX_TEXT: Final = 200
MAX_CHOSEN: Final = 40

_TITLES: Final[Mapping[str, str | Promise]] = {
    "kind": gettext_lazy("Kind"),
    "made": gettext_lazy("How it is earned"),
    "level": gettext_lazy("Level (EQF)"),
    "hours": gettext_lazy("Workload"),
    "price": gettext_lazy("Price"),
    "mode": gettext_lazy("How you take part"),
    "language": gettext_lazy("Language"),
    "score": gettext_lazy("Quality score"),
    "issuer": gettext_lazy("Issuer"),
}
_BANDS: Final[Mapping[str, str | Promise]] = {
    "up-to-10": gettext_lazy("Up to 10 hours"),
    "11-to-50": gettext_lazy("11 to 50 hours"),
    "51-to-150": gettext_lazy("51 to 150 hours"),
    "over-150": gettext_lazy("More than 150 hours"),
}
_GRADES: Final[Mapping[str, str | Promise]] = {
    "90-to-100": gettext_lazy("90 to 100"),
    "75-to-89": gettext_lazy("75 to 89"),
    "50-to-74": gettext_lazy("50 to 74"),
    "below-50": gettext_lazy("Below 50"),
}
_SORTS: Final[Mapping[str, str | Promise]] = {
    "": gettext_lazy("Best match"),
    "newest": gettext_lazy("Newest"),
    "title": gettext_lazy("Title, A to Z"),
    "shortest": gettext_lazy("Fewest hours"),
    "cheapest": gettext_lazy("Lowest price"),
    "level": gettext_lazy("Lowest level"),
    "score": gettext_lazy("Highest quality score"),
}


_FIXED: Final[Mapping[str, list[str]]] = {
    "hours": list(HOURS),
    "price": ["free", "paid"],
    "kind": Kind.values,
    "score": list(SCORES),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value: what it is called, how many there are, the address that has or drops it."""

    value: str
    label: str
    count: int = 0
    is_chosen: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to narrow by, with the values that occur."""

    name: str
    title: str
    choices: list[Choice]


def read_asked(query: QueryDict) -> Asked:
    """What the address asks for; an unknown order is the best, an unknown value finds nothing."""
    chosen = {name: _values(query, name) for name in FACETS if _values(query, name)}
    sort = query.get("sort", "")
    text = " ".join(query.get("q", "")[:MAX_TEXT].split())
    return Asked(text=text, chosen=chosen, sort=sort if sort in SORTS else "")


def read_page(query: QueryDict) -> int:
    """The number of the page, 1 where none is stated."""
    page = query.get("page", "")
    return int(page) if page.isdecimal() and page.isascii() and len(page) < 7 else 1


def facets_of(found: Found, asked: Asked) -> list[Facet]:
    """The facets that have something to choose from."""
    named = _labels(found.issuers)
    facets = []
    for name, title in _TITLES.items():
        counts = found.counts[name]
        chosen = asked.chosen.get(name, ())
        choices = [
            Choice(value, named[name](value), counts.get(value, 0), is_chosen=value in chosen)
            for value in _in_order(name, {*counts, *chosen}, named[name])
        ]
        if choices:
            facets.append(Facet(name, str(title), choices))
    return facets


def chosen_of(query: QueryDict, found: Found, asked: Asked) -> list[Choice]:
    """Everything that narrows now, each with the address that no longer does."""
    named = _labels(found.issuers)
    dropped = [
        Choice(value, named[name](value), href=_address_without(query, name, value))
        for name, values in asked.chosen.items()
        for value in values
    ]
    if asked.text:
        words = _("Words: %(words)s") % {"words": asked.text}
        dropped.insert(0, Choice(asked.text, words, href=_address_without(query, "q", "")))
    return dropped


def sorts_of(asked: Asked) -> list[Choice]:
    """The orders; the best match is one only where words were typed."""
    offered = [(value, str(label)) for value, label in _SORTS.items() if value or asked.text]
    current = asked.sort or ("" if asked.text else "newest")
    return [Choice(value, label, is_chosen=value == current) for value, label in offered]


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    given = [value[:MAX_TEXT] for value in query.getlist(name)[:MAX_CHOSEN]]
    return tuple(dict.fromkeys(value for value in given if value and value.isprintable()))


def _labels(issuers: Mapping[str, str]) -> dict[str, Callable[[str], str]]:
    kinds, modes = dict(Kind.choices), dict(Mode.choices)
    prices = {"free": _("Free"), "paid": _("Paid")}
    return {
        "kind": lambda value: str(kinds.get(value, value)),
        "made": lambda value: _("Made of others") if value == "of-others" else value,
        "level": lambda value: _("Level %(level)s") % {"level": value},
        "hours": lambda value: str(_BANDS.get(value, value)),
        "price": lambda value: prices.get(value, value),
        "mode": lambda value: str(modes.get(value, value)),
        "language": language_words,
        "score": lambda value: str(_GRADES.get(value, value)),
        "issuer": lambda value: issuers.get(value, value),
    }


def _in_order(name: str, values: set[str], label: Callable[[str], str]) -> list[str]:
    fixed = _FIXED.get(name)
    if fixed:
        return [value for value in fixed if value in values] + sorted(values - set(fixed))
    return sorted(values, key=lambda value: label(value).casefold())


def _address_without(query: QueryDict, name: str, value: str) -> str:
    kept = query.copy()
    kept.pop("page", None)
    kept.setlist(name, [each for each in kept.getlist(name) if value and each != value])
    told = kept.urlencode()
    return f"?{told}" if told else "?"
