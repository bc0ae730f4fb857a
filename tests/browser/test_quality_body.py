"""A quality body reads the figures, accredits an issuer, and takes it back: each badge says so."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.people import save, verify_file
from tests.browser.product import Product

pytestmark = pytest.mark.browser

SCOPE = "All short courses: outcomes, assessment and identity checks were reviewed on site."
REASON = "The exams are no longer supervised."
UNTIL = date.today() + timedelta(days=400)  # noqa: DTZ011 -- the server's own day, give or take one


def read_figures(body: Tab, product: Product) -> None:
    """What anybody may read before they trust somebody: for the whole catalogue, and for one."""
    body.goto(product.address("/inflation/"))
    expect(body.get_by_role("heading", level=1)).to_be_visible()
    body.goto(product.address("/catalogue/{achievement}/"))
    quality = body.get_by_role("region", name="How well it is defined")
    quality.get_by_text("Every point, with its reason").click()
    expect(quality.get_by_role("row", name="Learning outcomes")).to_be_visible()
    body.get_by_role("link", name="Overlap with others").click()
    expect(body.get_by_role("heading", level=1)).to_be_visible()


def accredit(body: Tab, product: Product) -> None:
    body.goto(product.address("/org/{organisation}/"))
    body.get_by_role("link", name="Vouch for it").click()
    body.get_by_label("Open Quality Board").check()
    body.get_by_label("An accreditation").check()
    body.get_by_label("What you say").fill(SCOPE)
    body.get_by_label("Until when it holds").fill(UNTIL.isoformat())
    look(body)
    body.get_by_role("button", name="Sign it").click()


def withdraw(body: Tab, product: Product) -> None:
    body.goto(product.address("/o/board/endorsements/"))
    given = body.locator("div").filter(has_text=SCOPE)
    given.get_by_role("link", name="Withdraw it").first.click()
    body.get_by_label("Why").fill(REASON)
    body.get_by_role("button", name="Withdraw it").click()


def fourth(page: Tab, product: Product, badge: Path) -> Locator:
    """Who trusts the issuer, as the page of verification answers to a stranger."""
    verify_file(page, product, badge, verdict="Valid")
    return page.locator(".verified-answer").filter(has_text="Who trusts the issuer")


def test_an_accreditation_and_its_end_are_told_with_each_badge(
    browser: Browser, product: Product, tmp_path: Path
):
    body = product.context(browser, by="eli").new_page()
    stranger = product.context(browser).new_page()
    stranger.goto(product.address("/c/{award}/"))
    badge = save(stranger.get_by_role("link", name="Badge image"), tmp_path)
    trusted = fourth(stranger, product, badge)
    expect(trusted).not_to_contain_text("Open Quality Board")

    read_figures(body, product)
    accredit(body, product)
    holds = f"{UNTIL:%-d %B %Y}"
    told = f"Northgate University is accredited by Open Quality Board until {holds}."
    expect(fourth(stranger, product, badge)).to_contain_text(told)
    look(stranger)
    trusted.get_by_role("link", name="All that is known here").click()
    accredited = stranger.get_by_role("region", name="Accreditations")
    expect(accredited).to_contain_text(SCOPE)
    expect(accredited).to_contain_text(f"holds until {holds}")

    withdraw(body, product)
    ended = fourth(stranger, product, badge)
    expect(ended).to_contain_text("Open Quality Board withdrew its accreditation")
    expect(ended).to_contain_text(REASON)
    expect(ended).not_to_contain_text("is accredited by")
    look(stranger)
    for page in (body, stranger):
        page.context.close()
