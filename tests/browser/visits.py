"""One visit to a page: what was said on the console, what it weighed, what moved while it came.

Each person keeps a tab for each size, with and without script, so that a visit costs a page and no browser.
Nothing is had from the cache. Scripts and pictures are held back until the page is read and painted,
as on a slow line: what they change then is seen to move.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, Response, Route
from playwright.sync_api import Page as Tab

from tests.browser.pages import PAGES
from tests.browser.product import Product

__all__ = ["SIZES", "Visit", "Visitor"]

SIZES: Final[dict[str, Any]] = {
    "telephone": {"width": 390, "height": 844},
    "desk": {"width": 1280, "height": 800},
}
_WATCH: Final = """
window.moved = [];
window.movements = new PerformanceObserver((list) => window.note(list.getEntries()));
window.note = (entries) => window.moved.push(...entries
  .filter((entry) => !entry.hadRecentInput)
  .flatMap((entry) => entry.sources.map(({ node }) =>
    (node?.outerHTML ?? node?.textContent ?? "gone").slice(0, 200))));
window.movements.observe({ type: "layout-shift", buffered: true });
"""
_MOVED: Final = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  await frame();
  window.note(window.movements.takeRecords());
  return window.moved.splice(0);
}"""
_PAINTED: Final = """() => document.readyState !== 'loading' &&
  performance.getEntriesByName('first-contentful-paint').length > 0"""
_WEIGHT: Final = """() => [...performance.getEntriesByType('resource'),
  ...performance.getEntriesByType('navigation')].reduce((sum, e) => sum + e.transferSize, 0)"""


@dataclass(frozen=True, slots=True)
class Visit:
    """A tab in which a page stands; `told` are the errors on its console."""

    tab: Tab
    told: list[str] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """How many bytes came over the line."""
        return int(self.tab.evaluate(_WEIGHT))

    @property
    def moved(self) -> list[str]:
        """What changed its place without being asked to."""
        return list(self.tab.evaluate(_MOVED))


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever looks at pages."""

    browser: Browser
    product: Product
    _visits: dict[tuple[str, str, bool], Visit] = field(default_factory=dict)

    def open(self, name: str, *, size: str, with_script: bool = True) -> Visit:
        """Visit a page of `pages.py`, which answers as is stated there."""
        wanted = PAGES[name]
        kind = (wanted.by, size, with_script)
        visit = self._visits.get(kind) or self._come(*kind)
        visit.told.clear()
        url = self.product.address(wanted.path)
        answer = _painted_first(visit.tab, url) if with_script else visit.tab.goto(url)
        assert answer is not None
        assert answer.status == wanted.status, f"{wanted.path} answers {answer.status}"
        return visit

    def leave(self) -> None:
        """Close every tab."""
        for visit in self._visits.values():
            visit.tab.context.close()

    def _come(self, by: str, size: str, with_script: bool) -> Visit:
        context = self.product.context(
            self.browser, by=by, viewport=SIZES[size], java_script_enabled=with_script
        )
        context.add_init_script(_WATCH)
        visit = Visit(context.new_page())
        line = context.new_cdp_session(visit.tab)
        line.send("Network.enable")
        line.send("Network.setCacheDisabled", {"cacheDisabled": True})
        visit.tab.on("console", lambda said: _hear(visit, said.type, said.text))
        visit.tab.on("pageerror", lambda error: visit.told.append(str(error)))
        self._visits[by, size, with_script] = visit
        return visit


def _painted_first(tab: Tab, url: str) -> Response | None:
    """Go there, and let scripts and pictures come only when the page stands."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.resource_type in {"script", "image"}:
            held.append(route)
        else:
            route.continue_()

    tab.route("**/*", hold)
    answer = tab.goto(url, wait_until="commit")
    tab.wait_for_function(_PAINTED)
    tab.evaluate(_MOVED)  # what moves while it is read tells of a busy machine
    for route in held:
        route.continue_()
    tab.unroute("**/*")
    tab.wait_for_load_state("load")
    return answer


def _hear(visit: Visit, kind: str, text: str) -> None:
    if kind == "error":
        visit.told.append(text)
