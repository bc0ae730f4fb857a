"""Every figure as a page shows it: a picture in two widths, what it says, and the table beside it.

The same table goes into a file, and the same picture. A number that stands for fewer than five is
`FEW`, one that nobody knows is None; neither is ever 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from testamur_web.labour.models import Figure
from testamur_web.ui.labour.pictures import (
    Bar,
    Canvas,
    Heat,
    Month,
    Network,
    Node,
    Tie,
    Told,
    draw_bars,
    draw_heat,
    draw_network,
    draw_trend,
)
from testamur_web.ui.labour.pictures.svg import number
from testamur_web.ui.labour.words import (
    growth_told,
    month_of,
    month_told,
    seasons_told,
)

__all__ = ["FEW", "Row", "Shown", "address_of", "shown_of", "shown_of_all"]

FEW: Final = "<5"
"""What stands where fewer than five were counted."""

_DRAWN: Final = 12
_MOST_TIES: Final = 22
_MOST_CROSSING: Final = 9
_MOST_ROWS: Final = 30
Content = Mapping[str, Any]
Draw = Callable[..., str]
Value = float | str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its name, where that leads to, and its values."""

    name: str
    values: Sequence[Value]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure. `head` names the columns, the first that of the names of rows."""

    name: str
    told: Told
    head: Sequence[str]
    rows: Sequence[Row]
    draw: Draw | None = None
    note: str = ""

    @property
    def wide(self) -> SafeString:
        """The picture for wide screens."""
        return self._drawn(Canvas.WIDE)

    @property
    def narrow(self) -> SafeString:
        """The picture for narrow screens."""
        return self._drawn(Canvas.NARROW)

    @property
    def has_picture(self) -> bool:
        """Whether it is drawn; a template that asked for `draw` would call it."""
        return self.draw is not None

    def alone(self) -> str:
        """The picture as a file; "" where there is none."""
        return self.draw(self.told, is_alone=True) if self.draw else ""

    def _drawn(self, canvas: Canvas) -> SafeString:
        drawn = self.draw(self.told, canvas=canvas) if self.draw else ""
        return mark_safe(drawn)  # noqa: S308 -- drawn here, every word in it escaped


def shown_of(figure: Figure) -> list[Shown]:
    """What the page of a skill or an occupation shows, in order; what there is nothing of, not."""
    makers = _OF_SKILL if figure.kind == Figure.Kind.SKILL else _OF_OCCUPATION
    made = (make(figure.label, figure.content) for make in makers)
    return [one for one in made if one is not None and one.rows]


def shown_of_all(content: Content) -> list[Shown]:
    """What is shown of all skills together; nothing where nothing was counted."""
    if not content:
        return []
    made = (make(content) for make in (_heat_of_months, _network_of_all, _heat_of_regions))
    return [one for one in made if one is not None and one.rows]


def address_of(uri: str, kind: str = Figure.Kind.SKILL) -> str:
    """The page of a skill or an occupation."""
    name = "public-read-demand-of-skill"
    if kind == Figure.Kind.OCCUPATION:
        name = "public-read-demand-of-occupation"
    return f"{reverse(name)}?{urlencode({'uri': uri})}"


def _value(share: Content, name: str = "perThousand") -> Value:
    if share.get("suppressed"):
        return FEW
    value = share.get(name)
    if value is None and share.get("of"):
        return 0
    return None if value is None else round(value, 1)


def _number(share: Content) -> float | None:
    value = _value(share)
    return float(value) if isinstance(value, int | float) else None


# --------------------------------------------------------------------------------------- one skill


def _trend(label: str, content: Content) -> Shown:
    months = [_month(one, is_adjusted=_is_adjusted(content)) for one in content["months"]]
    rows = [
        Row(
            month_told(one["month"]),
            [
                _value(one, "postings"),
                _value(one),
                *(round(end, 1) for end in one["interval"] or (None, None) if end is not None),
            ]
            if one["interval"]
            else [_value(one, "postings"), _value(one), None, None],
        )
        for one in content["months"]
    ]
    title = _("Demand for %(skill)s by the month, of a thousand postings") % {"skill": label}
    return Shown(
        "trend",
        Told(title, growth_told(content["growth"])),
        [_("Month"), _("Postings"), _("Of a thousand"), _("At least"), _("At most")],
        rows,
        lambda told, **how: draw_trend(months, told, **how),
        _("The band is where the share lies with 95 % confidence.") + " " + seasons_told(content),
    )


def _is_adjusted(content: Content) -> bool:
    return bool(content["seasonality"] == "removed")


def _month(one: Content, *, is_adjusted: bool) -> Month:
    low, high = one["interval"] or (None, None)
    trend = one["adjusted"] if is_adjusted else None
    return Month(month_of(one["month"]), _number(one), trend, low, high)


def _regions(label: str, content: Content) -> Shown | None:
    title = _("Demand for %(skill)s by region, of a thousand postings there") % {"skill": label}
    return _parts("regions", title, content["regions"], _("Region"))


def _occupations(label: str, content: Content) -> Shown | None:
    title = _("Kinds of work that ask for %(skill)s, of a thousand postings") % {"skill": label}
    kind = Figure.Kind.OCCUPATION
    return _parts("occupations", title, content["occupations"], _("Kind of work"), kind=kind)


def _parts(
    name: str, title: str, parts: Sequence[Content], what: str, *, kind: str = ""
) -> Shown | None:
    """Shares of parts as bars: those that are known, the highest first."""
    known = [one for one in parts if one["value"] and one["perThousand"] is not None]
    if not known:
        return None
    bars = [
        Bar(one["value"], one["perThousand"], number(round(one["perThousand"], 1)))
        for one in known[:_DRAWN]
    ]
    rows = [
        Row(
            one["value"] or _("not stated"),
            [_value(one, "postings"), one["of"], _value(one)],
            address_of(one["value"], kind) if kind and one["value"] else "",
        )
        for one in parts
        if one["of"]
    ]
    says = _("The most in %(place)s: %(share)s of a thousand postings ask for it.") % {
        "place": known[0]["value"],
        "share": number(round(known[0]["perThousand"], 1)),
    }
    head = [what, _("Postings that ask for it"), _("Of so many"), _("Of a thousand")]
    return Shown(
        name, Told(title, says), head, rows, lambda told, **how: draw_bars(bars, told, **how)
    )


def _together(label: str, content: Content) -> Shown | None:
    pairs = content["together"]
    if not pairs:
        return None
    beside = pairs[: _DRAWN - 1]
    own = content["skill"]
    nodes = [
        Node(own, label, content["postings"] or 0),
        *(_node(one) for one in beside),
    ]
    most = max(one["postings"] for one in beside)
    ties = [Tie(own, one["other"], one["postings"] / most) for one in beside]
    strongest = sorted(content["ties"], key=lambda one: -one["postings"])[:_MOST_CROSSING]
    ties += [_tie(one, most) for one in strongest]
    rows = [
        Row(_named(one), [one["postings"], round(one["lift"], 1)], address_of(one["other"]))
        for one in pairs
    ]
    title = _("Asked for together with %(skill)s") % {"skill": label}
    says = _("Most often with %(other)s, in %(n)s postings.") % {
        "other": _named(pairs[0]),
        "n": number(pairs[0]["postings"]),
    }
    return Shown(
        "together",
        Told(title, says),
        [_("Skill"), _("Postings that ask for both"), _("Times as often as by chance")],
        rows,
        lambda told, **how: draw_network(Network(nodes, ties, own), told, **how),
        _("A line is the broader, the more postings ask for both; a circle the larger, the more."),
    )


def _node(pair: Content) -> Node:
    return Node(pair["other"], _named(pair), pair["postings"])


def _named(pair: Content) -> str:
    return str(pair["otherLabel"])


def _tie(pair: Content, most: float) -> Tie:
    return Tie(pair["skill"], pair["other"], pair["postings"] / most)


def _pay(label: str, content: Content) -> Shown | None:
    rows = [
        Row(one["currency"], [one["postings"], one["lower"], one["median"], one["upper"]])
        for one in content["salaries"]
    ]
    title = _("Pay a year where %(skill)s is asked for") % {"skill": label}
    head = [_("Currency"), _("Postings"), _("A quarter less than"), _("Half less than")]
    head.append(_("A quarter more than"))
    says = _("Of postings that state it: the middle of what each offers.")
    return Shown("pay", Told(title, says), head, rows)


# ---------------------------------------------------------------------------------- one occupation


def _wanted(label: str, content: Content) -> Shown | None:
    parts = content["skills"]
    if not parts:
        return None
    bars = [
        Bar(one["label"], one["perThousand"] or 0, number(round(one["perThousand"] or 0, 1)))
        for one in parts[:_DRAWN]
    ]
    rows = [
        Row(one["label"], [_value(one, "postings"), _value(one)], address_of(one["skill"]))
        for one in parts
    ]
    title = _("What %(work)s asks for, of a thousand of its postings") % {"work": label}
    says = _("The most wanted is %(skill)s.") % {"skill": parts[0]["label"]}
    head = [_("Skill"), _("Postings that ask for it"), _("Of a thousand")]
    return Shown(
        "skills", Told(title, says), head, rows, lambda told, **how: draw_bars(bars, told, **how)
    )


def _occupation_months(label: str, content: Content) -> Shown | None:
    title = _("Skills by the month in %(work)s, of a thousand postings") % {"work": label}
    return _heat("months", title, content["heat"])


def _occupation_regions(label: str, content: Content) -> Shown | None:
    counts: Mapping[str, int] = content["regions"]
    if not counts:
        return None
    bars = [Bar(name, n, number(n)) for name, n in list(counts.items())[:_DRAWN]]
    rows = [Row(name, [n]) for name, n in counts.items()]
    title = _("Postings of %(work)s by region") % {"work": label}
    says = _("The most are in %(place)s.") % {"place": bars[0].name}
    return Shown(
        "regions",
        Told(title, says),
        [_("Region"), _("Postings")],
        rows,
        lambda told, **how: draw_bars(bars, told, **how),
    )


# -------------------------------------------------------------------------------------- all skills


def _heat_of_months(content: Content) -> Shown | None:
    title = _("The most wanted skills by the month, of a thousand postings")
    return _heat("months", title, content["heat"])


def _heat(name: str, title: str, heat: Content) -> Shown | None:
    months = heat["months"]
    marks = [
        month[:4] if month.endswith("-01") or not at else "" for at, month in enumerate(months)
    ]
    columns = [month_told(month) for month in months]
    return _as_heat(name, title, heat["rows"], columns, marks)


def _heat_of_regions(content: Content) -> Shown | None:
    title = _("The most wanted skills by region, of a thousand postings there")
    regions = content["regions"]
    return _as_heat("regions", title, content["byRegion"], regions, regions)


def _as_heat(
    name: str, title: str, rows: Sequence[Content], columns: Sequence[str], marks: Sequence[str]
) -> Shown | None:
    if not rows or not columns:
        return None
    cells = [[_number(cell) for cell in row["cells"]] for row in rows]
    heat = Heat([row["label"] for row in rows], columns, marks, cells)
    lines = [
        Row(row["label"], [_value(cell) for cell in row["cells"]], address_of(row["skill"]))
        for row in rows
    ]
    says = _(
        "The darker, the more postings ask for it. A broken line: fewer than five, or unknown."
    )
    return Shown(
        name,
        Told(title, says),
        [_("Skill"), *columns],
        lines,
        lambda told, **how: draw_heat(heat, told, **how),
        says,
    )


def _network_of_all(content: Content) -> Shown | None:
    pairs = content["pairs"]
    if not pairs:
        return None
    weights = _weights(content["heat"]["rows"])
    names = {one["skill"]: one["label"] for one in content["byRegion"]}
    nodes = [Node(uri, names[uri], weights.get(uri, 1)) for uri in names]
    most = max(one["postings"] for one in pairs)
    ties = [_tie(one, most) for one in pairs[:_MOST_TIES]]
    rows = [
        Row(f"{one['label']} + {one['otherLabel']}", [one["postings"], round(one["lift"], 1)])
        for one in pairs[:_MOST_ROWS]
    ]
    title = _("Which of the most wanted skills are asked for together")
    says = _("Most often %(one)s and %(other)s.") % {
        "one": pairs[0]["label"],
        "other": pairs[0]["otherLabel"],
    }
    return Shown(
        "together",
        Told(title, says),
        [_("Skills"), _("Postings that ask for both"), _("Times as often as by chance")],
        rows,
        lambda told, **how: draw_network(Network(nodes, ties), told, **how),
    )


def _weights(rows: Iterable[Content]) -> dict[str, float]:
    return {row["skill"]: sum(_number(cell) or 0 for cell in row["cells"]) for row in rows}


_OF_SKILL: Final = (_trend, _regions, _together, _occupations, _pay)
_OF_OCCUPATION: Final = (_wanted, _occupation_months, _occupation_regions)
