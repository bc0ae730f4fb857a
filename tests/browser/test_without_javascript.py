"""The journeys of a learner and of a verifier whose browser runs no script."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.people import award_by_code, keep, save, verify_file
from tests.browser.product import Product

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(browser: Browser, product: Product):
    """Browsers without script, on telephones."""
    opened: list[BrowserContext] = []

    def open_one():
        telephone = {"width": 390, "height": 844}
        context = product.context(browser, java_script_enabled=False, viewport=telephone)
        opened.append(context)
        return context.new_page()

    yield open_one
    for context in opened:
        context.close()


def test_what_a_learner_shares_is_verified(
    browser: Browser, product: Product, plain, tmp_path: Path
):
    staff = product.context(browser, by="bashir").new_page()
    code = award_by_code(staff, product, "Noor Scriptless")
    staff.context.close()

    # She types her code, sees the award, takes its certificate along, and keeps it.
    learner = plain()
    learner.goto(product.address("/claim/"))
    learner.get_by_label("Code").fill(code.lower())
    learner.get_by_role("button", name="Show the award").click()
    certificate = save(learner.get_by_role("link", name="Certificate"), tmp_path)
    title = keep(learner, product, code=code, name="Noor Scriptless")

    # She finds it in her wallet, searches for it, and shares it by a link that ends.
    learner.get_by_role("button", name="Menu", exact=True).click()
    learner.get_by_role("navigation", name="Main").get_by_role("link", name="Wallet").click()
    learner.get_by_role("searchbox").fill(title[:8])
    learner.get_by_role("button", name="Search").click()
    learner.get_by_role("link", name=title).click()
    learner.get_by_role("link", name="Share it").click()
    learner.get_by_label("What it is for").fill("An application")
    learner.get_by_role("button", name="Make a secret link").click()
    address = learner.get_by_role("textbox", name="Address").input_value()

    # Whoever has the link reads the verdict; the file and the link are checked as well.
    employer = plain()
    employer.goto(address)
    expect(employer.get_by_text("Valid: checked here just now")).to_be_visible()
    employer.get_by_text("How we know").click()
    expect(employer.get_by_text("When was this checked?")).to_be_visible()
    verify_file(employer, product, certificate, verdict="Valid")
    employer.goto(product.address("/verify/"))
    employer.get_by_label("Or paste it here").fill(address)
    employer.get_by_role("button", name="Verify").click()
    expect(employer.get_by_role("heading", level=2, name="Valid")).to_be_visible()
    receipt = save(employer.get_by_role("button", name="Signed receipt (JSON)"), tmp_path)
    assert json.loads(receipt.read_bytes())

    # She stops it, sees that it was looked at, and it is gone.
    learner.reload()
    expect(learner.get_by_text("Looked at 1 time.")).to_be_visible()
    learner.get_by_role("button", name="Stop sharing").click()
    gone = employer.goto(address)
    assert gone is not None
    assert gone.status == 410


def test_what_is_no_credential_is_told_in_a_sentence(product: Product, plain, tmp_path: Path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir or Madam, I am very good at everything.", encoding="utf-8")
    page = plain()
    verify_file(page, product, letter, verdict="This is not a credential")
    expect(page.get_by_text("no signed credential is in it")).to_be_visible()
