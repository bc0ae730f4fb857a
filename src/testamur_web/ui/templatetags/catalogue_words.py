"""The values of a micro-credential in words, as the catalogue shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur.pathways.plan import Step
from testamur_web.catalogue import vocabulary
from testamur_web.catalogue.models import Version
from testamur_web.people.models import OrganisationKind
from testamur_web.plans.locking import Asking
from testamur_web.plans.planning import Planned
from testamur_web.plans.proven import Worth

__all__ = [
    "asks_of",
    "cents_words",
    "component_words",
    "eqf_words",
    "hours_words",
    "kind_words",
    "language_words",
    "mode_words",
    "named",
    "opens_of",
    "organisation_words",
    "outcome_level_words",
    "price_words",
    "worth_words",
]

register: Final = template.Library()

_LANGUAGES: Final = dict(vocabulary.LANGUAGES)
_EQF: Final = (
    gettext_lazy("Basic tasks under direct supervision"),
    gettext_lazy("Routine tasks with some independence"),
    gettext_lazy("Takes responsibility for tasks, adapts to circumstances"),
    gettext_lazy("Works independently within guidelines; end of upper secondary school"),
    gettext_lazy("Manages work where things change; short higher education"),
    gettext_lazy("Advanced and critical work; as a bachelor's degree"),
    gettext_lazy("Highly specialised, finds new ways; as a master's degree"),
    gettext_lazy("At the frontier of a field; as a doctorate"),
)
_SIGNS: Final = {"EUR": "€", "GBP": "£", "USD": "$"}


@register.filter
def kind_words(value: str) -> str:
    """`short-course` as "Short course"."""
    return _label(vocabulary.Kind, value)


@register.filter
def mode_words(value: str) -> str:
    """`onsite` as "On site"."""
    return _label(vocabulary.Mode, value)


@register.filter
def component_words(value: str) -> str:
    """`exam` as "Exam"."""
    return _label(vocabulary.ComponentKind, value)


@register.filter
def outcome_level_words(value: str) -> str:
    """`advanced` as "Advanced"."""
    return _label(vocabulary.OutcomeLevel, value)


@register.filter
def organisation_words(values: list[str]) -> str:
    """Kinds of an organisation: "University, Company"."""
    return ", ".join(_label(OrganisationKind, value) for value in values)


@register.filter
def eqf_words(level: int | None) -> str:
    """What a level of the European Qualifications Framework means, in a few words."""
    return str(_EQF[level - 1]) if level and level <= len(_EQF) else ""


@register.filter
def language_words(value: str) -> str:
    """`pt-BR` as "Portuguese (pt-BR)"; a language without a name here as its code."""
    name = _LANGUAGES.get(value.partition("-")[0].lower())
    if name is None:
        return value
    return str(name) if "-" not in value else f"{name} ({value})"


@register.filter
def price_words(amount: Decimal | None, currency: str = "") -> str:
    """An amount as "€180", "Free" or "Price not stated"."""
    if amount is None:
        return _("Price not stated")
    if not amount:
        return _("Free")
    plain = f"{amount:,.0f}" if amount == amount.to_integral() else f"{amount:,.2f}"
    sign = _SIGNS.get(currency)
    return f"{sign}{plain}" if sign else f"{plain} {currency}".strip()


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


@register.filter
def cents_words(cents: int, currency: str) -> str:
    """Hundredths as a price."""
    return price_words(Decimal(cents) / 100, currency)


@register.filter
def hours_words(minutes: int) -> str:
    """Minutes as hours, with a decimal where it is needed."""
    return f"{Decimal(minutes) / 60:.1f}".removesuffix(".0")


@register.filter
def named(names: Mapping[str, str], key: str) -> str:
    """The name of a key, else the key."""
    return names.get(key) or key


@register.filter
def asks_of(planned: Planned, offer: str) -> Sequence[Asking]:
    """What a step of a plan asks for first, by the id of its offer."""
    return planned.asks.get(offer, ())


@register.filter
def worth_words(worths: Mapping[UUID, Worth], version: Version) -> str:
    """What a version adds to whoever looks: "Nothing new to you", or how much of their goal."""
    worth = worths.get(version.pk) if worths else None
    if worth is None:
        return ""
    if worth.adds_nothing:
        return _("Nothing new to you")
    if not worth.covered:
        return ""
    return _("%(n)d of your %(open)d open skills") % {"n": worth.covered, "open": worth.open}


@register.filter
def opens_of(planned: Planned, step: Step) -> list[str]:
    """The titles of the steps that can be begun only after this one."""
    titles = {one.offer.id: one.offer.title for one in planned.plan.steps}
    return [titles[one] for one in step.opens if one in titles]
