"""Pictures of demand: they say what they show, cover no name with another, and are safe files."""

from __future__ import annotations

from datetime import date

import pytest
from defusedxml.ElementTree import fromstring

from testamur.pathways.pathmap.lettering import width_of
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
from testamur_web.ui.labour.pictures.svg import ticks_up_to

TOLD = Told('Demand for "C & <script>"', "It rose by 12 % a year.")
SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["Python", "SQL", "communicate with stakeholders of every kind in person", "<b>&", "Go"]


def months(count, *, has_trend=True):
    said = {"trend": 10.0, "low": 8.0, "high": 12.0} if has_trend else {}
    return [Month(date(2024 + at // 12, at % 12 + 1, 1), 9 + at % 3, **said) for at in range(count)]


def network(count=12):
    nodes = [Node(f"s{at}", f"{NAMES[at % 5]} {at}", 500 - at) for at in range(count)]
    ties = [Tie("s0", f"s{at}", 1 / at) for at in range(1, count)]
    ties += [Tie(f"s{at}", f"s{at + 2}", 0.2) for at in range(1, count - 2)]
    return Network(nodes, ties, "s0")


HEAT = Heat(NAMES, ["May", "June"], ["May", ""], [[1, None], [250, 3.5], [0, 0], [7, 8], [9, 2]])
PICTURES = {
    "trend": lambda **how: draw_trend(months(30), TOLD, **how),
    "trend without intervals": lambda **how: draw_trend(months(3, has_trend=False), TOLD, **how),
    "one month": lambda **how: draw_trend(months(1), TOLD, **how),
    "a century": lambda **how: draw_trend(months(1200), TOLD, **how),
    "bars": lambda **how: draw_bars([Bar(name, 5, "5") for name in NAMES], TOLD, **how),
    "bars of nothing": lambda **how: draw_bars([Bar("Ohio", 0, "0")], TOLD, **how),
    "network": lambda **how: draw_network(network(), TOLD, **how),
    "network of two": lambda **how: draw_network(network(2), TOLD, **how),
    "heat": lambda **how: draw_heat(HEAT, TOLD, **how),
    "heat of nothing": lambda **how: draw_heat(Heat(["a"], ["b"], ["b"], [[0]]), TOLD, **how),
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("canvas", Canvas)
@pytest.mark.parametrize("is_alone", [False, True])
def test_every_picture_is_a_drawing_that_says_what_it_shows(name, canvas, is_alone):
    drawn = PICTURES[name](canvas=canvas, is_alone=is_alone)
    root = fromstring(drawn)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == TOLD.title
    assert root.find(f"{SVG}desc").text == TOLD.says
    assert (root.find(f"{SVG}style") is not None) is is_alone
    assert "script>" not in drawn.replace("&lt;script&gt;", "")
    assert drawn == PICTURES[name](canvas=canvas, is_alone=is_alone)
    assert root.get("viewBox").split()[2] == str(canvas.value)


@pytest.mark.parametrize("canvas", Canvas)
def test_no_name_of_a_network_covers_another_or_leaves_the_picture(canvas):
    boxes = []
    for text in fromstring(draw_network(network(), TOLD, canvas=canvas)).iter(f"{SVG}text"):
        x, y, width = float(text.get("x")), float(text.get("y")), width_of(text.text, 13)
        left = x - width if text.get("text-anchor") == "end" else x
        boxes.append((left, y - 12, left + width, y + 2))
        assert left >= 0
        assert left + width <= canvas.value
    for at, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[at + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, (boxes[at], other)


def test_a_picture_has_no_links_for_it_is_read_as_one():
    assert "<a " not in draw_network(network(), TOLD)


def test_what_is_not_known_is_drawn_as_unknown_and_not_as_nothing():
    drawn = draw_heat(HEAT, TOLD)
    assert "heat-none" in drawn
    assert "heat-none" not in draw_heat(Heat(["a"], ["b"], [""], [[0]]), TOLD)


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (0, [0, 1]),
        (3, [0, 1, 2, 3]),
        (97, [0, 20, 40, 60, 80, 100]),
        (1200, [0, 250, 500, 750, 1000, 1250]),
    ],
)
def test_an_axis_has_few_round_numbers(most, ticks):
    assert ticks_up_to(most) == ticks
