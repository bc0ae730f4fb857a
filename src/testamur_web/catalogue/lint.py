"""What a definition must say before it is published, and what it should say better.

`missing_from` tells what stands in the way of publishing: what is not stated and must be, by kind,
and sums that do not add up. `advice_on` tells what is weak but allowed: outcomes that nobody could
check, verbs of another level, standard elements of Annex I that are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur.problems import Problem
from testamur.quality.wording import are_several, better_than, says_nothing, trails_off
from testamur_web.catalogue.definition import Component, Definition, Outcome
from testamur_web.catalogue.vocabulary import (
    VERBS,
    Beginning,
    ComponentKind,
    Grading,
    IdentityCheck,
    ImageKind,
    Kind,
    Mode,
    OutcomeLevel,
    Supervision,
    level_rank,
)

__all__ = ["advice_on", "missing_from", "required_fields", "vague_reason"]


_ALWAYS: Final = ("title", "summary", "kind", "language", "outcomes", "criteria")
_TAUGHT: Final = ("hours", "components", "mode", "assessment_method", "quality_statement")
_REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    Kind.BADGE: (),
    Kind.CERTIFICATE: _TAUGHT,
    Kind.NANODEGREE: _TAUGHT,
    Kind.SHORT_COURSE: _TAUGHT,
    Kind.PROFESSIONAL_CERTIFICATION: (
        "assessment_method",
        "supervision",
        "identity_check",
        "quality_statement",
        "valid_months",
    ),
    Kind.QUALIFICATION_UNIT: (
        *_TAUGHT,
        "eqf_level",
        "ects",
        "qualification",
        "unit_code",
        "supervision",
    ),
}
_WANTED_COMPONENT: Final = {
    Kind.NANODEGREE: ComponentKind.PROJECT,
    Kind.PROFESSIONAL_CERTIFICATION: ComponentKind.EXAM,
}
_WISHED: Final = (*_TAUGHT, "eqf_level", "supervision", "prerequisites")

_SAYINGS: Final = {
    "title": gettext_lazy("Give it a title."),
    "summary": gettext_lazy("Say in one sentence what it is and for whom."),
    "kind": gettext_lazy("Say what kind of micro-credential it is."),
    "language": gettext_lazy("Say in which language it is taught and assessed."),
    "outcomes": gettext_lazy("State at least one outcome: what a holder can do."),
    "criteria": gettext_lazy("State at least one criterion that is decided for each learner."),
    "hours": gettext_lazy("State the workload in hours."),
    "components": gettext_lazy("Name the parts of the work, with their hours."),
    "mode": gettext_lazy("Say how one takes part: online, on site or both."),
    "assessment_method": gettext_lazy("Say how it is assessed."),
    "quality_statement": gettext_lazy("Say what assures the quality."),
    "eqf_level": gettext_lazy("State the level of the European Qualifications Framework, 1 to 8."),
    "ects": gettext_lazy("State the ECTS credits."),
    "qualification": gettext_lazy("Name the qualification that it is a unit of."),
    "unit_code": gettext_lazy("Give the code of the unit in its qualification."),
    "supervision": gettext_lazy("Say how the assessment is supervised."),
    "identity_check": gettext_lazy("Say how it is known who was assessed."),
    "valid_months": gettext_lazy("Say for how many months it is valid."),
    "prerequisites": gettext_lazy("Say what one needs to take part, if only “none”."),
}


def required_fields(kind: str) -> tuple[str, ...]:
    """The fields that a micro-credential of this kind must state."""
    return (*_ALWAYS, *_REQUIRED.get(kind, ()))


def missing_from(definition: Definition) -> list[Problem]:
    """All that stands in the way of publishing, in the order of the fields."""
    return [problem for check in _CHECKS for problem in check(definition)]


def advice_on(definition: Definition) -> list[Problem]:
    """What would make the definition better; none of it stands in the way."""
    told = [
        problem
        for at, outcome in enumerate(definition.outcomes)
        for problem in _outcome_advice(outcome, f"/outcomes/{at}", definition.language)
    ]
    needed = required_fields(definition.kind)
    wishes = [name for name in _WISHED if name not in needed]
    return [*told, *_unsaid(definition, wishes)]


def vague_reason(verb: str) -> str:
    """Why a verb names nothing that can be checked, and better ones; "" where it does."""
    better = better_than(verb)
    if not better:
        return ""
    return _(
        "Nobody can watch or mark “%(verb)s”. Say what a person does who has learned it, "
        "such as %(better)s."
    ) % {"verb": verb, "better": ", ".join(better)}


# ------------------------------------------------------------------------------ what must be said


def _needed(definition: Definition) -> Iterator[Problem]:
    yield from _unsaid(definition, required_fields(definition.kind))


def _unsaid(definition: Definition, names: Iterable[str]) -> Iterator[Problem]:
    for name in names:
        value = getattr(definition, name)
        is_told = name == "prerequisites" and definition.requires is not None
        if not is_told and (value is None or value in ("", ())):
            yield Problem("definition.missing", str(_SAYINGS[name]), f"/{name}")


def _outcomes(definition: Definition) -> Iterator[Problem]:
    parts = {
        "verb": _("Begin the outcome with a verb."),
        "level": _("Say at which level."),
        "skill": _("Say what the skill is."),
    }
    for at, outcome in enumerate(definition.outcomes):
        for name, told in parts.items():
            if not getattr(outcome, name):
                yield Problem("definition.missing", told, f"/outcomes/{at}/{name}")
    if definition.language != "en" or not definition.outcomes:
        return
    reasons = [_vague(outcome) for outcome in definition.outcomes]
    if all(reasons):
        yield Problem("outcome.vague", reasons[0], "/outcomes/0/verb")


def _components(definition: Definition) -> Iterator[Problem]:
    for at, component in enumerate(definition.components):
        yield from _component(component, f"/components/{at}")
    if not definition.components:
        return
    hours = sum(component.hours or 0 for component in definition.components)
    if definition.hours is not None and hours != definition.hours:
        told = _("The parts have %(hours)s hours, the workload %(stated)s: %(difference)s.")
        difference = definition.hours - hours
        words = _("%s are missing") if difference > 0 else _("%s are too many")
        told %= {
            "hours": hours,
            "stated": definition.hours,
            "difference": words % abs(difference),
        }
        yield Problem("definition.hours-differ", told, "/hours")
    weight = sum(component.weight or 0 for component in definition.components)
    if weight != 100:
        told = _("The weights of the parts are %s percent together; they must be 100.") % weight
        yield Problem("definition.weights-differ", told, "/components")


def _component(component: Component, pointer: str) -> Iterator[Problem]:
    parts = {
        "kind": _("Say what sort of part it is."),
        "title": _("Name the part."),
        "hours": _("State its hours; 0 where it takes none of its own."),
        "weight": _("State its weight in percent; 0 where it is not graded."),
    }
    for name, told in parts.items():
        if getattr(component, name) in ("", None):
            yield Problem("definition.missing", told, f"{pointer}/{name}")


def _kind_of_component(definition: Definition) -> Iterator[Problem]:
    wanted = _WANTED_COMPONENT.get(Kind(definition.kind)) if definition.kind else None
    if wanted and not any(component.kind == wanted for component in definition.components):
        told = _("A %(kind)s has at least one part of the sort “%(wanted)s”.")
        told %= {"kind": definition.kind_label.lower(), "wanted": wanted.label}
        yield Problem("definition.missing", told, "/components")


def _criteria(definition: Definition) -> Iterator[Problem]:
    for at, criterion in enumerate(definition.criteria):
        if not criterion.text:
            told = _("Say what is decided.")
            yield Problem("definition.missing", told, f"/criteria/{at}/text")
        if not criterion.id:
            told = _("A criterion needs an id.")
            yield Problem("definition.missing", told, f"/criteria/{at}/id")
    if definition.criteria and not any(one.is_mandatory for one in definition.criteria):
        told = _("Make at least one criterion mandatory: else everybody would pass.")
        yield Problem("definition.missing", told, "/criteria")


def _assessment(definition: Definition) -> Iterator[Problem]:
    verified = {Supervision.ONLINE_VERIFIED.value, Supervision.ONSITE_VERIFIED.value}
    if definition.supervision in verified and definition.identity_check == IdentityCheck.NONE:
        told = _("The supervision says that identities are checked, and here they are not.")
        yield Problem("value.contradiction", told, "/identity_check")
    grades = definition.grades
    if grades is None:
        return
    if grades.kind == Grading.SCALE and not grades.values:
        told = _("List the grades, from the lowest to the highest.")
        yield Problem("definition.missing", told, "/grades/values")
    elif grades.kind == Grading.SCALE and grades.passing and grades.passing not in grades.values:
        told = _("The grade that passes, “%s”, is not among the grades.") % grades.passing
        yield Problem("value.unknown-choice", told, "/grades/passing")
    elif grades.kind == Grading.PERCENT and not _is_percent(grades.passing):
        told = _("State the mark that passes as a number from 0 to 100, or leave it out.")
        yield Problem("value.out-of-range", told, "/grades/passing")
    elif not grades.kind:
        told = _("Say whether grades are percent or a scale of your own.")
        yield Problem("definition.missing", told, "/grades/kind")


def _is_percent(passing: str) -> bool:
    return not passing or (passing.isdecimal() and int(passing) <= 100)


def _practical(definition: Definition) -> Iterator[Problem]:
    if definition.mode in {Mode.ONSITE.value, Mode.BLENDED.value} and not definition.place:
        yield Problem("definition.missing", _("Say where it takes place."), "/place")
    price = definition.price
    if price and price.amount is None:
        yield Problem("definition.missing", _("State the amount; 0 if free."), "/price/amount")
    if price and price.amount and not price.currency:
        yield Problem("definition.missing", _("State the currency."), "/price/currency")
    other = definition.other_credits
    if other and other.amount is None:
        yield Problem("definition.missing", _("Say how many credits."), "/other_credits/amount")
    if other and not other.system:
        told = _("Say which credit system it is.")
        yield Problem("definition.missing", told, "/other_credits/system")
    quality = definition.quality_statement
    if quality and not quality.kind:
        told = _("Say what sort of quality assurance it is.")
        yield Problem("definition.missing", told, "/quality_statement/kind")


def _dates(definition: Definition) -> Iterator[Problem]:
    if definition.beginning == Beginning.ANY_TIME and definition.starts:
        told = _("Say either that one can begin any time, or on which dates.")
        yield Problem("value.contradiction", told, "/starts")
    if definition.beginning == Beginning.ON_DATES and not definition.starts:
        yield Problem("definition.missing", _("State the dates on which it begins."), "/starts")


def _funding(definition: Definition) -> Iterator[Problem]:
    for at, funding in enumerate(definition.funding):
        if not funding.name:
            yield Problem("definition.missing", _("Name who pays."), f"/funding/{at}/name")
    if definition.funding and (definition.price is None or not definition.price.amount):
        yield Problem("definition.missing", _("State the price that is funded."), "/price/amount")


def _image(definition: Definition) -> Iterator[Problem]:
    image = definition.image
    if image.kind != ImageKind.UPLOADED:
        return
    if not image.digest:
        told = _("Upload an image, or have one drawn.")
        yield Problem("definition.missing", told, "/image/digest")
    if not image.alt:
        yield Problem("image.not-described", _("Say what the image shows."), "/image/alt")


_CHECKS: Final[tuple[Callable[[Definition], Iterator[Problem]], ...]] = (
    _needed,
    _outcomes,
    _components,
    _kind_of_component,
    _criteria,
    _assessment,
    _practical,
    _dates,
    _funding,
    _image,
)


# ---------------------------------------------------------------------------- what should be better


def _outcome_advice(outcome: Outcome, pointer: str, language: str) -> Iterator[Problem]:
    if language not in {"", "en"}:
        return  # the lists of words are English
    if reason := vague_reason(outcome.verb):
        yield Problem("outcome.vague", reason, f"{pointer}/verb")
    elif differs := _level_differs(outcome):
        yield Problem("outcome.level-differs", differs, f"{pointer}/verb")
    if empty := _says_nothing(outcome.skill):
        yield Problem("outcome.vague", empty, f"{pointer}/skill")
    elif are_several(outcome.skill):
        told = _("“%s” are several skills: one outcome each can be judged and compared.")
        yield Problem("outcome.several", told % outcome.skill[:80], f"{pointer}/skill")


def _vague(outcome: Outcome) -> str:
    return vague_reason(outcome.verb) or _says_nothing(outcome.skill)


def _says_nothing(skill: str) -> str:
    if says_nothing(skill):
        return _("“%s” is nothing an employer could look for. Name the skill.") % skill[:80]
    if trails_off(skill):
        return _("“%s” trails off: say everything that counts, and nothing else.") % skill[:80]
    return ""


def _level_differs(outcome: Outcome) -> str:
    verb = outcome.verb.lower()
    levels = [level for level, verbs in VERBS.items() if verb in verbs]
    if not levels or not outcome.level:
        return ""
    rank = level_rank(outcome.level)
    if min(abs(level_rank(level) - rank) for level in levels) <= 1:
        return ""
    return _(
        "“%(verb)s” is what one does at the level %(usual)s. At %(stated)s, say %(better)s."
    ) % {
        "verb": outcome.verb,
        "usual": OutcomeLevel(levels[0]).label,
        "stated": OutcomeLevel(outcome.level).label,
        "better": ", ".join(VERBS[outcome.level][:4]),
    }
