"""The paper of a sheet as it is typed: a row of fields for each printed row, and some more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.definition import Criterion
from testamur_web.learning.findings import Found
from testamur_web.learning.models import SheetRow
from testamur_web.learning.services import Written

__all__ = ["BY_HAND", "PaperForm", "PaperLine"]

BY_HAND: Final = 3
"""How many empty rows a sheet has for people who were not known yet."""

_MARKS: Final = (
    ("", "-"),
    (Found.MET.value, _("met")),
    (Found.NOT_MET.value, _("not met")),
    (Found.NOT_APPLICABLE.value, _("does not apply")),
)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One row of the paper as it is typed: its number, who was printed there, and its fields."""

    row: int
    kept: SheetRow | None
    number: forms.BoundField
    found: list[forms.BoundField]
    grade: forms.BoundField | None


class PaperForm(forms.Form):
    """What the paper says, row by row; a row in which nothing is chosen is left as it is."""

    def __init__(
        self,
        *args: Any,
        rows: Sequence[SheetRow],
        criteria: Sequence[Criterion],
        has_grade: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        last = max((one.row for one in rows), default=0)
        self._rows: dict[int, SheetRow | None] = {one.row: one for one in rows}
        self._rows |= dict.fromkeys(range(last + 1, last + 1 + BY_HAND))
        self._criteria, self._has_grade = criteria, has_grade
        for row, kept in self._rows.items():
            self._add_row(row, kept)

    @property
    def lines(self) -> list[PaperLine]:
        """The rows in the order of the paper."""
        return [
            PaperLine(
                row=row,
                kept=kept,
                number=self[f"{row}-number"],
                found=[self[f"{row}-{place}"] for place, _one in enumerate(self._criteria)],
                grade=self[f"{row}-grade"] if self._has_grade else None,
            )
            for row, kept in self._rows.items()
        ]

    @property
    def written(self) -> list[Written]:
        """What was typed, of the rows in which something was chosen."""
        read = [self._read(row) for row in self._rows]
        return [one for one in read if one.found]

    def _add_row(self, row: int, kept: SheetRow | None) -> None:
        told = {"row": row}
        number = kept.number or (kept.enrolment.number if kept.enrolment else "") if kept else ""
        found: Mapping[str, str] = kept.found if kept else {}
        self.fields[f"{row}-number"] = _cell(gettext("Number in row %(row)d") % told, number)
        for place, criterion in enumerate(self._criteria):
            label = gettext("%(text)s, row %(row)d") % (told | {"text": criterion.text})
            self.fields[f"{row}-{place}"] = forms.ChoiceField(
                choices=_MARKS,
                required=False,
                label=label,
                initial=found.get(criterion.id, ""),
                widget=forms.Select(attrs={"aria-label": label}),
            )
        if self._has_grade:
            label = gettext("Grade in row %(row)d") % told
            self.fields[f"{row}-grade"] = _cell(label, kept.grade if kept else "")

    def _read(self, row: int) -> Written:
        cleaned = self.cleaned_data
        marks = {one.id: cleaned[f"{row}-{place}"] for place, one in enumerate(self._criteria)}
        return Written(
            row=row,
            number=cleaned[f"{row}-number"],
            found={criterion: found for criterion, found in marks.items() if found},
            grade=cleaned.get(f"{row}-grade", ""),
        )


def _cell(label: str, initial: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"aria-label": label, "size": 10, "autocomplete": "off"})
    return forms.CharField(
        required=False, max_length=80, label=label, initial=initial, widget=widget
    )
