"""The steps of the editor: which form each shows, with which rows, in which groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testamur_web.ui.issuer.editor.forms import (
    AssessmentForm,
    BasicsForm,
    ComponentForm,
    CriterionForm,
    DraftForm,
    ImageForm,
    OutcomeForm,
    OutcomesForm,
    PartsForm,
    PracticalForm,
    WorkForm,
)
from testamur_web.ui.issuer.editor.rule.typed import read_stack_typed
from testamur_web.ui.issuer.editor.term_forms import FundingForm, RequiredForm

__all__ = ["PARTS", "REVIEW", "STEPS", "Group", "Rows", "Step", "read_step", "step_of"]

MAX_ROWS: Final = 40
REVIEW: Final = "review"
PARTS: Final = "parts"
_NOT_TYPED: Final = ("id", "join", "currency")
"""Fields of rows that are filled in before anybody types."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one member of the draft, such as its outcomes; `first` is the field to begin with."""

    name: str
    form: type[DraftForm]
    title: str | Promise
    help: str | Promise
    one: str | Promise
    add: str | Promise
    first: str


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that stand together under a heading; `rows` may stand among the groups."""

    title: str | Promise
    fields: tuple[str, ...] = ()
    rows: Rows | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the editor."""

    slug: str
    title: str | Promise
    lead: str | Promise
    form: type[DraftForm]
    groups: tuple[Group, ...]

    @property
    def rows(self) -> tuple[Rows, ...]:
        """What of the step comes in rows."""
        return tuple(group.rows for group in self.groups if group.rows)

    @property
    def members(self) -> frozenset[str]:
        """The members of a draft that this step is about."""
        own = {name.partition("__")[0] for name in self.form.base_fields}
        return frozenset(own | {rows.name for rows in self.rows})


_OUTCOMES: Final = Rows(
    "outcomes",
    OutcomeForm,
    _("Outcomes"),
    _("Each is one thing that a holder can be seen to do: analyse, survey data, advanced."),
    _("Outcome"),
    _("Add an outcome"),
    "verb",
)
_COMPONENTS: Final = Rows(
    "components",
    ComponentForm,
    _("Parts"),
    _("Their hours add up to the workload, their weights to 100."),
    _("Part"),
    _("Add a part"),
    "kind",
)
_CRITERIA: Final = Rows(
    "criteria",
    CriterionForm,
    _("Criteria"),
    _("An assessor answers each of them with yes or no, for every learner."),
    _("Criterion"),
    _("Add a criterion"),
    "text",
)

_FUNDING: Final = Rows(
    "funding",
    FundingForm,
    _("Who pays a part"),
    _("Learners who may have it see what is left for them to pay, and plans count with it."),
    _("Funding"),
    _("Add a funding"),
    "name",
)
_REQUIRES: Final = Rows(
    "requires",
    RequiredForm,
    _("What must be held first"),
    _("Micro-credentials and skills by name: plans lead to them, and a learner sees what is met."),
    _("Prerequisite"),
    _("Add a prerequisite"),
    "title",
)

STEPS: Final = (
    Step(
        "basics",
        _("Basics"),
        _("What it is called and what sort of thing it is."),
        BasicsForm,
        (
            Group("", ("title", "summary", "kind", "language")),
            Group(_("More about it"), ("description", "tags")),
            Group(_("For units of a qualification"), ("qualification", "unit_code")),
        ),
    ),
    Step(
        "outcomes",
        _("Outcomes"),
        _("What a holder can do. This is what an employer reads first."),
        OutcomesForm,
        (Group("", rows=_OUTCOMES), Group(_("Level of the whole"), ("eqf_level", "local_level"))),
    ),
    Step(
        "work",
        _("Work and hours"),
        _("What a learner does for it, and how long it takes."),
        WorkForm,
        (
            Group("", ("hours",)),
            Group("", rows=_COMPONENTS),
            Group(_("Credits"), ("ects", "other_credits__amount", "other_credits__system")),
        ),
    ),
    Step(
        "assessment",
        _("Assessment"),
        _("How you find out that the outcomes are reached, and why others can rely on it."),
        AssessmentForm,
        (
            Group("", ("assessment_method", "assessment_description")),
            Group("", rows=_CRITERIA),
            Group(_("Who was assessed"), ("supervision", "identity_check")),
            Group(_("Grades"), ("grades__kind", "grades__values", "grades__passing")),
            Group(
                _("Quality assurance"),
                (
                    "quality_statement__kind",
                    "quality_statement__statement",
                    "quality_statement__assured_by",
                    "quality_statement__url",
                ),
            ),
        ),
    ),
    Step(
        "practical",
        _("Practical"),
        _("What one needs to know to take part."),
        PracticalForm,
        (
            Group("", ("mode", "place", "pace")),
            Group(_("When it begins"), ("beginning", "starts", "weeks_at_most")),
            Group(_("Price"), ("price__amount", "price__currency")),
            Group("", rows=_FUNDING),
            Group(_("Before and after"), ("prerequisites", "valid_months", "stackability")),
            Group("", rows=_REQUIRES),
            Group("", ("further_information",)),
        ),
    ),
    Step(
        PARTS,
        _("Parts"),
        _("Whether it is made of other micro-credentials, and what one needs of them."),
        PartsForm,
        (Group(_("How it is counted and given"), ("stack__counts_twice", "stack__gives")),),
    ),
    Step(
        "image",
        _("Image"),
        _("The picture that stands for it everywhere."),
        ImageForm,
        (
            Group("", ("image__design__text",)),
            Group(_("Or your own"), ("upload", "image__kind", "image__digest")),
            Group(_("For people who cannot see it"), ("image__alt",)),
        ),
    ),
)


def step_of(slug: str) -> Step | None:
    """The step of that name."""
    return next((step for step in STEPS if step.slug == slug), None)


def read_step(step: Step, typed: QueryDict) -> dict[str, Any]:
    """The members of the draft that the step is about, as they were typed; an empty row is {}."""
    read = step.form(typed).typed()
    if step.slug == PARTS:
        read["stack"] = read_stack_typed(typed, read["stack"])
    for rows in step.rows:
        read[rows.name] = _typed_rows(rows, typed)
    return read


def _typed_rows(rows: Rows, typed: QueryDict) -> list[dict[str, Any]]:
    found = []
    for at in range(MAX_ROWS):
        prefix = f"{rows.name}-{at}"
        if not any(name.startswith(f"{prefix}-") for name in typed):
            break
        found.append(_row(rows.form(typed, prefix=prefix).typed()))
    return found


def _row(typed: Mapping[str, Any]) -> dict[str, Any]:
    """A row without what is empty; {} where nothing was typed that a person types."""
    row = {name: value for name, value in typed.items() if value not in ("", [], {})}
    if not any(
        name
        for name, value in row.items()
        if name not in _NOT_TYPED and not isinstance(value, bool)
    ):
        return {}
    if "id" in typed:
        row.setdefault("id", f"c-{uuid4().hex[:8]}")
    return row
