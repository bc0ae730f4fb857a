"""What the figures of confidence are called, and what each of them does."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.vocabulary import AssessmentMethod, Supervision
from testamur_web.plans.figures import Setting

__all__ = ["HELP", "TABLES", "figure_label"]

register: Final = template.Library()

TABLES: Final[dict[str, Promise]] = {
    "": _("Recency, level and credit"),
    "assessment": _("Strength: how it was assessed"),
    "supervision": _("Strength: how that was supervised"),
    "endorsement": _("Endorsement"),
}
_SINGLE: Final[dict[str, Promise]] = {
    "half_life": _("Half-life, in months"),
    "oldest": _("Recency of the oldest award"),
    "undated": _("Recency without a date"),
    "per_level": _("Taken away for each level that is lacking"),
    "lowest": _("Least that a level counts"),
    "unstated": _("Level where none is stated"),
    "enough": _("Confidence that is enough"),
    "narrower": _("Credit for a narrower skill"),
    "broader": _("Credit for a broader skill"),
    "related": _("Credit for a related skill"),
}
HELP: Final[dict[str, Promise]] = {
    "half_life": _("So many months after the award, recency is halfway to its least."),
    "oldest": _("Recency never falls below this."),
    "enough": _("At this confidence a skill counts as proven in full."),
    "narrower": _("For each step between the skill that is held and the one that is needed."),
    "broader": _("For each step between the skill that is held and the one that is needed."),
}
_ROWS: Final[dict[str, dict[str, Promise]]] = {
    "assessment": {"": _("No kind of assessment is stated"), "priorLearning": _("Prior learning")},
    "supervision": {"": _("No supervision is stated")},
    "endorsement": {
        "endorsed": _("An endorsement by somebody else holds"),
        "vouched": _("The issuer is on the list of whoever verifies"),
        "": _("Nobody else vouches for it"),
    },
}
_CHOICES: Final = {"assessment": AssessmentMethod, "supervision": Supervision}


@register.filter
def figure_label(setting: Setting) -> str | Promise:
    """`half_life` as "Half-life, in months"; a row of a table as what it stands for."""
    if not setting.table:
        return _SINGLE[setting.name]
    own = _ROWS[setting.table].get(setting.name)
    return own or str(_CHOICES[setting.table](setting.name).label)
