"""The figures an organisation reckons confidence with, where it looks at people.

What it does not change keeps the default, also when the default changes later. A goal that came
from its role profile is reckoned with its figures; every other goal with the defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction

from testamur.encoding import JsonObject
from testamur.pathways.confidence import (
    DEFAULT,
    Confidence,
    Figures,
    Shown,
    bounds_of,
    confidence_in,
    covered_by,
    read_figures,
)
from testamur_web.ops import trail
from testamur_web.people.models import Organisation, Person
from testamur_web.plans.models import Goal, GoalProposal, OrganisationFigures

__all__ = [
    "EXAMPLE_LEVEL",
    "EXAMPLE_MONTHS",
    "Setting",
    "change_figures",
    "example_of",
    "figures_of",
    "has_own_figures",
    "proposer_of",
    "settings_of",
]

EXAMPLE_MONTHS: Final = 18
EXAMPLE_LEVEL: Final = 5


@dataclass(frozen=True, slots=True)
class Setting:
    """One figure: its name (and its row, in a table), what it is, its default and its bounds."""

    table: str
    name: str
    value: Decimal
    default: Decimal
    least: Decimal
    most: Decimal

    @property
    def key(self) -> str:
        """What names it among all: `enough`, `assessment.project`."""
        return f"{self.table}.{self.name}" if self.table else self.name

    @property
    def is_changed(self) -> bool:
        """Whether it is another than the default."""
        return self.value != self.default


def figures_of(organisation: Organisation | None) -> Figures:
    """The figures of an organisation; the defaults for None and where nothing was changed."""
    if organisation is None:
        return DEFAULT
    row = OrganisationFigures.objects.filter(organisation=organisation).first()
    return read_figures(row.content) if row else DEFAULT


def has_own_figures(organisation: Organisation) -> bool:
    """Whether an organisation reckons with others than the defaults."""
    return figures_of(organisation) != DEFAULT


def proposer_of(goal: Goal) -> Organisation | None:
    """The organisation from whose role profile a goal came; None for one that was chosen."""
    rows = GoalProposal.objects.filter(goal=goal).select_related("organisation")
    found = rows.first()
    return found.organisation if found else None


def settings_of(figures: Figures) -> list[Setting]:
    """Every figure, one by one, in the order of the formula."""
    return list(_settings(figures))


@transaction.atomic
def change_figures(
    organisation: Organisation, figures: JsonObject, *, by: Person, at: datetime
) -> Figures:
    """Reckon with these from now on; raises `Refused` (`gap.figures-malformed`).

    Only what differs from the default is kept, and the trail says what changed.
    """
    before, after = figures_of(organisation), read_figures(figures)
    OrganisationFigures.objects.update_or_create(
        organisation=organisation, defaults={"content": _own(after), "changed_at": at}
    )
    changed = {
        old.key: f"{float(old.value):g} → {float(new.value):g}"
        for old, new in zip(_settings(before), _settings(after), strict=True)
        if old.value != new.value
    }
    if changed:
        told = {"figures": [f"{key}: {how}" for key, how in changed.items()]}
        trail.record("figures.change", organisation, by=by, tenant=organisation.pk, at=at, **told)
    return after


def example_of(figures: Figures, *, at: datetime) -> tuple[Confidence, Decimal]:
    """A written exam under supervision, a level too low, some time ago; and what that covers."""
    shown = Shown(
        EXAMPLE_LEVEL - 1,
        awarded=at - timedelta(days=30.4375 * EXAMPLE_MONTHS),
        assessment=("writtenExam",),
        supervision="supervised",
        endorsement="vouched",
    )
    sure = confidence_in(shown, level=EXAMPLE_LEVEL, at=at, figures=figures)
    return sure, covered_by(sure, figures=figures)


def _settings(figures: Figures) -> Iterator[Setting]:
    for one in fields(Figures):
        value, default = getattr(figures, one.name), getattr(DEFAULT, one.name)
        if isinstance(default, Mapping):
            for row, standard in default.items():
                yield Setting(one.name, row, value[row], standard, *bounds_of(one.name))
        else:
            yield Setting("", one.name, value, default, *bounds_of(one.name))


def _own(figures: Figures) -> JsonObject:
    """What differs from the defaults, as `read_figures` reads it."""
    own: dict[str, Any] = {}
    for one in _settings(figures):
        if one.is_changed and one.table:
            own.setdefault(one.table, {})[one.name] = float(one.value)
        elif one.is_changed:
            own[one.name] = float(one.value)
    return own
