"""What people show and how they match, in words."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur.pathways.question import Fit
from testamur_web.catalogue.skills import entry_of
from testamur_web.catalogue.vocabulary import AssessmentMethod
from testamur_web.employers.matches import Lack, Match, State
from testamur_web.employers.models import Part, Purpose

__all__ = ["assessment_words", "lacks_words", "part_words", "purpose_words", "skill_words"]

register: Final = template.Library()

_LACKS: Final[dict[Lack, Promise]] = {
    Lack.LEVEL: gettext_lazy("below the level"),
    Lack.UNSTATED: gettext_lazy("no level is stated"),
    Lack.CONFIDENCE: gettext_lazy("less sure than asked"),
    Lack.FRESHNESS: gettext_lazy("not fresh any more on that day"),
    Lack.BREADTH: gettext_lazy("a skill near it"),
}
_STATES: Final[dict[State, Promise]] = {
    State.MATCHED: gettext_lazy("Matched"),
    State.PARTIAL: gettext_lazy("In part"),
    State.MISSING: gettext_lazy("Missing"),
}
_TONES: Final = {State.MATCHED: "chip-good", State.PARTIAL: "chip-warn", State.MISSING: ""}
_NEAR: Final = {
    Fit.MATCH: gettext_lazy("stands for the same"),
    Fit.NARROWER: gettext_lazy("narrower"),
    Fit.BROADER: gettext_lazy("broader"),
    Fit.RELATED: gettext_lazy("related"),
}


@register.filter
def skill_words(uri: str) -> str:
    """The name of a skill, else its address."""
    known = entry_of(uri)
    return known.entry.label if known else uri


@register.filter
def state_words(match: Match) -> str:
    """How far a skill is there."""
    return str(_STATES[match.state])


@register.filter
def state_tone(match: Match) -> str:
    """The class of its chip."""
    return _TONES[match.state]


@register.filter
def lacks_words(match: Match) -> str:
    """What a partial match lacks, "" where nothing."""
    return ", ".join(str(_LACKS[one]) for one in match.lacks)


@register.filter
def near_words(match: Match) -> str:
    """How what is held stands to what is looked for, "" where it is the same."""
    return f"{match.skill} ({_NEAR[match.fit]})" if match.fit in _NEAR else ""


@register.filter
def assessment_words(kind: str) -> str:
    """`writtenExam` as "Written exam"."""
    if kind in AssessmentMethod.values:
        return str(AssessmentMethod(kind).label)
    return _("Prior learning") if kind == "priorLearning" else ""


@register.filter
def purpose_words(value: str) -> str:
    """`search` as "Be found in searches"."""
    return str(Purpose(value).label) if value in Purpose.values else value


@register.filter
def part_words(value: str) -> str:
    """`skills` as "Proven skills and levels"."""
    return str(Part(value).label) if value in Part.values else value
