"""The forms of marking: a level for each criterion of a rubric, and the ruling that follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from testamur.problems import Problem
from testamur_web.catalogue.definition import Grades
from testamur_web.learning.judging import Judged, Judgement, Remark
from testamur_web.learning.models import Evidence
from testamur_web.learning.rubrics import Grid, Row
from testamur_web.learning.services import Ruling
from testamur_web.ui.assessor.forms import AWARD, decision_field, note_field, offer_grades

__all__ = ["MarkForm", "RulingForm"]

_NOT_APPLICABLE: Final = "none"


@dataclass(frozen=True, slots=True)
class RowFields:
    """One criterion of the rubric and its two fields."""

    row: Row
    level: BoundField
    comment: BoundField


class MarkForm(forms.Form):
    """Levels and comments are named by the place of their row, remarks by that of their piece."""

    def __init__(
        self, *args: Any, grid: Grid, evidence: Sequence[Evidence], reason: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._grid, self._evidence = grid, evidence
        for at, row in enumerate(grid.rows):
            self.fields[f"level_{at}"] = forms.ChoiceField(
                label=row.text, choices=list(_choices(grid, row)), widget=forms.RadioSelect
            )
            self.fields[f"comment_{at}"] = _prose(_now("Comment"), 2_000)
        for at, piece in enumerate(evidence):
            self.fields[f"about_{at}"] = _prose(
                _now("Comment on “%(title)s”") % {"title": piece.title}, 2_000
            )
        if reason:
            self.fields["reason"] = _prose(_now("Why this is the agreed mark"), 10_000)
            self.fields["reason"].required = True

    @property
    def rows(self) -> Iterator[RowFields]:
        """Each criterion with its fields, in order."""
        for at, row in enumerate(self._grid.rows):
            yield RowFields(row, self[f"level_{at}"], self[f"comment_{at}"])

    @property
    def about(self) -> list[BoundField]:
        """The fields for comments on the evidence, in its order."""
        return [self[f"about_{at}"] for at in range(len(self._evidence))]

    def judgement(self) -> Judgement:
        """What was judged."""
        told = self.cleaned_data
        rows = tuple(
            Judged(row.id, _place(told[f"level_{at}"]), told[f"comment_{at}"])
            for at, row in enumerate(self._grid.rows)
        )
        remarks = tuple(
            Remark(piece.pk, told[f"about_{at}"]) for at, piece in enumerate(self._evidence)
        )
        return Judgement(rows, remarks, told.get("reason", ""))

    def say(self, problems: Iterable[Problem]) -> None:
        """Say what is wrong beside the criterion it is about."""
        for problem in problems:
            field = f"level_{problem.pointer.rpartition('/')[2]}"
            told = _("Mandatory: the award waits until this is met.")
            self.add_error(field if field in self.fields else None, str(told))


class RulingForm(forms.Form):
    """What is decided by the marks, with a grade and a note to the learner."""

    grade = forms.CharField(label=_("Grade"), max_length=40, required=False)
    note = note_field()
    decision = decision_field()

    def __init__(self, *args: Any, grades: Grades | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_grades(self, grades)

    def ruling(self) -> Ruling:
        """What was decided."""
        told = self.cleaned_data
        return Ruling(told["decision"] == AWARD, told["grade"], told["note"])

    def say(self, problems: Iterable[Problem]) -> None:
        """Say which criteria stand in the way."""
        for problem in problems:
            self.add_error("decision", problem.detail)


def _choices(grid: Grid, row: Row) -> Iterator[tuple[str, str | SafeString]]:
    for at, level in enumerate(grid.levels):
        points = ngettext("%(n)s point", "%(n)s points", level.points) % {"n": level.points}
        said = row.descriptors[at]
        words = format_html('<span class="level-words">{}</span>', said) if said else ""
        yield (
            str(at),
            format_html(
                '<span><strong>{}</strong> <span class="quiet small">{}</span>{}</span>',
                level.name,
                points,
                words,
            ),
        )
    if not row.is_mandatory:
        yield _NOT_APPLICABLE, _now("Does not apply")


def _place(chosen: str) -> int | None:
    return None if chosen == _NOT_APPLICABLE else int(chosen)


def _prose(label: str, longest: int) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=longest, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
