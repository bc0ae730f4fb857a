"""Forms for files of postings: the file itself, and what its columns hold.

What a column holds is a choice of its columns; what no column says may be one value for all of it.
What is chosen becomes the document of a mapping, which the library judges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testamur.market import FileMapping
from testamur.market.guessing import NOT_STATED
from testamur.market.mapping import VERSION, Field
from testamur_web.labour.bringing import MAX_BYTES
from testamur_web.labour.models import Load

__all__ = ["FileForm", "MappingForm"]

_FIELDS: Final[dict[str, tuple[Any, Any]]] = {
    "title": (_("Title"), _("Needed: what the job is called.")),
    "posted": (_("Day it was published"), _("Needed: demand is counted by the month.")),
    "id": (_("Identifier"), _("What the source calls the posting: repeats are known by it.")),
    "text": (_("Text"), _("Skills are looked for in it. It is not kept.")),
    "skills": (_("Skills"), _("Where the source names them itself.")),
    "occupation": (_("Kind of work"), _("Occupation, series or category.")),
    "region": (_("Region"), _("Where the work is.")),
    "employer": (_("Employer"), _("Repeats are known by it; it is not shown.")),
    "salary_from": (_("Least pay"), ""),
    "salary_to": (_("Most pay"), ""),
    "period": (_("What the pay is for"), _("Hour, day, week, month or year.")),
    "currency": (_("Currency"), _("Three letters, such as EUR.")),
}
_VALUED: Final = ("occupation", "region", "employer", "period", "currency")
"""What may be one value for the whole file."""

_SEVERAL: Final = ("skills", "occupation")
"""What may hold several in one cell."""

_FORMS: Final = (
    ("", _("2026-05-31, as ISO 8601 writes it, also with a time")),
    ("%m/%d/%Y", _("05/31/2026, the month first")),
    ("%d/%m/%Y", _("31/05/2026, the day first")),
    ("%d.%m.%Y", _("31.05.2026")),
    ("%Y/%m/%d", _("2026/05/31")),
    ("%Y%m%d", _("20260531")),
    ("%d %B %Y", _("31 May 2026")),
)
_SEPARATORS: Final = (
    ("", _("one in each cell")),
    (";", _("a semicolon")),
    ("; ", _("a semicolon and a space")),
    (", ", _("a comma and a space")),
    ("|", _("a bar")),
    ("\\n", _("a new line")),
)
_YEARS: Final = {"hour": 2080.0, "day": 260.0, "week": 52.0}
_MOST: Final = 200


class FileForm(forms.Form):
    """The file of postings."""

    file = forms.FileField(
        label=_("File of postings"),
        help_text=_(
            "CSV, JSON, JSON lines or Parquet, at most 64 MB; all but Parquet may be packed "
            "as .gz. Nothing is counted until you have said what the columns hold."
        ),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.tsv,.json,.jsonl,.ndjson,.parquet,.gz"}
        ),
    )

    def clean_file(self) -> Any:
        """Bounded before it is written."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("It has more than 64 MB: pack it as .gz, or in parts."))
        return file


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a posting in the form: where it comes from, and how it is written."""

    name: str
    label: Promise
    column: forms.BoundField
    more: Sequence[forms.BoundField]


class MappingForm(forms.Form):
    """Where the file comes from, and which column holds what."""

    source = forms.CharField(
        label=_("Source"),
        max_length=_MOST,
        help_text=_("Who published it, as every figure will name it."),
    )
    licence = forms.CharField(
        label=_("Licence"),
        max_length=_MOST,
        help_text=_("Under which terms it may be used, such as CC BY 4.0 or Public domain."),
    )
    retrieved = forms.DateField(
        label=_("Retrieved on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("No posting of a later day is counted."),
    )
    url = forms.URLField(
        label=_("Address of the source"), required=False, max_length=500, assume_scheme="https"
    )
    attribution = forms.CharField(
        label=_("Attribution"),
        required=False,
        max_length=500,
        help_text=_("The sentence that the licence asks for, if any."),
    )
    is_generated = forms.BooleanField(
        label=_("It was generated and shows no real demand"),
        required=False,
        help_text=_("Every figure from it will say so."),
    )

    def __init__(
        self, *args: Any, columns: Sequence[str], load: Load, guess: FileMapping | None, **more: Any
    ) -> None:
        more["initial"] = _beginning(load, guess)
        super().__init__(*args, **more)
        choices = [("", _("not in the file")), *((each, each) for each in columns)]
        for name, (label, help_text) in _FIELDS.items():
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=label,
                choices=choices,
                required=name in {"title", "posted"},
                help_text=help_text,
            )
        for name in _VALUED:
            self.fields[f"value_{name}"] = forms.CharField(
                label=_("or the same for all"), required=False, max_length=_MOST
            )
        self.fields["form_posted"] = forms.ChoiceField(
            label=_("written like"), choices=_FORMS, required=False
        )
        for name in _SEVERAL:
            self.fields[f"separator_{name}"] = forms.ChoiceField(
                label=_("several are parted by"), choices=_SEPARATORS, required=False
            )
        for name, usual in _YEARS.items():
            self.fields[f"year_{name}"] = forms.FloatField(
                label=_YEAR_LABELS[name], min_value=1, max_value=8784, initial=usual, required=False
            )

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields about the source."""
        return [self[name] for name in self.base_fields]

    @property
    def rows(self) -> Iterator[Row]:
        """The fields of a posting."""
        for name, (label, _help) in _FIELDS.items():
            more = (f"value_{name}", f"form_{name}", f"separator_{name}")
            bound = [self[each] for each in more if each in self.fields]
            yield Row(name, label, self[f"column_{name}"], bound)

    @property
    def years(self) -> list[forms.BoundField]:
        """How many hours, days and weeks of pay make a year."""
        return [self[f"year_{name}"] for name in _YEARS]

    def clean(self) -> dict[str, Any]:
        """A field is taken from a column or is one value, not both."""
        told = super().clean() or {}
        for name in _VALUED:
            if told.get(f"column_{name}") and told.get(f"value_{name}"):
                self.add_error(f"value_{name}", _("Choose the column, or write a value."))
        return told

    def mapping(self, *, made: date) -> dict[str, Any]:
        """The document of what was stated."""
        told = self.cleaned_data
        return {
            "version": VERSION,
            "made": made.isoformat(),
            "source": told["source"],
            "licence": told["licence"],
            "attribution": told["attribution"],
            "retrieved": told["retrieved"].isoformat(),
            "fields": dict(self._fields_stated()),
            "year": {name: told[f"year_{name}"] for name in _YEARS if told.get(f"year_{name}")},
        }

    def _fields_stated(self) -> Iterator[tuple[str, dict[str, str]]]:
        for name in _FIELDS:
            column = self.cleaned_data.get(f"column_{name}", "")
            value = self.cleaned_data.get(f"value_{name}", "").strip()
            if column:
                separator = self.cleaned_data.get(f"separator_{name}", "").replace("\\n", "\n")
                form = self.cleaned_data.get(f"form_{name}", "")
                said = {"column": column, "form": form, "separator": separator}
                yield name, {member: text for member, text in said.items() if text}
            elif value:
                yield name, {"value": value}


_YEAR_LABELS: Final = {
    "hour": _("Hours of pay in a year"),
    "day": _("Days of pay in a year"),
    "week": _("Weeks of pay in a year"),
}


def _beginning(load: Load, guess: FileMapping | None) -> dict[str, Any]:
    """What the form shows first: what was stated before, else what is guessed."""
    begin: dict[str, Any] = {
        "source": load.source,
        "licence": load.licence,
        "retrieved": load.retrieved,
        "attribution": load.attribution,
        "url": load.url,
        "is_generated": load.is_generated,
    }
    if guess is None:
        return begin
    for name, one in guess.fields.items():
        begin |= _shown(name, one)
    begin |= {f"year_{name}": guess.year[name] for name in _YEARS if name in guess.year}
    if guess.source != NOT_STATED:
        begin |= {"source": guess.source, "licence": guess.licence, "retrieved": guess.retrieved}
    return begin


def _shown(name: str, one: Field) -> dict[str, str]:
    return {
        f"column_{name}": one.column,
        f"value_{name}": one.value,
        f"form_{name}": one.form,
        f"separator_{name}": one.separator.replace("\n", "\\n"),
    }
