"""The paper of a sheet as it is typed, a row of fields for each printed row, or sent as a file."""

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
from testamur_web.learning.paper import BY_HAND, MAX_FILE, letter_of
from testamur_web.learning.partners import version_of
from testamur_web.learning.services import Written

__all__ = ["PaperForm", "PaperLine", "SheetFileForm"]

_MARKS: Final = (
    ("", "-"),
    (Found.MET.value, _("met")),
    (Found.NOT_MET.value, _("not met")),
    (Found.NOT_APPLICABLE.value, _("does not apply")),
)


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One row of the paper as it is typed: its number, who was printed there, and its fields.

    Each field of `found` has the letter of its criterion.
    """

    row: int
    kept: SheetRow | None
    seen: forms.BoundField
    number: forms.BoundField
    found: list[tuple[str, forms.BoundField]]
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
                seen=self[f"{row}-seen"],
                number=self[f"{row}-number"],
                found=[
                    (letter_of(place), self[f"{row}-{place}"])
                    for place, _one in enumerate(self._criteria)
                ],
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
        self.fields[f"{row}-seen"] = forms.CharField(
            required=False, max_length=20, initial=version_of(kept), widget=forms.HiddenInput
        )
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
            seen=cleaned[f"{row}-seen"],
        )


class SheetFileForm(forms.Form):
    """A sheet that was filled in as a table; `seen` says which rows were shown before."""

    file = forms.FileField(
        label=_("The file: CSV or a workbook"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
    )
    pasted = forms.CharField(
        label=_("Or paste the cells"),
        required=False,
        strip=False,
        max_length=MAX_FILE,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("With the headings, as they stand in the sheet that you downloaded."),
    )
    seen = forms.CharField(required=False, max_length=40_000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A file or a text, one of them."""
        said = super().clean() or self.cleaned_data
        if bool(said.get("file")) == bool((said.get("pasted") or "").strip()):
            self.add_error("file", _("Choose a file, or paste the cells."))
        return said

    @property
    def sent(self) -> bytes | str:
        """What was pasted or uploaded, and of a file no more than is read."""
        upload = self.cleaned_data.get("file")
        found: bytes | str = upload.read(MAX_FILE + 1) if upload else self.cleaned_data["pasted"]
        return found

    @property
    def versions(self) -> dict[int, str]:
        """Which version of each row was shown; empty where none was."""
        pairs = (one.partition(":") for one in self.cleaned_data["seen"].split(" "))
        return {int(row): seen for row, _mark, seen in pairs if row.isdecimal() and len(row) < 5}


def _cell(label: str, initial: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"aria-label": label, "size": 10, "autocomplete": "off"})
    return forms.CharField(
        required=False, max_length=80, label=label, initial=initial, widget=widget
    )
