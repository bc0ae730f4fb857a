"""The forms of rubrics: the editor, what to begin with, and how a cohort is marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from testamur_web.learning.models import Decision, Marking, Rubric
from testamur_web.learning.rubrics import Grid, Level, Row
from testamur_web.learning.samples import decisions_to_sample
from testamur_web.learning.services import MarkingTerms
from testamur_web.people.models import Organisation
from testamur_web.ui.issuer.cohort_forms import versions_of
from testamur_web.ui.issuer.rubric_rows import Typed

__all__ = ["BeginForm", "MarkingForm", "RubricForm", "SampleForm"]


@dataclass(frozen=True, slots=True)
class LevelFields:
    """The fields of one level, and its number from 1."""

    number: int
    name: BoundField
    points: BoundField


@dataclass(frozen=True, slots=True)
class RowFields:
    """The fields of one criterion, and its number from 1."""

    number: int
    text: BoundField
    id: BoundField
    weight: BoundField
    mandatory: BoundField
    met: BoundField
    said: list[tuple[str, BoundField]]


class RubricForm(forms.Form):
    """As many fields as what is typed has levels and criteria."""

    title = forms.CharField(label=_("Name of the rubric"), max_length=200)

    def __init__(self, data: Any = None, *, typed: Typed) -> None:
        super().__init__(data, initial=typed.initial)
        self._typed = typed
        for at in range(len(typed.levels)):
            self.fields[f"name_{at}"] = forms.CharField(
                label=_now("Level %(number)s") % {"number": at + 1}, max_length=80
            )
            self.fields[f"points_{at}"] = forms.IntegerField(
                label=_("Points"), min_value=0, max_value=100
            )
        for at in range(len(typed.rows)):
            self._add_row(at)

    def _add_row(self, at: int) -> None:
        names = self._names()
        self.fields |= {
            f"text_{at}": forms.CharField(
                label=_("What is judged"),
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
            f"id_{at}": forms.CharField(
                label=_("Short name"),
                max_length=40,
                required=False,
                help_text=_("The same as the criterion of the achievement has. Empty: made here."),
            ),
            f"weight_{at}": forms.IntegerField(label=_("Weight"), min_value=1, max_value=100),
            f"mandatory_{at}": forms.BooleanField(
                label=_("Mandatory: no award while it is not met"), required=False
            ),
            f"met_{at}": forms.TypedChoiceField(
                label=_("Counts as met from"),
                choices=[(place, name) for place, name in enumerate(names)][1:],
                coerce=int,
            ),
        }
        for place, name in enumerate(names):
            self.fields[f"said_{at}_{place}"] = forms.CharField(
                label=name,
                max_length=2_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _names(self) -> list[str]:
        return [
            str(one["name"]).strip() or _now("Level %(number)s") % {"number": number}
            for number, one in enumerate(self._typed.levels, start=1)
        ]

    @property
    def levels_count(self) -> int:
        """How many levels there are."""
        return len(self._typed.levels)

    @property
    def rows_count(self) -> int:
        """How many criteria there are."""
        return len(self._typed.rows)

    @property
    def levels(self) -> Iterator[LevelFields]:
        """The levels with their fields, from low to high."""
        for at in range(len(self._typed.levels)):
            yield LevelFields(at + 1, self[f"name_{at}"], self[f"points_{at}"])

    @property
    def rows(self) -> Iterator[RowFields]:
        """The criteria with their fields, in order."""
        names = self._names()
        for at in range(len(self._typed.rows)):
            said = [(name, self[f"said_{at}_{place}"]) for place, name in enumerate(names)]
            yield RowFields(
                at + 1,
                self[f"text_{at}"],
                self[f"id_{at}"],
                self[f"weight_{at}"],
                self[f"mandatory_{at}"],
                self[f"met_{at}"],
                said,
            )

    def grid(self) -> Grid:
        """What was typed; a criterion without a short name gets one made of its text."""
        told = self.cleaned_data
        levels = tuple(
            Level(told[f"name_{at}"].strip(), told[f"points_{at}"])
            for at in range(len(self._typed.levels))
        )
        rows: list[Row] = []
        for at in range(len(self._typed.rows)):
            text = told[f"text_{at}"].strip()
            rows.append(
                Row(
                    told[f"id_{at}"].strip() or _short_name(text, {one.id for one in rows}),
                    text,
                    told[f"weight_{at}"],
                    told[f"mandatory_{at}"],
                    told[f"met_{at}"],
                    tuple(told[f"said_{at}_{place}"].strip() for place in range(len(levels))),
                )
            )
        return Grid(levels, tuple(rows))


class BeginForm(forms.Form):
    """What a new rubric begins with: the criteria of an achievement, or another rubric."""

    start = forms.ChoiceField(label=_("Begin with"), required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {f"criteria-{one.pk}": one for one in versions_of(organisation)}
        self.rubrics = {f"rubric-{one.pk}": one for one in organisation.rubrics.all()}
        self.fields["start"].choices = [  # type: ignore[attr-defined]
            ("", _now("An empty rubric")),
            (
                _now("The criteria of"),
                [(key, one.title) for key, one in self.versions.items()],
            ),
            (_now("A copy of"), [(key, one.title) for key, one in self.rubrics.items()]),
        ]


class MarkingForm(forms.Form):
    """How a cohort is marked."""

    rubric = forms.ModelChoiceField(
        Rubric.objects.none(),
        label=_("Rubric"),
        required=False,
        empty_label=_("None: each criterion is met or not"),
        help_text=_("It judges every criterion of what the cohort leads to."),
    )
    has_second = forms.BooleanField(label=_("Two assessors mark each submission"), required=False)
    is_blind = forms.BooleanField(
        label=_("Blind: neither sees the other's mark until both are in"), required=False
    )
    threshold = forms.IntegerField(
        label=_("Points by which two totals may differ"),
        min_value=0,
        max_value=100,
        initial=15,
        help_text=_(
            "Of 100. Beyond it, or where a mandatory criterion is met for one alone, a third "
            "person sets the agreed mark."
        ),
    )

    needs_trial = forms.BooleanField(
        label=_("Only assessors who have passed a trial on a sample of the rubric"),
        required=False,
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = organisation.rubrics.filter(retired_at=None)
        self.fields["rubric"].queryset = offered  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(marking: Marking | None) -> dict[str, Any]:
        """What the form shows of what is set."""
        if marking is None:
            return {}
        return {
            "rubric": marking.rubric.rubric_id,
            "has_second": marking.has_second,
            "is_blind": marking.is_blind,
            "threshold": marking.threshold,
            "needs_trial": marking.needs_trial,
        }

    def terms(self) -> MarkingTerms:
        """What was chosen beside the rubric."""
        told = self.cleaned_data
        return MarkingTerms(
            told["has_second"], told["is_blind"], told["threshold"], told["needs_trial"]
        )


class SampleForm(forms.Form):
    """Decided work to offer as a sample."""

    decision = forms.ModelChoiceField(
        Decision.objects.none(),
        label=_("Work that was marked with it"),
        help_text=_("Assessors see what was handed in, without the name of who did."),
    )

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [one.pk for one in decisions_to_sample(rubric)]
        choice = self.fields["decision"]
        choice.queryset = Decision.objects.filter(pk__in=offered)  # type: ignore[attr-defined]
        choice.label_from_instance = _work_named  # type: ignore[attr-defined]


def _work_named(decision: Decision) -> str:
    enrolment = decision.enrolment
    return f"{enrolment.name}, {enrolment.cohort.name}: {decision.total}"


def _short_name(text: str, taken: set[str]) -> str:
    base = slugify(text)[:30].strip("-") or "criterion"
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
