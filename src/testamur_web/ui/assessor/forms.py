"""The form of a decision: a finding and a note for each criterion, then the decision itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from testamur.problems import Problem
from testamur_web.catalogue.definition import Criterion, Definition, Grades
from testamur_web.learning.findings import Finding, Found
from testamur_web.learning.models import Evidence

__all__ = ["AWARD", "DecisionForm", "decision_field", "note_field", "offer_grades"]

AWARD: Final = "award"
NOT_YET: Final = "not-yet"

_FOUND: Final = {
    Found.MET: _("Met"),
    Found.NOT_MET: _("Not met"),
    Found.NOT_APPLICABLE: _("Does not apply"),
}


@dataclass(frozen=True, slots=True)
class CriterionFields:
    """One criterion and its two fields."""

    criterion: Criterion
    found: BoundField
    note: BoundField


def note_field() -> forms.CharField:
    """The note to the learner."""
    return forms.CharField(
        label=_("Note to the learner"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was good, and what is missing. It stays with the decision."),
    )


def decision_field() -> forms.ChoiceField:
    """For the award, or not yet."""
    return forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (AWARD, _("Passed: give the award")),
            (NOT_YET, _("Not passed yet: the learner can add to it and hand it in again")),
        ],
        widget=forms.RadioSelect,
    )


class DecisionForm(forms.Form):
    """Findings are named by the place of their criterion.

    `shown` is the evidence on this page; `seen` comes back with the decision and says what was on
    the page it was taken on.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    grade = forms.CharField(label=_("Grade"), max_length=40, required=False)
    note = note_field()
    decision = decision_field()

    def __init__(
        self, *args: Any, definition: Definition, evidence: list[Evidence], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._criteria = definition.criteria
        self.shown = " ".join(one.sha256 for one in evidence)
        for place, criterion in enumerate(self._criteria):
            self.fields[f"found_{place}"] = _found_field(criterion)
            self.fields[f"remark_{place}"] = forms.CharField(
                label=_("Note"),
                max_length=2_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        offer_grades(self, definition.grades)

    @property
    def criteria(self) -> Iterator[CriterionFields]:
        """Each criterion with its fields, in order."""
        for place, criterion in enumerate(self._criteria):
            yield CriterionFields(criterion, self[f"found_{place}"], self[f"remark_{place}"])

    @property
    def findings(self) -> list[Finding]:
        """What was found."""
        cleaned = self.cleaned_data
        return [
            Finding(one.id, Found(cleaned[f"found_{place}"]), cleaned[f"remark_{place}"])
            for place, one in enumerate(self._criteria)
        ]

    @property
    def seen_digests(self) -> list[str]:
        """The evidence that was on the page."""
        return str(self.cleaned_data["seen"]).split()

    def say(self, problems: tuple[Problem, ...]) -> None:
        """Say what is wrong beside each finding it is about."""
        for problem in problems:
            field = problem.pointer.replace("/findings/", "found_")
            told = _("Mandatory: the award waits until this is met.")
            self.add_error(field if field in self.fields else None, str(told))


def _found_field(criterion: Criterion) -> forms.ChoiceField:
    offered = [
        (found.value, label)
        for found, label in _FOUND.items()
        if not (criterion.is_mandatory and found == Found.NOT_APPLICABLE)
    ]
    return forms.ChoiceField(label=criterion.text, choices=offered, widget=forms.RadioSelect)


def offer_grades(form: forms.Form, grades: Grades | None) -> None:
    """A list of the grades there are, where the definition names them."""
    if grades is None:
        form.fields["grade"].help_text = _(
            "This achievement states no grades; leave it empty or write one."
        )
    elif grades.values:
        form.fields["grade"] = forms.ChoiceField(
            label=_("Grade"),
            choices=[("", _("None")), *((one, one) for one in grades.values)],
            required=False,
        )
    else:
        form.fields["grade"].help_text = _("In percent, 0 to 100.")
