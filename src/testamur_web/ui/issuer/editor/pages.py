"""What a page of the editor shows: what was typed, what is told about it, and the way on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from testamur.problems import Problem
from testamur_web.catalogue.definition import Definition, Outcome
from testamur_web.catalogue.diff import label_of
from testamur_web.catalogue.lint import required_fields
from testamur_web.catalogue.models import Achievement
from testamur_web.catalogue.pictures import Contrast, contrast_of
from testamur_web.catalogue.queries import (
    Ready,
    Similar,
    draft_of,
    revision_of,
    similar_to,
)
from testamur_web.catalogue.references import examine_draft_of
from testamur_web.catalogue.scores import Scored, score_draft
from testamur_web.catalogue.skills import find_skill
from testamur_web.ui.issuer.editor.forms import DraftForm
from testamur_web.ui.issuer.editor.rule.boxes import Builder, anchor_of, builder_of
from testamur_web.ui.issuer.editor.steps import PARTS, STEPS, Group, Rows, Step
from testamur_web.ui.issuer.editor.term_rows import FOLDED, at_rows, unfold

__all__ = [
    "Hint",
    "Hints",
    "Page",
    "StepLink",
    "hint_at",
    "hints_for",
    "page_of",
    "step_links",
    "to_do",
]

UNREADABLE = frozenset({"value", "text", "iri", "document", "name", "image"})
"""The subjects of problems that are shown at once; what is only not said yet waits."""


@dataclass(frozen=True, slots=True)
class StepLink:
    """A step in the navigation, and how many things it still needs."""

    slug: str
    title: str | Promise
    to_do: int
    is_begun: bool


@dataclass(frozen=True, slots=True)
class Hint:
    """One problem, where it is, and how to get there."""

    label: str
    sentence: str
    step: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What is told beside a step."""

    to_do: list[Hint]
    advice: list[Hint]
    similar: list[Similar]
    sums: dict[str, int] | None
    score: Scored | None


@dataclass(frozen=True, slots=True)
class RowForm:
    """One row: its form, its number from 1, and a published skill of the same name."""

    number: int
    form: DraftForm
    known: Outcome | None = None

    @property
    def has_details(self) -> bool:
        """Whether something is shown wrong in it, so that what is folded away must be open."""
        return bool(self.form.errors)


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields as it is shown, or the rows of a member."""

    group: Group
    fields: list[BoundField]
    rows: list[RowForm]
    errors: list[str]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed yet, so that the one row is empty."""
        return len(self.rows) == 1 and not any(
            value for value in self.rows[0].form.data.values() if isinstance(value, str)
        )


@dataclass(frozen=True, slots=True)
class Page:
    """All that a step shows."""

    step: Step
    form: DraftForm
    sections: list[Section]
    links: list[StepLink]
    hints: Hints
    definition: Definition
    is_last: bool
    seen: str
    builder: Builder | None = None

    @property
    def contrast(self) -> Contrast | None:
        """How well words are read on the colour that was chosen, if one was."""
        return contrast_of(self.definition.image.design)

    @property
    def has_errors(self) -> bool:
        """Whether something is shown as wrong at its field."""
        rows = [row.form for section in self.sections for row in section.rows]
        in_rows = any(section.errors for section in self.sections)
        in_boxes = self.builder is not None and self.builder.has_errors
        return any(form.errors for form in [self.form, *rows]) or in_rows or in_boxes


def page_of(achievement: Achievement, step: Step, *, is_checked: bool, extra: str = "") -> Page:
    """The page of a step; `is_checked` shows what is missing too, `extra` names rows to add to."""
    draft = draft_of(achievement)
    ready = at_rows(examine_draft_of(achievement, draft, on=timezone.now().date()), draft)
    form = step.form.of(draft)
    form.require(required_fields(ready.definition.kind))
    sections = [_section(group, form, draft, extra=extra) for group in step.groups]
    shown = [one for one in ready.problems if is_checked or _is_unreadable(one)]
    _tell(form, sections, shown)
    return Page(
        step=step,
        form=form,
        sections=sections,
        links=step_links(draft, ready.problems),
        hints=hints_for(step, draft, ready, besides=achievement),
        definition=ready.definition,
        is_last=step is STEPS[-1],
        seen=revision_of(draft, step.members),
        builder=builder_of(draft, is_checked=is_checked) if step.slug == PARTS else None,
    )


def hints_for(step: Step, draft: Mapping[str, Any], ready: Ready, *, besides: Achievement) -> Hints:
    """What is told beside a step of a draft, saved or not."""
    alike = step.slug in {"basics", "outcomes"}
    return Hints(
        to_do=[_hint(one) for one in ready.problems if _member(one) in step.members],
        advice=[_hint(one) for one in ready.advice if _member(one) in step.members],
        similar=similar_to(ready.definition, besides=besides.pk) if alike else [],
        sums=_sums(ready.definition) if step.slug == "work" and draft.get("components") else None,
        score=score_draft(besides, ready.definition),
    )


