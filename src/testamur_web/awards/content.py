"""What an award needs to know of the version it is of, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.documents import achievement_of
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import definition_of
from testamur_web.catalogue.vocabulary import OutcomeLevel

__all__ = ["Described", "achievement_of", "described"]


@dataclass(frozen=True, slots=True)
class Described:
    """The words of a version that a sentence about one of its awards needs; "" for none.

    `grades` are the values that a result may have, from low to high; none where any may stand.
    """

    outcome: str
    level: str
    method: str
    valid_months: int | None
    grades: tuple[str, ...]
    is_percent: bool


def described(version: Version) -> Described:
    """What the content of `version` says."""
    definition = definition_of(version)
    outcome = definition.outcomes[0].sentence if definition.outcomes else ""
    grades = definition.grades
    return Described(
        outcome,
        _level_of(definition),
        ", ".join(label.lower() for label in definition.assessment_labels),
        definition.valid_months,
        grades.values if grades else (),
        bool(grades and not grades.values),
    )


def _level_of(definition: Definition) -> str:
    stated = definition.outcomes[0].level if definition.outcomes else ""
    eqf = _("EQF level %s") % definition.eqf_level if definition.eqf_level else ""
    if stated not in OutcomeLevel.values:
        return eqf
    level = _("%s level") % str(OutcomeLevel(stated).label).lower()
    return f"{level} ({eqf})" if eqf else level
