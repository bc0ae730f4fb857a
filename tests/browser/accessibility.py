"""What axe finds on a page, by day and by night."""

from __future__ import annotations

from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page as Tab

__all__ = ["SCHEMES", "find_barriers", "look"]

SCHEMES: Final = ("light", "dark")
OPTIONS: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
_AXE: Final = Axe().axe_script
_RUN: Final = """async (options) => {
  await new Promise(requestAnimationFrame);
  await Promise.allSettled(document.getAnimations().map((each) => each.finished));
  return (await axe.run(document, options)).violations;
}"""


def look(tab: Tab) -> None:
    """Nothing on this page, as it stands now, is in anybody's way."""
    assert not find_barriers(tab)


def find_barriers(tab: Tab) -> list[tuple[str, str, list[str]]]:
    """Each rule that is broken: in which scheme, which one, and by which elements."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(_AXE)
    found = [barrier for scheme in SCHEMES for barrier in _found_in(tab, scheme)]
    tab.emulate_media(color_scheme="light")
    return found


def _found_in(tab: Tab, scheme: Any) -> list[tuple[str, str, list[str]]]:
    tab.emulate_media(color_scheme=scheme)
    violations = tab.evaluate(_RUN, OPTIONS)
    return [(scheme, one["id"], [node["html"] for node in one["nodes"]]) for one in violations]
