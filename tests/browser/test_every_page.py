"""Every page of the product in a real browser: on a telephone and on a desk, by day and by night.

Each is read by axe, stays inside the screen, moves nothing while it comes, says nothing on the
console, breaks no security policy, is light on the first load, stands without JavaScript, and can
be walked with the Tab key. `TESTAMUR_SCREENS=1 make e2e` leaves pictures of all in var/screens.
"""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import SCHEMES, find_barriers, look
from tests.browser.keyboard import walk
from tests.browser.pages import PAGES
from tests.browser.product import Product
from tests.browser.visits import SIZES, Visitor
from tests.shared_data import PROJECT

SCREENS = PROJECT / "var" / "screens" if os.environ.get("TESTAMUR_SCREENS") else None
MAX_BYTES = 100_000

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_it_is_whole_light_and_accessible(visitor: Visitor, name: str, size: str):
    visit = visitor.open(name, size=size)
    tab, status = visit.tab, str(PAGES[name].status)
    moved, weight = visit.moved, visit.weight
    _picture(tab, f"{name}-{SIZES[size]['width']}")
    wide = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert not [line for line in visit.told if status == "200" or status not in line]
    assert wide <= 0, f"{wide} px wider than the screen"
    assert not moved
    assert not find_barriers(tab)
    assert tab.locator("h1").count() == 1
    assert weight < MAX_BYTES


@pytest.mark.parametrize("name", PAGES)
def test_it_stands_without_javascript(visitor: Visitor, name: str):
    tab = visitor.open(name, size="telephone", with_script=False).tab
    assert tab.locator("main h1").is_visible()
    assert not tab.locator("noscript:visible").count()
    tab.get_by_role("button", name="Menu", exact=True).click()
    assert tab.locator("#site-menu").is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_the_tab_key_reaches_everything_and_shows_where_it_is(visitor: Visitor, name: str):
    walked = walk(visitor.open(name, size="desk").tab)
    assert len(walked.reached) >= walked.stops
    assert not walked.unmarked


def test_the_card_in_pages_of_others_is_accessible(browser: Browser, product: Product):
    tab = product.context(browser).new_page()
    tab.goto(product.address("/c/{award}/embed/"))
    assert tab.get_by_role("heading", level=1).is_visible()
    look(tab)
    tab.context.close()


def _picture(tab: Tab, name: str) -> None:
    if SCREENS is None:
        return
    SCREENS.mkdir(parents=True, exist_ok=True)
    for scheme in SCHEMES:
        tab.emulate_media(color_scheme=scheme)
        tab.screenshot(path=SCREENS / f"{name}-{scheme}.png", full_page=True)
    tab.emulate_media(color_scheme=SCHEMES[0])
