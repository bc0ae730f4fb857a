"""The keyboard alone: what the Tab key stops at, and going somewhere by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

__all__ = ["Walk", "tab_to", "walk"]

MOST_STOPS: Final = 200

# What the Tab key stops at: a group of radio buttons is one stop, what is hidden is none.
_STOPS: Final = """() => {
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
_HERE: Final = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  window.stops ??= new Map();
  if (!window.stops.has(e)) window.stops.set(e, window.stops.size);
  const styles = [getComputedStyle(e), getComputedStyle(e, '::after')];
  const isMarked = styles.some((s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
  return {
    name: e.type === 'radio' ? `radio ${e.name}` : String(window.stops.get(e)),
    unmarked: isMarked ? null : e.outerHTML.slice(0, 200),
  };
}"""


@dataclass(frozen=True, slots=True)
class Walk:
    """What the Tab key came to: `unmarked` is where nothing showed that it had."""

    stops: int
    reached: set[str]
    unmarked: list[str]


def walk(tab: Tab) -> Walk:
    """Press Tab from the top of the page until it is left."""
    walked = Walk(tab.evaluate(_STOPS), set(), [])
    tab.evaluate("document.activeElement.blur()")
    first = ""
    for _ in range(2 * walked.stops):
        tab.keyboard.press("Tab")
        here = tab.evaluate(_HERE)
        if here is None or (here["name"] == first and len(walked.reached) > 1):
            break
        first = first or here["name"]
        walked.reached.add(here["name"])
        if here["unmarked"]:
            walked.unmarked.append(here["unmarked"])
    return walked


def tab_to(tab: Tab, wanted: Locator) -> None:
    """Press Tab until what is `wanted` has focus."""
    expect(wanted).to_be_visible()
    for _ in range(MOST_STOPS):
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
        tab.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not come to {wanted}")
