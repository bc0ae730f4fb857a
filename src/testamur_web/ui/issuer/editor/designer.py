"""The small designer of badges: every shape, sign and colour as a picture one chooses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testamur.credentials.artwork.colours import PALETTES
from testamur.credentials.artwork.icons import ICONS
from testamur.credentials.artwork.ornament import OUTLINES, outline_path, scaled

__all__ = ["OWN", "ColourInput", "Designer", "Option", "designer_of"]

OWN: Final = "own"
"""The choice of a colour that is typed."""

SIGN_WORDS: Final[dict[str, str | Promise]] = {
    "book": _("Book"),
    "bulb": _("Light bulb"),
    "cap": _("Graduation cap"),
    "chart": _("Chart"),
    "code": _("Code"),
    "flask": _("Flask"),
    "gear": _("Gear"),
    "globe": _("Globe"),
    "heart": _("Heart"),
    "leaf": _("Leaf"),
    "pen": _("Pen"),
    "people": _("People"),
    "scales": _("Scales"),
    "shield": _("Shield"),
    "speech": _("Speech bubble"),
    "star": _("Star"),
    "tool": _("Hammer"),
}
SHAPE_WORDS: Final[dict[str, str | Promise]] = {
    "rosette": _("Rosette"),
    "hexagon": _("Hexagon"),
    "octagon": _("Octagon"),
    "shield": _("Shield"),
    "blossom": _("Blossom"),
}
COLOUR_WORDS: Final[dict[str, str | Promise]] = {
    "indigo": _("Indigo"),
    "ocean": _("Ocean"),
    "teal": _("Teal"),
    "forest": _("Forest"),
    "plum": _("Plum"),
    "burgundy": _("Burgundy"),
    "ember": _("Ember"),
    "graphite": _("Graphite"),
}
_SHAPE_PATHS: Final = {name: outline_path(scaled(shape, 23)) for name, shape in OUTLINES.items()}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its value, its name, and what it is drawn from (path data or a colour)."""

    value: str
    label: str | Promise
    drawn: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Designer:
    """What may be chosen; `own_colour` is the colour that was typed, if one was."""

    shapes: list[Option]
    signs: list[Option]
    colours: list[Option]
    own_colour: str


class ColourInput(forms.TextInput):
    """A palette by its name, or a colour typed beside the choice `own`."""

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, Any], name: str) -> Any:
        """The chosen name, or what was typed where the choice is the own colour."""
        chosen = super().value_from_datadict(data, files, name)
        return data.get(f"{name}_own", "") if chosen == OWN else chosen


def designer_of(form: forms.Form) -> Designer:
    """The choices, with those of the form marked."""
    chosen = {part: form[f"image__design__{part}"].value() or "" for part in _PARTS}
    colour = str(chosen["colour"])
    own = colour if colour and colour not in PALETTES else ""
    return Designer(
        shapes=_options(_SHAPE_PATHS, SHAPE_WORDS, chosen["shape"]),
        signs=_options(ICONS, SIGN_WORDS, chosen["icon"]),
        colours=_options(
            {name: palette.glow for name, palette in PALETTES.items()}, COLOUR_WORDS, colour
        ),
        own_colour=own,
    )


_PARTS: Final = ("shape", "icon", "colour")


def _options(drawn: dict[str, str], words: dict[str, str | Promise], chosen: Any) -> list[Option]:
    return [
        Option(name, words.get(name, name), each, is_chosen=name == chosen)
        for name, each in drawn.items()
    ]
