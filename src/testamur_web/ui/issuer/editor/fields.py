"""Fields of a draft: each knows how what was typed is kept, and how what is kept is shown again.

Nothing is validated here. A number that is none is kept as the text it is, and told as a problem by
whoever judges the draft; so a form never loses what somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = [
    "Amount",
    "Choice",
    "DraftField",
    "Flag",
    "Line",
    "Listed",
    "Many",
    "Number",
    "Prose",
    "Tick",
    "Whole",
    "WholeChoice",
]

Label = str | Promise

_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_NUMBER: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


class DraftField(forms.CharField):
    """A field whose value is kept in a draft as it was typed."""

    def __init__(self, label: Label, help_text: Label = "", **more: Any) -> None:
        self.css = more.pop("css", "")
        super().__init__(label=label, help_text=help_text, required=False, **more)  # type: ignore[arg-type]

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """The field as it is shown, with its class."""
        return _Shown(form, self, field_name)

    def kept(self, typed: Any) -> Any:
        """What a draft keeps of `typed`."""
        return _clean(typed)

    def shown(self, kept: Any) -> Any:
        """What the widget shows of what is kept."""
        return "" if kept is None else str(kept)


class _Shown(BoundField):
    """A field that says how wide it is."""

    def css_classes(self, extra_classes: str | Iterable[str] | None = None) -> str:
        own = getattr(self.field, "css", "")
        return f"{super().css_classes(extra_classes)} {own}".strip()


class Line(DraftField):
    """One line of text; `offers` names the list of values that are offered while typing."""

    def __init__(
        self, label: Label, help_text: Label = "", *, offers: str = "", **more: Any
    ) -> None:
        attrs = {"list": offers, "autocomplete": "off"} if offers else {}
        super().__init__(label, help_text, widget=forms.TextInput(attrs=attrs), **more)

    def kept(self, typed: Any) -> Any:
        """The text without line breaks."""
        return " ".join(_clean(typed).split("\n"))


class Prose(DraftField):
    """Text of several lines."""

    def __init__(self, label: Label, help_text: Label = "", *, rows: int = 4) -> None:
        super().__init__(label, help_text, widget=forms.Textarea(attrs={"rows": rows}))


class Whole(DraftField):
    """A whole number; typed as text, so that the browser never drops what is none."""

    def __init__(self, label: Label, help_text: Label = "") -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label, help_text, widget=widget, css="field-short")

    def kept(self, typed: Any) -> Any:
        """The number, or the text where it is none."""
        text = _clean(typed)
        return int(text) if _WHOLE.fullmatch(text) else text


class Amount(DraftField):
    """A number with decimals, kept as text."""

    def __init__(self, label: Label, help_text: Label = "") -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label, help_text, widget=widget, css="field-short")


class Choice(DraftField):
    """One of several values, or none."""

    def __init__(
        self, label: Label, choices: Any, help_text: Label = "", *, empty: Label = "", css: str = ""
    ) -> None:
        first = ("", empty or _("Not stated"))
        super().__init__(label, help_text, widget=forms.Select(choices=[first, *choices]), css=css)


class Many(DraftField):
    """Several of several values."""

    def __init__(self, label: Label, choices: Any, help_text: Label = "") -> None:
        super().__init__(label, help_text, widget=forms.CheckboxSelectMultiple(choices=choices))

    def kept(self, typed: Any) -> Any:
        """The values."""
        return [_clean(each) for each in typed or []]

    def shown(self, kept: Any) -> Any:
        """The values, each as text."""
        return [str(each) for each in kept] if isinstance(kept, list) else []


class Listed(DraftField):
    """Several lines of text, typed with commas between them."""

    def __init__(self, label: Label, help_text: Label = "") -> None:
        super().__init__(label, help_text, widget=forms.TextInput())

    def kept(self, typed: Any) -> Any:
        """The texts."""
        return [word for word in (each.strip() for each in _clean(typed).split(",")) if word]

    def shown(self, kept: Any) -> Any:
        """The texts with commas between them."""
        return ", ".join(str(each) for each in kept) if isinstance(kept, list) else ""


class Flag(DraftField):
    """Yes or no."""

    def __init__(self, label: Label, help_text: Label = "") -> None:
        super().__init__(label, help_text, widget=forms.CheckboxInput())

    def kept(self, typed: Any) -> Any:
        """Whether it is ticked."""
        return bool(typed)

    def shown(self, kept: Any) -> Any:
        """Whether it is ticked; what was never said is yes."""
        return kept is not False


class Tick(Flag):
    """Yes or no, where what was never said is no."""

    def shown(self, kept: Any) -> Any:
        """Whether it is ticked."""
        return kept is True


class WholeChoice(Choice):
    """One of several whole numbers, or none."""

    def kept(self, typed: Any) -> Any:
        """The number, or the text where it is none."""
        text = _clean(typed)
        return int(text) if _WHOLE.fullmatch(text) else text


class Number(Amount):
    """A number with decimals, kept as a number as JSON writes it."""

    def kept(self, typed: Any) -> Any:
        """The number, whole where it is; the text where it is none."""
        text = _clean(typed).replace(",", ".")
        if not _NUMBER.fullmatch(text):
            return _clean(typed)
        return int(text) if _WHOLE.fullmatch(text) else float(text)


def _clean(typed: Any) -> str:
    """The text with plain line breaks and without controls, which nobody types."""
    text = typed if isinstance(typed, str) else ""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
