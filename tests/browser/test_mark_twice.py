"""Amina marks blind what somebody marked before her; they disagree, and Bashir settles it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.product import Product

pytestmark = pytest.mark.browser

REASON = "The appendix shows the tests that one of the two missed."


def judge(page: Tab, *, level: str) -> None:
    """Give every criterion the same level, by the keyboard as well as one can."""
    for criterion in page.locator(".criterion").all():
        criterion.get_by_role("radio", name=re.compile(f"^{level}")).check()


def test_two_who_disagree_are_moderated(browser: Browser, product: Product):
    page = "/o/{organisation}/assess/{to_mark}/mark/"
    assessor = product.context(browser, by="amina").new_page()
    third = product.context(browser, by="bashir").new_page()

    assessor.goto(product.address(page))
    expect(assessor.get_by_text("1 of 2 marks are in")).to_be_visible()
    expect(assessor.get_by_role("heading", name="Marks", exact=True)).to_have_count(0)
    judge(assessor, level="Not yet")
    assessor.get_by_role("button", name="Hand in the mark").click()
    assessor.goto(product.address(page))
    expect(assessor.get_by_text("The two marks disagree.")).to_be_visible()
    look(assessor)

    third.goto(product.address(page))
    expect(third.locator(".marks > *")).to_have_count(2)
    judge(third, level="Good")
    third.get_by_label("Why this is the agreed mark").fill(REASON)
    look(third)
    third.get_by_role("button", name="Set the agreed mark").click()
    third.goto(product.address(page))
    third.get_by_label("Passed: give the award").check()
    third.get_by_role("button", name="Record the decision").click()

    assessor.reload()
    expect(assessor.get_by_text("This has been decided: passed.")).to_be_visible()
    for one in (assessor, third):
        one.context.close()
