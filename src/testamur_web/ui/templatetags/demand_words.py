"""Numbers of demand as pages write them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from testamur_web.labour.models import Figure
from testamur_web.labour.queries import content_of_all, counted_at, is_being_counted, said_of
from testamur_web.ui.labour.pictures.svg import number
from testamur_web.ui.labour.showing import FEW, address_of
from testamur_web.ui.labour.words import change_told, month_told

__all__ = ["cell", "change", "day", "demand_sources", "grouped", "month", "of_skill", "page_of"]

register: Final = template.Library()


@register.filter
def grouped(value: Any) -> str:
    """A number with its thousands apart; what is none is told as nothing."""
    return number(float(value)) if isinstance(value, int | float) else ""


@register.filter
def cell(value: Any) -> str:
    """A cell of a table: a number, or why there is none."""
    if value == FEW:
        return _("fewer than 5")
    return _("not known") if value is None else grouped(value)


@register.filter
def change(value: float | None) -> str:
    """A change as a share, +12 %."""
    return "" if value is None else change_told(value)


@register.filter
def month(value: str) -> str:
    """A month such as May 2026."""
    return month_told(value)


@register.filter
def day(value: str) -> str:
    """A day that is written as ISO 8601 does."""
    return date_format(date.fromisoformat(value), "j F Y")


@register.filter
def of_skill(figures: Mapping[str, Figure] | str, uri: str) -> Figure | None:
    """The figure of a skill among those of a page; None where there is none."""
    return figures.get(uri) if isinstance(figures, Mapping) else None


@register.inclusion_tag("labour/_sources_here.html")
def demand_sources() -> dict[str, Any]:
    """Where demand is counted from, for pages that show it beside something else."""
    content = content_of_all()
    return {
        "said": said_of(content["provenance"]) if content else [],
        "counted_at": counted_at(),
        "is_being_counted": is_being_counted(),
    }


@register.filter
def page_of(figure: Figure) -> str:
    """The page of a skill or an occupation."""
    return address_of(figure.uri, figure.kind)
