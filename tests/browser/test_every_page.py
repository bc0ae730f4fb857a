"""Every page of the product in a real browser: on a telephone and on a desk, by day and by night.

Each is read by axe, stays inside the screen, says nothing on the console, breaks no security
policy, is light on the first load, stands without JavaScript, and can be walked with the Tab key.
Pictures of all of them are left in var/screens, to be looked at.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from tests.browser.pages import PAGES, Page
from tests.browser.product import Product
from tests.shared_data import PROJECT

SCREENS = PROJECT / "var" / "screens"
SIZES = {"telephone": (390, 844), "desk": (1280, 800)}
SCHEMES = ("light", "dark")
MAX_BYTES = 100_000
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

# What the Tab key stops at: a group of radio buttons is one stop, what is hidden is none.
STOPS = """() => {
  const seen = new Set();
  const shown = (e) => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length;
  return [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter((e) => !e.disabled && e.tabIndex >= 0 && !e.closest('[inert]') && shown(e))
    .filter((e) => {
      if (e.type !== 'radio') return true;
      if (seen.has(e.name)) return false;
      seen.add(e.name);
      return true;
    }).length;
}"""
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  window.stops ??= new Map();
  if (!window.stops.has(e)) window.stops.set(e, window.stops.size);
  const radio = e.type === 'radio' ? `radio ${e.name}` : null;
  return radio ?? String(window.stops.get(e));
}"""
OUTLINED = """() => {
  const e = document.activeElement, s = getComputedStyle(e), a = getComputedStyle(e, '::after');
  return [s, a].some((x) => x.outlineStyle !== 'none' && parseFloat(x.outlineWidth) >= 2);
}"""
WEIGHT = """() => [...performance.getEntriesByType('resource'),
  ...performance.getEntriesByType('navigation')].reduce((sum, e) => sum + e.transferSize, 0)"""

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_it_is_whole_light_and_accessible(
    browser: Browser, product: Product, name: str, size: tuple[int, int], scheme: str
):
    wanted = PAGES[name]
    width, height = size
    context = product.context(
        browser,
        by=wanted.by,
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    tab = context.new_page()
    told: list[str] = []
    tab.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    tab.on("pageerror", lambda error: told.append(str(error)))
    _open(tab, product, wanted)
    weight = tab.evaluate(WEIGHT)
    SCREENS.mkdir(parents=True, exist_ok=True)
    tab.screenshot(path=SCREENS / f"{name}-{width}-{scheme}.png", full_page=True)
    wide = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    found = Axe().run(tab, options={"runOnly": list(RULES)}).response["violations"]
    headings = tab.locator("h1").count()
    context.close()
    if wanted.status != 200:
        told = [line for line in told if str(wanted.status) not in line]
    assert not told
    assert wide <= 0, f"{wide} px wider than the screen"
    assert not [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert headings == 1
    assert weight < MAX_BYTES


@pytest.mark.parametrize("name", PAGES)
def test_it_stands_without_javascript(browser: Browser, product: Product, name: str):
    wanted = PAGES[name]
    context = product.context(
        browser,
        by=wanted.by,
        java_script_enabled=False,
        viewport={"width": 390, "height": 844},
    )
    tab = context.new_page()
    _open(tab, product, wanted)
    assert tab.locator("main h1").is_visible()
    assert not tab.locator("noscript:visible").count()
    tab.get_by_role("button", name="Menu", exact=True).click()
    assert tab.locator("#site-menu").is_visible()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_the_tab_key_reaches_everything_and_shows_where_it_is(
    browser: Browser, product: Product, name: str
):
    wanted = PAGES[name]
    context = product.context(browser, by=wanted.by, viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    _open(tab, product, wanted)
    stops = tab.evaluate(STOPS)
    tab.evaluate("document.activeElement.blur()")
    reached: list[str] = []
    unmarked: list[str] = []
    for _ in range(stops + 10):
        tab.keyboard.press("Tab")
        at = tab.evaluate(FOCUSED)
        if at is None or (reached and at == reached[0]):
            break
        reached.append(at)
        if not tab.evaluate(OUTLINED):
            unmarked.append(tab.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
    context.close()
    assert len(set(reached)) >= stops, f"{len(set(reached))} of {stops} can be reached"
    assert not unmarked


def _open(tab: Tab, product: Product, wanted: Page) -> None:
    answer = tab.goto(product.address(wanted.path))
    assert answer is not None
    assert answer.status == wanted.status, f"{wanted.path} answers {answer.status}"
    tab.wait_for_load_state("networkidle")
