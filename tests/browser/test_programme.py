"""A manager launches a programme; five accept and share; an award changes the heat map."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.people import award_by_code
from tests.browser.product import Product
from tests.browser.upskilling import CREW

pytestmark = pytest.mark.browser

COVERAGE = "/o/brightworks/programmes/{prepared}/coverage/"


def accept(browser: Browser, product: Product, name: str, *, is_looked_at: bool) -> None:
    """Somebody of the crew takes the role as their goal, and lets the manager see how far."""
    learner = product.context(browser, by=name).new_page()
    learner.goto(product.address("/programmes/"))
    learner.get_by_role("link", name="Surveys of our own").click()
    if is_looked_at:
        look(learner)
    learner.get_by_role("link", name="Look at it and answer").click()
    learner.get_by_label("Show my manager how far I am").check()
    learner.get_by_role("button", name="Accept it as my goal").click()
    expect(learner.get_by_text("Your goal is Survey lead.")).to_be_visible()
    learner.context.close()


def row_of(page: Tab) -> str:
    """What the table says of the one skill."""
    row = page.locator("table").first.get_by_role("row").filter(has_text="survey data")
    return row.inner_text()


def test_a_manager_sees_the_heat_map_change(browser: Browser, product: Product):
    manager = product.context(browser, by="dara").new_page()
    manager.goto(product.address("/o/brightworks/programmes/{prepared}/"))
    manager.get_by_role("button", name="Launch it").click()
    expect(manager.get_by_text("5 people are asked.")).to_be_visible()
    for at, name in enumerate(CREW):
        accept(browser, product, name, is_looked_at=at == 0)
    manager.goto(product.address(COVERAGE))
    expect(manager.get_by_text("0 of 5 people who share are counted")).to_be_visible()
    look(manager)
    product.work()
    expect(manager.get_by_text("5 people who share, counted on")).to_be_visible(timeout=20_000)
    assert row_of(manager).count("0 / 5") == 2
    look(manager)

    staff = product.context(browser, by="bashir").new_page()
    code = award_by_code(staff, product, "Crew 0")
    learner = product.context(browser, by=CREW[0]).new_page()
    learner.goto(product.address(f"/claim/{code}/"))
    learner.get_by_role("button", name="Keep it").click()
    expect(learner.get_by_text("is in your wallet")).to_be_visible()

    product.work()
    manager.goto(product.address(COVERAGE))
    told = row_of(manager)
    assert "0 / 5" in told
    assert "1 / 5" in told
    manager.locator("table").first.get_by_role("link", name="Who").click()
    one = manager.get_by_role("row").filter(has_text="Crew 0")
    expect(one.get_by_text("proven")).to_be_visible()
    look(manager)
    for page in (manager, staff, learner):
        page.context.close()
