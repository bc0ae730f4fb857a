"""A comparison as a page shows it: a picture of grouped bars, and the table with every figure.

Here is what stands where, in units of the picture; how it looks is in comparison.css. Each bar has
its number beside it and the letter of its micro-credential, so that no colour has to be told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur.quality.inflation import RULES
from testamur.quality.method import ELEMENTS
from testamur_web.learning.surveys import QUESTIONS
from testamur_web.trust.comparing import Compared
from testamur_web.ui.templatetags.catalogue_words import price_words
from testamur_web.ui.templatetags.inflation_words import part_label, part_value

__all__ = ["Comparison", "comparison_of"]

LETTERS: Final = "ABCD"
WIDTH: Final = 360
_LEFT, _RIGHT, _STEP, _HEIGHT = 20, 280, 18, 12
_UNKNOWN: Final = "–"  # noqa: RUF001 -- a dash in a table
_PARTS: Final = tuple(dict.fromkeys(one.part.value for one in ELEMENTS))

Text = str | Promise
Cell = Callable[[Compared], str]


@dataclass(frozen=True, slots=True)
class Head:
    """One micro-credential: the letter by which the picture and the table call it."""

    letter: str
    compared: Compared


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: `width` is None where it is not known."""

    letter: str
    text: str
    y: int
    width: int | None

    @property
    def baseline(self) -> int:
        """Where its letter and its number stand."""
        return self.y + _HEIGHT - 2


