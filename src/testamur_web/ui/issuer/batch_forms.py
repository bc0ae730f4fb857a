"""What is typed, uploaded and confirmed to award many people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur.credentials.recipients import FIELDS
from testamur.errors import Refused
from testamur_web.awards.bulk.columns import date_examples
from testamur_web.awards.bulk.sheets import ENCODINGS, Table, read_table
from testamur_web.awards.models import Batch
from testamur_web.catalogue.models import Version
from testamur_web.catalogue.queries import published
from testamur_web.people.models import Organisation
from testamur_web.people.workbooks import MAX_FILE_BYTES
from testamur_web.ui.issuer.award_forms import DateInput

__all__ = ["FIELD_NAMES", "ColumnsForm", "UploadForm"]

FIELD_NAMES: Final = {
    "name": _("Whole name"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "email": _("E-mail address"),
    "student_number": _("Student or staff number"),
    "id": _("Identifier (DID, URL)"),
    "date": _("Date of the award"),
    "expires": _("Valid until"),
    "grade": _("Grade"),
    "evidence": _("Address of the evidence"),
}
_ORDERS: Final = {
    "": _("Year, month, day with hyphens (2026-05-31)"),
    "day first": _("Day first"),
    "month first": _("Month first"),
    "year first": _("Year first"),
}


class UploadForm(forms.Form):
    """Where the list comes from, and what its people are awarded."""

    version = forms.ModelChoiceField(
        label=_("Achievement"), queryset=Version.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV or XLSX, in any order of columns, with at most 20,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    pasted = forms.CharField(
        label=_("Or paste the rows here"),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("As copied from a spreadsheet, headings first."),
    )
    has_headings = forms.BooleanField(
        label=_("The first row holds the headings"), required=False, initial=True
    )
    encoding = forms.ChoiceField(
        label=_("Letters"),
        required=False,
        choices=[("", _("Recognised by themselves")), *((one, one) for one in ENCODINGS)],
        help_text=_("Choose another if letters with accents come out wrong."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = self.fields["version"]
        assert isinstance(choices, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        choices.queryset = published().filter(achievement__organisation=organisation)

    def clean(self) -> dict[str, Any]:
        """Read the table, so that a file that is none is told beside the field."""
        clean: dict[str, Any] = self.cleaned_data
        file, pasted = clean.get("file"), clean.get("pasted", "").strip("\r\n")
        if bool(file) == bool(pasted):
            told = _("Choose a file or paste rows, one of the two.")
            self.add_error("file", forms.ValidationError(told))
            return clean
        data = file.read(MAX_FILE_BYTES + 1) if file else pasted
        try:
            clean["table"] = read_table(
                data,
                encoding=clean.get("encoding", ""),
                has_headings=clean.get("has_headings", True),
            )
        except Refused as refused:
            self.add_error("file" if file else "pasted", refused.problem.detail)
        return clean

    @property
    def table(self) -> Table:
        """The table that was read."""
        table: Table = self.cleaned_data["table"]
        return table

    @property
    def name(self) -> str:
        """What the batch is called: after its file, or after what is awarded."""
        file = self.cleaned_data.get("file")
        version: Version = self.cleaned_data["version"]
        return str(file.name if file else version.title)[:200]


class ColumnsForm(forms.Form):
    """What each column holds, how dates are written, and the day of those without one."""

    date_form = forms.ChoiceField(
        label=_("How dates are written"), required=False, widget=forms.RadioSelect
    )
    awarded_on = forms.DateField(
        label=_("Date for rows without one"), required=False, widget=DateInput()
    )

    def __init__(
        self, data: Any, *, batch: Batch, samples: Sequence[Sequence[str]], dates: Sequence[str]
    ) -> None:
        fields: Mapping[str, int] = batch.mapping.get("columns", {})
        held = {place: field for field, place in fields.items()}
        initial: dict[str, Any] = {
            "date_form": batch.date_form,
            "awarded_on": batch.mapping.get("awarded_on") or None,
        }
        super().__init__(data, initial=initial)
        self._columns = []
        for place, heading in enumerate(batch.columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading,
                required=False,
                initial=held.get(place, ""),
                choices=[("", _("Not read")), *((one, FIELD_NAMES[one]) for one in FIELDS)],
            )
            shown = [row[place] for row in samples if place < len(row) and row[place]][:3]
            self._columns.append((f"column_{place}", shown))
        order = self.fields["date_form"]
        assert isinstance(order, forms.ChoiceField)  # noqa: S101 -- for the type checker
        order.choices = _orders(dates)

    @property
    def columns(self) -> list[tuple[forms.BoundField, list[str]]]:
        """Each column's field, with some of what stands in it."""
        return [(self[name], shown) for name, shown in self._columns]

    def clean(self) -> dict[str, Any]:
        """One column for one field."""
        clean: dict[str, Any] = self.cleaned_data
        seen: set[str] = set()
        for name, _shown in self._columns:
            field = clean.get(name, "")
            if field and field in seen:
                told = _("Another column is read as this already.")
                self.add_error(name, forms.ValidationError(told))
            seen.add(field)
        return clean

    @property
    def confirmed(self) -> dict[str, Any]:
        """What `confirm_columns` is told."""
        clean = self.cleaned_data
        day = clean.get("awarded_on")
        return {
            "columns": {
                clean[name]: place
                for place, (name, _shown) in enumerate(self._columns)
                if clean.get(name)
            },
            "date_form": clean.get("date_form", ""),
            "awarded_on": f"{day:%Y-%m-%d}" if day else "",
        }


def _orders(dates: Sequence[str]) -> list[tuple[str, Any]]:
    """The orders, each with what the first date that they differ in would mean."""
    telling = max(dates, key=lambda text: len(set(date_examples([text]).values())), default="")
    meanings = date_examples([telling])
    told: list[tuple[str, Any]] = []
    for order, label in _ORDERS.items():
        example = meanings.get(order)
        shown = f"{label}: {telling} → {example}" if example and telling else label
        told.append((order, shown))
    return told
