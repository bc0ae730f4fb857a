"""Every figure of confidence as a field, with its default and its bounds beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from testamur.encoding import JsonObject
from testamur.pathways.confidence import Figures
from testamur.pathways.sources import Source, sources_of
from testamur_web.plans.figures import Setting, settings_of
from testamur_web.ui.templatetags.figure_words import HELP, TABLES, figure_label

__all__ = ["FiguresForm"]


class FiguresForm(forms.Form):
    """The figures as they are; what is emptied is the default again."""

    def __init__(self, data: Any = None, *, figures: Figures) -> None:
        super().__init__(data)
        self._settings = settings_of(figures)
        for setting in self._settings:
            self.fields[setting.key] = _field(setting)

    @property
    def groups(self) -> Iterator[tuple[str | Promise, list[forms.BoundField], list[Source]]]:
        """The fields of each table under what it is called, and where the defaults come from."""
        for table, heading in TABLES.items():
            fields = [self[one.key] for one in self._settings if one.table == table]
            yield heading, fields, sources_of(table)

    @property
    def stated(self) -> JsonObject:
        """What was typed, as `read_figures` reads it."""
        told: dict[str, Any] = {}
        for one in self._settings:
            value: Decimal | None = self.cleaned_data.get(one.key)
            number = float(one.default if value is None else value)
            if one.table:
                told.setdefault(one.table, {})[one.name] = number
            else:
                told[one.name] = number
        return told


def _field(setting: Setting) -> forms.DecimalField:
    bounds = {"least": f"{setting.least:f}", "most": setting.most, "default": setting.default}
    told = [_("From %(least)s to %(most)s; %(default)s by default.") % bounds]
    if help_ := HELP.get(setting.table or setting.name):
        told.insert(0, str(help_))
    return forms.DecimalField(
        label=str(figure_label(setting)),
        required=False,
        min_value=setting.least,
        max_value=setting.most,
        max_digits=8,
        decimal_places=4,
        initial=setting.value,
        help_text=" ".join(told),
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
