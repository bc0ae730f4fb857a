"""What one version says otherwise than another, in words: said, no longer said, changed.

Rows are matched by what they are about (a criterion by its id, an outcome by its skill, a part by
its title), so that one word changed in the third row is one change and not three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any, Final, Literal

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.funding import Eligibility, FundingOffer
from testamur_web.catalogue.parts import told_clause, told_equivalents
from testamur_web.catalogue.requirements import Required
from testamur_web.catalogue.stacks import Stack
from testamur_web.catalogue.vocabulary import (
    AssessmentMethod,
    Beginning,
    ComponentKind,
    Giving,
    Grading,
    IdentityCheck,
    ImageKind,
    Kind,
    Mode,
    OutcomeLevel,
    Pace,
    QualityKind,
    Stackability,
    Supervision,
)

__all__ = ["Change", "Piece", "changes_between", "is_correction", "label_of"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text: kept, taken out or put in."""

    kind: Literal["same", "out", "in"]
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field that is said otherwise; "" where it is not said at all.

    `is_wording` is true where it is free text that was stated before and still is.
    """

    pointer: str
    label: str
    before: str
    after: str
    is_wording: bool = False

    def pieces(self) -> list[Piece]:
        """Both texts in one, word by word."""
        return list(_pieces(self.before.split(), self.after.split()))


_LABELS: Final = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "description": gettext_lazy("Description"),
    "kind": gettext_lazy("Kind"),
    "language": gettext_lazy("Language"),
    "tags": gettext_lazy("Tags"),
    "outcomes": gettext_lazy("Outcome"),
    "components": gettext_lazy("Part"),
    "criteria": gettext_lazy("Criterion"),
    "hours": gettext_lazy("Hours"),
    "ects": gettext_lazy("ECTS credits"),
    "other_credits": gettext_lazy("Other credits"),
    "eqf_level": gettext_lazy("EQF level"),
    "local_level": gettext_lazy("Local level"),
    "qualification": gettext_lazy("Qualification"),
    "unit_code": gettext_lazy("Code of the unit"),
    "assessment_method": gettext_lazy("Assessment"),
    "assessment_description": gettext_lazy("How it is assessed"),
    "supervision": gettext_lazy("Supervision"),
    "identity_check": gettext_lazy("Identity check"),
    "grades": gettext_lazy("Grades"),
    "quality_statement": gettext_lazy("Quality assurance"),
    "mode": gettext_lazy("Form of participation"),
    "place": gettext_lazy("Place"),
    "pace": gettext_lazy("Pace"),
    "price": gettext_lazy("Price"),
    "funding": gettext_lazy("Funding"),
    "percent": gettext_lazy("percent"),
    "most": gettext_lazy("at most"),
    "conditions": gettext_lazy("who may have it"),
    "until": gettext_lazy("until"),
    "beginning": gettext_lazy("When it begins"),
    "starts": gettext_lazy("Dates it begins"),
    "weeks_at_most": gettext_lazy("Weeks to finish"),
    "prerequisites": gettext_lazy("Prerequisites"),
    "requires": gettext_lazy("What must be held"),
    "valid_months": gettext_lazy("Months of validity"),
    "stackability": gettext_lazy("Stacking"),
    "stack": gettext_lazy("Parts of the whole"),
    "clause": gettext_lazy("rule"),
    "counts_twice": gettext_lazy("one credential counts in several places"),
    "recognised": gettext_lazy("what counts as what"),
    "gives": gettext_lazy("how it is given"),
    "further_information": gettext_lazy("Further information"),
    "image": gettext_lazy("Image"),
    "verb": gettext_lazy("verb"),
    "level": gettext_lazy("level"),
    "skill": gettext_lazy("skill"),
    "skill_uri": gettext_lazy("address of the skill"),
    "framework": gettext_lazy("framework"),
    "weight": gettext_lazy("weight"),
    "text": gettext_lazy("text"),
    "is_mandatory": gettext_lazy("mandatory"),
    "amount": gettext_lazy("amount"),
    "currency": gettext_lazy("currency"),
    "system": gettext_lazy("system"),
    "statement": gettext_lazy("statement"),
    "assured_by": gettext_lazy("assured by"),
    "url": gettext_lazy("address"),
    "values": gettext_lazy("values"),
    "passing": gettext_lazy("passing"),
    "alt": gettext_lazy("alternative text"),
    "design": gettext_lazy("design"),
    "digest": gettext_lazy("file"),
    "shape": gettext_lazy("shape"),
    "colour": gettext_lazy("colour"),
    "icon": gettext_lazy("sign"),
    "id": gettext_lazy("id"),
}
_WORDS: Final[dict[str, Any]] = {
    value: label
    for choices in (
        AssessmentMethod,
        Beginning,
        ComponentKind,
        Giving,
        Grading,
        IdentityCheck,
        ImageKind,
        Kind,
        Mode,
        OutcomeLevel,
        Pace,
        QualityKind,
        Stackability,
        Supervision,
    )
    for value, label in choices.choices
}
_WORDING: Final = _words(
    """title summary description tags text assessment_description place prerequisites alt
    further_information statement assured_by url"""
)
_CHOSEN: Final = _words(
    "kind level assessment_method supervision identity_check mode pace stackability gives beginning"
)
_ROW_KEYS: Final[dict[str, Callable[[Any], str]]] = {
    "outcomes": lambda row: row.skill_uri or row.skill.casefold(),
    "components": lambda row: row.title.casefold(),
    "criteria": lambda row: row.id,
    "funding": lambda row: row.name.casefold(),
}


def changes_between(before: Definition, after: Definition) -> list[Change]:
    """Every field in which two definitions differ, in the order of the fields."""
    return list(_members(before, after, "", ""))


def is_correction(changes: Sequence[Change]) -> bool:
    """Whether all changes are of wording, so that what is certified stays the same."""
    return all(change.is_wording for change in changes)


def label_of(name: str) -> str:
    """What a field of a definition is called."""
    return str(_LABELS.get(name, name))


def _members(before: Any, after: Any, pointer: str, label: str) -> Iterator[Change]:
    for field in fields(after):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new:
            continue
        here, told = f"{pointer}/{field.name}", _joined(label, field.name)
        if field.name in _ROW_KEYS:
            yield from _rows(old, new, here, told)
        elif _has_members(old) and _has_members(new):
            yield from _members(old, new, here, told)
        else:
            yield _change(field.name, old, new, here, told)


def _rows(old: Sequence[Any], new: Sequence[Any], pointer: str, label: str) -> Iterator[Change]:
    """Rows of the same key are compared; the others, and their order, are told as they are."""
    key_of = _ROW_KEYS[pointer.rpartition("/")[2]]
    was = {key_of(row): row for row in old}
    for at, row in enumerate(new):
        before = was.pop(key_of(row), None)
        told = _("%(label)s %(number)s") % {"label": label, "number": at + 1}
        if before is None:
            yield Change(f"{pointer}/{at}", told, "", _told(row))
        else:
            yield from _members(before, row, f"{pointer}/{at}", told)
    for row in was.values():
        yield Change(pointer, label, _told(row), "")


def _has_members(value: Any) -> bool:
    """Whether it is told member by member; what is required is told as a whole."""
    return hasattr(value, "__dataclass_fields__") and not isinstance(value, Required)


def _change(name: str, old: Any, new: Any, pointer: str, label: str) -> Change:
    before, after = _told(old, name), _told(new, name)
    return Change(
        pointer, label, before, after, is_wording=name in _WORDING and bool(before and after)
    )


def _joined(label: str, name: str) -> str:
    own = label_of(name)
    return f"{label}: {own[:1].lower()}{own[1:]}" if label else capfirst(own)


def _told(value: Any, name: str = "") -> str:
    """A value as one reads it; what is chosen from a list by its label, a rule as a sentence."""
    if (tell := _TELLERS.get(name)) is not None and value is not None:
        return tell(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return ", ".join(_told(each, name) for each in value)
    if isinstance(value, Required | FundingOffer | Eligibility):
        return value.sentence
    if hasattr(value, "__dataclass_fields__"):
        names = (field.name for field in fields(value) if field.name != "id")
        parts = (_told(getattr(value, name), name) for name in names)
        return " · ".join(filter(None, parts))
    return _plainly(value, name)


def _plainly(value: Any, name: str) -> str:
    if name == "most":
        return ", ".join(f"{amount} {code}" for code, amount in value.items())
    if value is None:
        return ""
    return str(_WORDS.get(value, value) if name in _CHOSEN else value)


_TELLERS: Final[dict[str, Callable[[Any], str]]] = {
    "stack": lambda stack: " ".join(filter(None, _told_stack(stack))),
    "clause": told_clause,
    "recognised": told_equivalents,
}


def _told_stack(stack: Stack) -> Iterator[str]:
    """A stack that was not stated before, or no longer is."""
    if stack.clause is not None:
        yield told_clause(stack.clause)
    yield told_equivalents(stack.recognised)
    if stack.counts_twice:
        yield _("One credential may count in several places.")
    if stack.gives:
        yield _told(stack.gives, "gives")


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", " ".join(old[i1:i2]))
            continue
        if i2 > i1:
            yield Piece("out", " ".join(old[i1:i2]))
        if j2 > j1:
            yield Piece("in", " ".join(new[j1:j2]))
