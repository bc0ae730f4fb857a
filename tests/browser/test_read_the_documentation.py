"""A reader opens the documentation on a telephone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.shared_data import PROJECT

PAGES = sorted(
    str(page.relative_to(PROJECT / "docs").with_suffix(".html"))
    for page in (PROJECT / "docs").rglob("*.md")
)
WIDTHS = {"telephone": 360, "desk": 1280}

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_every_page_opens_whole_and_asks_nobody_else(browser: Browser, site: str, width: int):
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    for path in PAGES:
        answer = page.goto(f"{site}/{path}")
        assert answer is not None
        assert answer.ok, path
        assert page.locator("h1").count() == 1, path
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{path} is {wide} px wider than the screen"
    page.close()
    assert not errors
    outside = ("http://127.0.0.1", "data:", "blob:")
    assert not [url for url in asked if not url.startswith(outside)]


def test_it_can_be_read_without_javascript(browser: Browser, site: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/index.html")
    page.get_by_role("link", name="Problem codes").first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Problem codes")
    context.close()


def test_searching_finds_a_problem_code(browser: Browser, site: str):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{site}/index.html")
    page.get_by_role("textbox", name="Search").first.fill("json.malformed")
    page.locator(".md-search-result__item").first.wait_for()
    assert "Problem codes" in page.locator(".md-search-result__list").inner_text()
    page.close()
