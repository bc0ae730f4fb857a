"""Thresholds of inflation as fields, and the period that rates are shown by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur.quality.inflation_alerts import DEFAULTS
from testamur_web.ui.templatetags.inflation_words import part_help, part_label

__all__ = ["Periods", "ThresholdsForm"]

_PERIODS: Final[Mapping[str, Promise]] = {
    "quarter": gettext_lazy("Quarter"),
    "month": gettext_lazy("Month"),
    "cohort": gettext_lazy("Cohort"),
}


@dataclass(frozen=True, slots=True)
class Periods:
    """The period that is shown, and those that could be."""

    value: str
    choices: Sequence[tuple[str, str | Promise]]

    @classmethod
    def chosen(cls, asked: Mapping[str, Any], *, among: Sequence[str] = ()) -> Periods:
        """What the address asks for; the first where it asks for none of them."""
        names = [*(among or _PERIODS)]
        by = str(asked.get("by"))
        choices = [(name, _PERIODS[name]) for name in names]
        return cls(by if by in names else names[0], choices)


class ThresholdsForm(forms.Form):
    """Every threshold as it is; what is emptied is never told."""

    def __init__(self, data: Any = None, *, thresholds: Mapping[str, Decimal | None]) -> None:
        super().__init__(data)
        for name, default in DEFAULTS.items():
            told = _("%(default)s by default; empty is never.") % {"default": default}
            self.fields[name] = forms.DecimalField(
                label=part_label(name),
                help_text=f"{part_help(name)} {told}",
                required=False,
                min_value=0,
                max_value=100 if default > 1 else 1,
                max_digits=7,
                decimal_places=4,
                initial=thresholds[name],
                widget=forms.NumberInput(attrs={"step": "any"}),
            )

    @property
    def stated(self) -> dict[str, Decimal | None]:
        """What was typed; None for what is never told."""
        return {name: self.cleaned_data[name] for name in DEFAULTS}
