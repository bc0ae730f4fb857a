"""An employer asks for skills, an issuer answers with a course, and the need leads to it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.product import Product

pytestmark = pytest.mark.browser

TITLE = "Analysts who say what is uncertain"
COURSE = "Statistics for decisions"


def publish(employer: Tab, product: Product) -> None:
    employer.goto(product.address("/o/brightworks/roles/"))
    employer.get_by_role("link", name="Skill needs").first.click()
    employer.get_by_role("link", name="Publish a need").first.click()
    employer.get_by_label("What you look for").fill(TITLE)
    employer.get_by_label("How many people").fill("12")
    ends = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
    employer.get_by_label("Answers until").fill(ends)
    first = employer.get_by_role("group", name="Skill 1")
    first.get_by_label("Skill", exact=True).fill("statistics")
    first.get_by_label("Skill", exact=True).press("Tab")
    first.get_by_label("Level", exact=True).select_option("4")
    look(employer)
    employer.get_by_role("button", name="Publish it").click()
    expect(employer.get_by_text(f"“{TITLE}” is published.")).to_be_visible()
    look(employer)


def answer(issuer: Tab, product: Product) -> None:
    issuer.goto(product.address("/needs/"))
    issuer.get_by_role("link", name=TITLE).click()
    look(issuer)
    issuer.get_by_role("link", name=re.compile("^Answer for")).click()
    issuer.get_by_label("Your definition").select_option(label=COURSE)
    issuer.get_by_label("A word with it").fill("The next one begins in May.")
    look(issuer)
    issuer.get_by_role("button", name="Answer with it").click()
    expect(issuer.get_by_text(f"“{COURSE}” answers the need")).to_be_visible()
    look(issuer)


def test_an_issuer_answers_a_need_and_it_is_closed(browser: Browser, product: Product):
    employer = product.context(browser, by="dara").new_page()
    issuer = product.context(
        browser, by="bashir", viewport={"width": 390, "height": 844}
    ).new_page()
    stranger = product.context(browser).new_page()

    publish(employer, product)
    address = employer.url
    answer(issuer, product)
    product.work()
    assert COURSE in "\n".join(product.letters("dara@people.example"))

    employer.goto(address)
    offer = employer.get_by_role("article", name=COURSE)
    expect(offer.get_by_text(re.compile(r"Covers \d+ of 100 points"))).to_be_visible()
    look(employer)
    offer.get_by_role("button", name="Close the need with it").click()
    expect(employer.get_by_text("You closed the need with this answer.")).to_be_visible()

    issuer.reload()
    expect(issuer.get_by_text("Closed with yours")).to_be_visible()
    stranger.goto(product.address("/needs/"))
    expect(stranger.get_by_role("link", name=TITLE)).to_have_count(0)
    employer.get_by_role("link", name="Its public page").click()
    stranger.goto(employer.url)
    stranger.get_by_role("link", name=COURSE).first.click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text(COURSE)
    for page in (employer, issuer, stranger):
        page.context.close()