def to_do(problems: Iterable[Problem]) -> list[tuple[Step, list[Hint]]]:
    """All that stands in the way, by the step it is mended in."""
    every = list(problems)
    found = []
    for step in STEPS:
        hints = [_hint(one) for one in every if _member(one) in step.members]
        if hints:
            found.append((step, hints))
    return found


def step_links(draft: Mapping[str, Any], problems: Sequence[Problem]) -> list[StepLink]:
    """The steps, each with how much it needs."""
    return [
        StepLink(
            step.slug,
            step.title,
            sum(1 for one in problems if _member(one) in step.members),
            any(draft.get(member) for member in step.members),
        )
        for step in STEPS
    ]


def _section(group: Group, form: DraftForm, draft: Mapping[str, Any], *, extra: str) -> Section:
    rows = _rows(group.rows, draft, extra=extra) if group.rows else []
    return Section(group, [form[name] for name in group.fields], rows, [])


def _rows(rows: Rows, draft: Mapping[str, Any], *, extra: str) -> list[RowForm]:
    """The rows as they were typed, and an empty one where there is none or one is asked for."""
    kept = draft.get(rows.name)
    if rows.name in FOLDED:
        kept = unfold(rows.name, kept)
    values: list[Any] = list(kept) if isinstance(kept, list) else []
    if not values or extra == rows.name:
        values.append({})
    made = []
    for at, value in enumerate(values):
        form = rows.form.of(value if isinstance(value, dict) else {}, prefix=f"{rows.name}-{at}")
        if rows.name not in FOLDED:
            form.require(("verb", "skill", "level", "kind", "title", "hours", "weight", "text"))
        made.append(RowForm(at + 1, form, _known(rows, value)))
    return made


def _known(rows: Rows, value: Any) -> Outcome | None:
    """The published skill that an outcome names without its address."""
    if rows.name != "outcomes" or not isinstance(value, dict) or value.get("skill_uri"):
        return None
    return find_skill(str(value.get("skill") or ""))


def _tell(form: DraftForm, sections: Sequence[Section], problems: Iterable[Problem]) -> None:
    """Show each problem at its field, or at the rows it is about."""
    by_rows = {section.group.rows.name: section for section in sections if section.group.rows}
    for problem in problems:
        member, _slash, rest = problem.pointer.strip("/").partition("/")
        if member not in by_rows:
            form.tell(problem.pointer, problem.detail)
            continue
        section = by_rows[member]
        at, _slash, field = rest.partition("/")
        row = int(at) if at.isdigit() else -1
        if not (
            0 <= row < len(section.rows) and section.rows[row].form.tell(field, problem.detail)
        ):
            section.errors.append(problem.detail)


def _hint(problem: Problem) -> Hint:
    return hint_at(problem.pointer, problem.detail)


def hint_at(pointer: str, sentence: str = "") -> Hint:
    """Where in the editor something is that a pointer names, and what is said of it."""
    member, *rest = pointer.strip("/").split("/")
    step = next((step.slug for step in STEPS if member in step.members), "review")
    return Hint(_label(member, rest), sentence, step, _anchor(member, rest))


def _label(member: str, rest: Sequence[str]) -> str:
    rows = next((rows for step in STEPS for rows in step.rows if rows.name == member), None)
    name = str(rows.title) if rows and not rest else label_of(member)
    if member == "stack" and rest and rest[0] == "clause":
        return _label_of_box(anchor_of("/".join(["", member, *rest])))
    if rest and rest[0].isdigit():
        name = f"{name} {int(rest[0]) + 1}"
        rest = rest[1:]
    if not rest:
        return name
    fields = rows.form.base_fields if rows and rows.name in FOLDED else {}
    return f"{name}: {fields[rest[-1]].label if rest[-1] in fields else label_of(rest[-1])}"


def _label_of_box(anchor: str) -> str:
    _box, *path = anchor.split("-")
    number = ".".join(str(int(step) + 1) for step in path)
    return _("Part %s") % number if number else _("All the parts")


def _anchor(member: str, rest: Sequence[str]) -> str:
    """The id of the field on its page."""
    if member == "stack" and rest and rest[0] in {"clause", "recognised"}:
        return anchor_of("/".join(["", member, *rest]))
    if rest and rest[0].isdigit():
        return f"id_{member}-{rest[0]}-{rest[1]}" if len(rest) > 1 else member
    if not rest and member in {"outcomes", "components", "criteria", *FOLDED}:
        return member
    return "id_" + "__".join([member, *rest])


def _member(problem: Problem) -> str:
    return problem.pointer.strip("/").partition("/")[0]


def _is_unreadable(problem: Problem) -> bool:
    return problem.code.partition(".")[0] in UNREADABLE


def _sums(definition: Definition) -> dict[str, int]:
    return {
        "hours": sum(one.hours or 0 for one in definition.components),
        "weight": sum(one.weight or 0 for one in definition.components),
        "stated": definition.hours or 0,
    }
