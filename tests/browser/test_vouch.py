"""A supervisor without an account says what they saw; a learner vouches, and takes it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.accessibility import look
from tests.browser.product import Product

pytestmark = pytest.mark.browser

SAID = "I used every hour of it at work."


def test_a_supervisor_without_an_account_answers_once(browser: Browser, product: Product):
    supervisor = product.context(browser, java_script_enabled=False).new_page()
    supervisor.goto(product.address("/attest/{attest}/"))
    for row in supervisor.locator(".criterion").all():
        row.get_by_role("radio").first.check()
    name = supervisor.get_by_label("Your name")
    name.fill("Maria Lang")
    supervisor.get_by_role("checkbox").check()
    supervisor.get_by_role("button", name="Send my answer").click()
    expect(supervisor.get_by_role("heading", level=1)).to_have_text("Thank you, it is answered")
    supervisor.goto(product.address("/attest/{attest}/"))
    expect(supervisor.get_by_role("button", name="Send my answer")).to_have_count(0)
    supervisor.context.close()


def test_somebody_vouches_and_withdraws(browser: Browser, product: Product):
    kofi = product.context(browser, by="kofi").new_page()
    kofi.goto(product.address("/endorsements/give/?about=issuer:{organisation}"))
    kofi.get_by_label("What you say").fill(SAID)
    look(kofi)
    kofi.get_by_role("button", name="Sign it").click()

    anybody = product.context(browser).new_page()
    anybody.goto(product.address("/org/{organisation}/"))
    word = anybody.get_by_role("article").filter(has_text=SAID)
    expect(word.get_by_text("Holds")).to_be_visible()
    look(anybody)

    kofi.goto(product.address("/endorsements/"))
    given = kofi.get_by_role("region", name="Given by you").locator("div").filter(has_text=SAID)
    given.get_by_role("link", name="Withdraw it").click()
    kofi.get_by_label("Why").fill("It is out of date.")
    kofi.get_by_role("button", name="Withdraw it").click()
    anybody.reload()
    expect(word.get_by_text("Withdrawn on")).to_be_visible()
    for page in (kofi, anybody):
        page.context.close()
