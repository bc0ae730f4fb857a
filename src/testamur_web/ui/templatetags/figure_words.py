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
    "assessment": _("Strength: how it was assessed"),
    "supervision": _("Strength: how that was supervised"),
    "half_life": _("Recency: how fast each kind of skill fades"),
    "events": _("Recency: what makes a skill fresher"),
    "endorsement": _("Endorsement"),
    "": _("Least recency, level and credit"),
}
_SINGLE: Final[dict[str, Promise]] = {
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
    "events": _("By this share of the way the day that counts moves toward the day of the event."),
    "oldest": _("Recency never falls below this."),
    "enough": _("At this confidence a skill counts as proven in full."),
    "narrower": _("For each step between the skill that is held and the one that is needed."),
    "broader": _("For each step between the skill that is held and the one that is needed."),
}
_ROWS: Final[dict[str, dict[str, Promise]]] = {
    "assessment": {"": _("No kind of assessment is stated"), "priorLearning": _("Prior learning")},
    "supervision": {"": _("No supervision is stated")},
    "half_life": {
        "regulated": _("Half-life of regulated skills, in months"),
        "digital": _("Half-life of digital skills, in months"),
        "language": _("Half-life of languages, in months"),
        "transversal": _("Half-life of transversal skills, in months"),
        "knowledge": _("Half-life of knowledge, in months"),
        "": _("Half-life of every other skill, in months"),
    },
    "events": {
        "renewal": _("Share that a renewal moves"),
        "confirmedUse": _("Share that a confirmed use at work moves"),
        "statedUse": _("Share that a use by one's own word moves"),
    },
    "endorsement": {
        "endorsed": _("An endorsement by somebody else holds"),
        "vouched": _("The issuer is on the list of whoever verifies"),
        "": _("Nobody else vouches for it"),
    },
}
_CHOICES: Final = {"assessment": AssessmentMethod, "supervision": Supervision}


@register.filter
def figure_label(setting: Setting) -> str | Promise:
    """`enough` as "Confidence that is enough"; a row of a table as what it stands for."""
    if not setting.table:
        return _SINGLE[setting.name]
    own = _ROWS[setting.table].get(setting.name)
    return own or str(_CHOICES[setting.table](setting.name).label)
