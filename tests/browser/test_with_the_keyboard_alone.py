"""The journeys of a learner and of a verifier who use no mouse: Tab, letters, Space and Enter."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.keyboard import tab_to
from tests.browser.people import LONG_PASSWORD, award_by_code
from tests.browser.product import Product

pytestmark = pytest.mark.browser


def press(page: Tab, wanted: Locator, key: str = "Enter") -> None:
    """Go to a link or button by the Tab key, and press it."""
    tab_to(page, wanted)
    page.keyboard.press(key)


def write(page: Tab, field: Locator, text: str) -> None:
    """Go to a field by the Tab key, and type."""
    tab_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def skip_to_content(page: Tab) -> None:
    """The first stop of every page leads past its menus."""
    press(page, page.get_by_role("link", name="Skip to content"))
    expect(page.get_by_role("main")).to_be_focused()


def test_a_learner_claims_keeps_and_shares(browser: Browser, product: Product):
    staff = product.context(browser, by="bashir").new_page()
    code = award_by_code(staff, product, "Kay Bord")
    staff.context.close()

    # The code is typed; the award is kept in an account that is made on the way.
    page = product.context(browser).new_page()
    page.goto(product.address("/"))
    press(page, page.get_by_role("contentinfo").get_by_role("link", name="Claim a credential"))
    skip_to_content(page)
    write(page, page.get_by_label("Code"), code)
    page.keyboard.press("Enter")
    skip_to_content(page)
    title = page.get_by_role("heading", level=1).inner_text()
    press(page, page.get_by_role("button", name="Keep it: make an account"), "Space")
    write(page, page.get_by_label("Your name"), "Kay Bord")
    write(page, page.locator("[name=username]"), "kaybord")
    write(page, page.locator("[name=password1]"), LONG_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("is in your wallet")).to_be_visible()

    # It is found in the wallet and shared by a link that ends.
    press(page, page.get_by_role("link", name="Wallet", exact=True).first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Wallet")
    press(page, page.get_by_role("link", name=title))
    press(page, page.get_by_role("link", name="Share it"))
    write(page, page.get_by_label("What it is for"), "A master of crafts")
    tab_to(page, page.get_by_label("How long it works"))
    page.keyboard.press("ArrowUp")
    press(page, page.get_by_role("button", name="Make a secret link"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Secret link: A master of crafts")
    look(page)

    # A menu opens, closes with Escape, and leaves focus where it was.
    menu = page.locator("summary", has_text="Kay Bord")
    press(page, menu)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    look(page)
    tab_to(page, page.get_by_role("button", name="Sign out"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(menu).to_be_focused()

    # It is stopped again.
    press(page, page.get_by_role("button", name="Stop sharing"), "Space")
    expect(page.get_by_text("no longer shared").first).to_be_visible()
    page.context.close()


def test_a_verifier_checks_a_link_and_takes_the_receipt(browser: Browser, product: Product):
    page = product.context(browser).new_page()
    page.goto(product.address("/"))
    press(page, page.get_by_role("navigation").get_by_role("link", name="Verify", exact=True))
    skip_to_content(page)

    # What is wrong with the form has focus, and leads to the field.
    press(page, page.get_by_role("button", name="Verify"))
    expect(page.locator(".form-summary")).to_be_focused()
    look(page)

    write(page, page.get_by_label("Or paste it here"), product.address("/c/{revoked}/"))
    press(page, page.get_by_role("button", name="Verify"))
    expect(page.get_by_role("heading", level=2)).to_have_text("Revoked by its issuer")
    press(page, page.get_by_text("Every check, for the curious"))
    expect(page.get_by_role("rowheader", name="status")).to_be_visible()
    look(page)
    tab_to(page, page.get_by_role("button", name="Signed receipt (JSON)"))
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    assert json.loads(downloading.value.path().read_bytes())
    page.context.close()
