"""Every figure that pages of demand show: of one skill, of one occupation, of all together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from testamur_web.labour.models import Figure
from testamur_web.ui.labour.pictures import (
    Network,
    Node,
    Tie,
    Told,
    draw_bars,
    draw_network,
)
from testamur_web.ui.labour.pictures.svg import number
from testamur_web.ui.labour.showing import (
    DRAWN,
    Content,
    Row,
    Shown,
    address_of,
    as_heat,
    bars_of,
    heat_of_months,
    number_of,
    parts_of,
    pay_of,
    trend_of,
    value_of,
)

__all__ = ["shown_of", "shown_of_all"]

_MOST_TIES: Final = 22
_MOST_CROSSING: Final = 9
_MOST_ROWS: Final = 30


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


# --------------------------------------------------------------------------------------- one skill


def _trend(label: str, content: Content) -> Shown:
    title = _("Demand for %(skill)s by the month, of a thousand postings") % {"skill": label}
    return trend_of(title, content)


def _regions(label: str, content: Content) -> Shown | None:
    title = _("Demand for %(skill)s by region, of a thousand postings there") % {"skill": label}
    head = [_("Region"), _("Postings that ask for it"), _("Of so many"), _("Of a thousand")]
    return parts_of("regions", title, content["regions"], head)


def _occupations(label: str, content: Content) -> Shown | None:
    title = _("Kinds of work that ask for %(skill)s, of a thousand postings") % {"skill": label}
    head = [_("Kind of work"), _("Postings that ask for it"), _("Of so many"), _("Of a thousand")]
    kind = Figure.Kind.OCCUPATION
    return parts_of("occupations", title, content["occupations"], head, kind=kind)


def _together(label: str, content: Content) -> Shown | None:
    pairs = content["together"]
    if not pairs:
        return None
    beside = pairs[: DRAWN - 1]
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
        Row(
            _named(one),
            [one["postings"], round(one["lift"], 1)],
            address_of(one["other"]) if one.get("isCounted") else "",
        )
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


def _pay(label: str, content: Content) -> Shown:
    return pay_of(_("Pay a year where %(skill)s is asked for") % {"skill": label}, content)


# ---------------------------------------------------------------------------------- one occupation


def _work_trend(label: str, content: Content) -> Shown:
    title = _("Postings of %(work)s by the month, of a thousand of all") % {"work": label}
    return trend_of(title, content)


def _wanted(label: str, content: Content) -> Shown | None:
    parts = content["skills"]
    if not parts:
        return None
    bars = bars_of((one["label"], one["perThousand"] or 0) for one in parts[:DRAWN])
    rows = [
        Row(
            one["label"],
            [value_of(one, "postings"), one["of"], value_of(one)],
            address_of(one["skill"]),
        )
        for one in parts
    ]
    title = _("What %(work)s asks for, of a thousand of its postings") % {"work": label}
    says = _("The most wanted is %(skill)s.") % {"skill": parts[0]["label"]}
    head = [_("Skill"), _("Postings that ask for it"), _("Of so many"), _("Of a thousand")]
    return Shown(
        "skills", Told(title, says), head, rows, lambda told, **how: draw_bars(bars, told, **how)
    )


def _work_heat(label: str, content: Content) -> Shown | None:
    title = _("Skills by the month in %(work)s, of a thousand postings") % {"work": label}
    return heat_of_months(title, content["heat"])


def _work_regions(label: str, content: Content) -> Shown | None:
    title = _("%(work)s by region, of a thousand postings there") % {"work": capfirst(label)}
    head = [_("Region"), _("Postings of this work"), _("Of so many"), _("Of a thousand")]
    return parts_of("regions", title, content["regions"], head)


def _work_pay(label: str, content: Content) -> Shown:
    return pay_of(_("Pay a year of %(work)s") % {"work": label}, content)


# -------------------------------------------------------------------------------------- all skills


def _heat_of_months(content: Content) -> Shown | None:
    title = _("The most wanted skills by the month, of a thousand postings")
    return heat_of_months(title, content["heat"])


def _heat_of_regions(content: Content) -> Shown | None:
    title = _("The most wanted skills by region, of a thousand postings there")
    regions = content["regions"]
    return as_heat("regions", title, content["byRegion"], regions, regions)


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
    return {row["skill"]: sum(number_of(cell) or 0 for cell in row["cells"]) for row in rows}


_OF_SKILL: Final = (_trend, _regions, _together, _occupations, _pay)
_OF_OCCUPATION: Final = (_work_trend, _wanted, _work_heat, _work_regions, _work_pay)