@dataclass(frozen=True, slots=True)
class Group:
    """One figure of each of them."""

    label: Text
    y: int
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table."""

    label: Text
    cells: Sequence[tuple[Head, str]]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows about one thing."""

    label: Text
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The heads, the groups of bars, and the sections of the table."""

    heads: Sequence[Head]
    groups: Sequence[Group]
    sections: Sequence[Section]
    width: int = WIDTH
    left: int = _LEFT
    bar: int = _RIGHT - _LEFT
    right: int = WIDTH - 2
    thick: int = _HEIGHT

    @property
    def height(self) -> int:
        """Of the picture."""
        last = self.groups[-1]
        return last.y + _STEP * (len(last.bars) + 1) + 4


def comparison_of(several: Sequence[Compared]) -> Comparison:
    """Each of them under its letter."""
    heads = [Head(letter, one) for letter, one in zip(LETTERS, several, strict=False)]
    sections = [
        Section(label, [Line(one, [(h, cell(h.compared)) for h in heads]) for one, cell in rows])
        for label, rows in _sections()
    ]
    return Comparison(heads, list(_groups(heads)), sections)


# ---------------------------------------------------------------------------------- the picture


def _groups(heads: Sequence[Head]) -> Iterator[Group]:
    y = 14
    for label, share, text in _drawn():
        bars = [
            Bar(head.letter, text(head.compared), y + 6 + at * _STEP, _width(share(head.compared)))
            for at, head in enumerate(heads)
        ]
        yield Group(label, y, bars)
        y += _STEP * (len(heads) + 1) + 10


def _width(share: float | None) -> int | None:
    return None if share is None else round((_RIGHT - _LEFT) * share)


def _drawn() -> Iterator[tuple[Text, Callable[[Compared], float | None], Cell]]:
    """What is drawn: the label, the share of the whole bar, and the number beside it."""
    yield _("Quality score"), _score_share, _points
    for name in _PARTS:
        yield capfirst(name), _share_of_part(name), _points_of_part(name)
    yield _("Confidence on the day of the award"), _share_now, _now
    yield _("Confidence three years later"), _share_later, _later
    yield _("Inflation index (less is better)"), _index_share, _index


def _score_share(one: Compared) -> float | None:
    return one.score.points / 100 if one.score else None


def _share_of_part(name: str) -> Callable[[Compared], float | None]:
    def share(one: Compared) -> float | None:
        found = [part for part in one.score.parts if part.name == name] if one.score else []
        return found[0].points / found[0].most if found else None

    return share


def _share_now(one: Compared) -> float | None:
    return float(one.worth.value) if one.worth else None


def _share_later(one: Compared) -> float | None:
    return float(one.worth.later) if one.worth else None


def _index_share(one: Compared) -> float | None:
    index = one.inflation.index if one.inflation else None
    return None if index is None else float(index) / 100


# ------------------------------------------------------------------------------------ the table


def _sections() -> Iterator[tuple[Text, Sequence[tuple[Text, Cell]]]]:
    yield _("What it is"), _FACTS
    parts = [(capfirst(name), _points_of_part(name)) for name in _PARTS]
    yield _("How well it is defined"), [(_("Quality score"), _points), *parts]
    measured = [(part_label(rule.name), _inflated(rule.name)) for rule in RULES]
    yield _("Whether it still means something"), [(_("Inflation index"), _index), *measured]
    yield _("Who vouches for it"), _VOUCHED
    asked = [(text, _rated(name)) for name, text in QUESTIONS.items()]
    yield _("What participants say, from 1 to 5"), [(_("Answers"), _answers), *asked]
    yield _("How sure it makes one"), _SURE


def _points(one: Compared) -> str:
    return _("%(points)s of 100") % {"points": one.score.points} if one.score else _UNKNOWN


def _points_of_part(name: str) -> Cell:
    def cell(one: Compared) -> str:
        found = [part for part in one.score.parts if part.name == name] if one.score else []
        told = {"points": found[0].points, "most": found[0].most} if found else {}
        return _("%(points)s of %(most)s") % told if told else _UNKNOWN

    return cell


def _index(one: Compared) -> str:
    index = one.inflation.index if one.inflation else None
    return _UNKNOWN if index is None else str(index)


def _inflated(name: str) -> Cell:
    def cell(one: Compared) -> str:
        parts = one.inflation.content["parts"] if one.inflation else []
        return next((part_value(part) for part in parts if part["name"] == name), _UNKNOWN)

    return cell


def _endorsements(one: Compared) -> str:
    speakers = list(dict.fromkeys(each.speaker for each in one.endorsements))
    if not speakers:
        return _("none")
    told = {"n": len(one.endorsements), "names": ", ".join(speakers)}
    return _("%(n)s: %(names)s") % told


def _accreditations(one: Compared) -> str:
    told = [
        _("%(who)s, until %(day)s")
        % {"who": each.speaker, "day": date_format(each.row.valid_until, "j F Y")}
        for each in one.accreditations
        if each.row.valid_until
    ]
    return "; ".join(told) or _("nobody")


def _sign_offs(one: Compared) -> str:
    names = [
        f"{each.review.signed_name}, {each.review.signed_organisation}" for each in one.sign_offs
    ]
    return "; ".join(names) or _("nobody")


def _answers(one: Compared) -> str:
    return str(one.survey.answers) if one.survey.is_shown else _("fewer than five: not shown")


def _rated(name: str) -> Cell:
    def cell(one: Compared) -> str:
        means = [each.mean for each in one.survey.questions if each.name == name]
        return str(means[0]) if means and means[0] is not None else _UNKNOWN

    return cell


def _now(one: Compared) -> str:
    return f"{one.worth.value:.2f}" if one.worth else _UNKNOWN


def _later(one: Compared) -> str:
    return f"{one.worth.later:.2f}" if one.worth else _UNKNOWN


def _factor(name: str) -> Cell:
    def cell(one: Compared) -> str:
        factors = one.worth.factors if one.worth else ()
        found = [each for each in factors if each.name == name]
        return f"{found[0].value.normalize():f}" if found else _UNKNOWN

    return cell


def _skill(one: Compared) -> str:
    return one.worth.skill if one.worth else _("it names no skill that stands in a list")


def _hours(one: Compared) -> str:
    hours = one.version.hours
    return _UNKNOWN if hours is None else _("%(hours)s hours") % {"hours": hours}


def _level(one: Compared) -> str:
    level = one.version.eqf_level
    return _UNKNOWN if level is None else _("EQF level %(level)s") % {"level": level}


def _price(one: Compared) -> str:
    return price_words(one.version.price, one.version.currency)


_FACTS: Final[Sequence[tuple[Text, Cell]]] = (
    (gettext_lazy("Awarded by"), lambda one: one.version.achievement.organisation.name),
    (gettext_lazy("Level"), _level),
    (gettext_lazy("Workload"), _hours),
    (gettext_lazy("Price"), _price),
    (
        gettext_lazy("Assessed by"),
        lambda one: ", ".join(one.definition.assessment_labels) or _UNKNOWN,
    ),
    (gettext_lazy("Supervision"), lambda one: one.definition.supervision_label or _UNKNOWN),
)
_VOUCHED: Final[Sequence[tuple[Text, Cell]]] = (
    (gettext_lazy("Endorsements that count"), _endorsements),
    (
        gettext_lazy("Their weight in confidence"),
        lambda one: f"{one.weight.normalize():f}",
    ),
    (gettext_lazy("Accredited by"), _accreditations),
    (gettext_lazy("Signed off before it was published"), _sign_offs),
)
_SURE: Final[Sequence[tuple[Text, Cell]]] = (
    (gettext_lazy("Confidence on the day of the award"), _now),
    (gettext_lazy("Of this, how it was assessed"), _factor("strength")),
    (gettext_lazy("Of this, who vouches for it"), _factor("endorsement")),
    (gettext_lazy("Confidence three years later"), _later),
    (gettext_lazy("Its skill that fades first"), _skill),
)
