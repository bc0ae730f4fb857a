"""The pictures: nothing overlaps, nothing runs through a card, everything is said and well formed."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.pathways.pathmap import ALONE, Joint, Pen, State, draw, path_map
from testamur.pathways.pathmap.layout import Box, Line, narrow, wide
from testamur.pathways.pathmap.lettering import lines_of, width_of
from testamur.pathways.rules import Achieved, AllOf, Rule
from testamur.pathways.stack import stack
from tests.effort import examples
from tests.pathways_cast import NOW, held, page
from tests.properties.test_pathway_maps import markets
from tests.properties.test_stacks import clauses, holdings, rule_of
from tests.unit.pathways.pathmap.test_states import achieved, drawn, offered

SVG = "{http://www.w3.org/2000/svg}"
LAYOUTS = pytest.mark.parametrize("laid", [wide, narrow])


def apart(one: Box, other: Box) -> bool:
    across = one.right < other.x or other.right < one.x
    return across or one.bottom < other.y or other.bottom < one.y


def crosses(line: Line, box: Box) -> bool:
    """Whether a line runs through the inside of a box."""
    for (x, y), (to_x, to_y) in pairwise(line.points):
        left, right = sorted((x, to_x))
        top, bottom = sorted((y, to_y))
        if left < box.right and right > box.x and top < box.bottom and bottom > box.y:
            return True
    return False


@LAYOUTS
@settings(max_examples=examples(60, 5_000), deadline=None)
@given(clause=clauses, held_=holdings, market=markets)
def test_nothing_overlaps(laid, clause, held_, market) -> None:
    found = path_map(stack(held_, toward=rule_of(clause), at=NOW), market)
    layout = laid(found)
    assert len(layout.boxes) == len(list(found.nodes()))
    assert all(apart(one, other) for one, other in combinations(layout.boxes, 2))
    for box in layout.boxes:
        assert 0 <= box.x < box.right <= layout.width
        assert 0 <= box.y < box.bottom <= layout.height
        assert not any(crosses(line, box) for line in layout.lines)


@LAYOUTS
def test_a_map_of_two_hundred_nodes_is_laid_out(laid) -> None:
    clause = AllOf(achieved(*(f"a{at}" for at in range(199))))
    layout = laid(drawn(clause))
    assert len(layout.boxes) == 200
    assert all(one.bottom < other.y for one, other in pairwise(layout.boxes[1:]))


def test_the_same_map_is_the_same_picture() -> None:
    found = drawn(AllOf(achieved("py", "sql")), offered("sql"), has=[held("py")])
    assert draw(found) == draw(found)
    assert wide(found).boxes == wide(found).boxes


@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_picture_says_in_words_what_it_shows(is_narrow) -> None:
    clause = AllOf(achieved("py", "sql", "web"))
    found = drawn(clause, offered("sql", 8), has=[held("py")])
    root = fromstring(draw(found, is_narrow=is_narrow))
    words = " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text"))
    for told in ("Whole", "Py", "Earned", "Available · 8 h · €8", "Not offered", "33 % done"):
        assert told in words
    titles = [one.text for one in root.iter(f"{SVG}title")]
    assert any("Sql. Available. 8 h. €8" in title for title in titles)


def test_nodes_are_links_in_the_order_in_which_they_are_read() -> None:
    found = drawn(AllOf(achieved("py", "sql")), offered("py"), offered("sql"))
    pen = Pen(link=lambda node: node.address, style="")
    root = fromstring(draw(found, pen=pen))
    assert [one.get("href") for one in root.iter(f"{SVG}a")] == [page("py"), page("sql")]
    assert all(one.get("aria-label") for one in root.iter(f"{SVG}a"))


def test_nothing_that_is_read_becomes_markup() -> None:
    hostile = '<script>&"]]>'
    rule = Rule(
        "urn:example:rule", version="1", name=hostile, clause=Achieved(page("py"), name=hostile)
    )
    found = path_map(stack([], toward=rule, at=NOW), [])
    text = draw(found, pen=Pen(link=lambda _node: 'https://x.example/"><script>', style=ALONE))
    root = fromstring(text)
    assert "<script" not in text
    assert root.get("aria-label") == f"Map of {hostile}"


def test_no_style_stands_in_the_picture_of_a_page() -> None:
    found = drawn(AllOf(achieved("py", "sql")), offered("py"))
    told = draw(found, pen=Pen(style=""))
    assert "style" not in told
    assert "<style>" in draw(found)


def test_every_state_has_a_sign_of_its_own() -> None:
    clause = AllOf(achieved("py", "sql", "web", "git"))
    offers = [offered("sql"), offered("web"), offered("git", requires=["css"])]
    found = drawn(clause, *offers, has=[held("py")], begun={page("sql")})
    root = fromstring(draw(found))
    signs = [one.get("d") for one in root.iter(f"{SVG}path") if one.get("class") == "map-sign"]
    kinds = {node.state for node in found.nodes()}
    assert kinds == {State.EARNED, State.IN_PROGRESS, State.AVAILABLE, State.LOCKED}
    assert len(set(signs)) == len(kinds)


def test_the_way_is_told_of_lines_and_cards() -> None:
    layout = wide(drawn(AllOf(achieved("py", "sql")), offered("py"), has=[held("sql")]))
    needs = [line.is_on_way for line in layout.lines if line.joint is Joint.NEEDS]
    assert sorted(needs) == [False, True]


@given(st.text(max_size=80), st.integers(40, 300))
def test_what_is_said_to_fit_does(text, width) -> None:
    lines = lines_of(text, width=width, size=15, most=2)
    assert len(lines) <= 2
    assert all(width_of(line, 15) <= width or line == "…" for line in lines)
