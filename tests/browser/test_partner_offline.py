"""A partner works where there is no network: what was decided on paper comes back, and is claimed."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.people import keep
from tests.browser.product import Product

pytestmark = pytest.mark.browser

PARTNER = "Brightworks Energy"
AIKO, BRAM = "Aiko Moss", "Bram Stone"
COHORT = "/o/{organisation}/cohorts/{cohort}/"
ROWS = "main tbody tr"


def let_in(staff: Tab, product: Product) -> None:
    staff.goto(product.address(COHORT))
    staff.get_by_role("link", name="Partners").click()
    staff.get_by_label("Short name of the organisation").fill("brightworks")
    staff.get_by_label("Last day").fill(f"{date.today() + timedelta(9)}")  # noqa: DTZ011 -- as typed
    staff.get_by_role("button", name="Let in").click()
    expect(staff.get_by_text(f"{PARTNER} is let in.")).to_be_visible()


def enrol(partner: Tab, product: Product) -> None:
    """From the organisation's own list of cohorts to its group elsewhere."""
    partner.goto(product.address("/o/brightworks/cohorts/"))
    partner.get_by_role("link", name="Your groups elsewhere").click()
    partner.get_by_role("link", name="Spring 2026").click()
    partner.get_by_role("link", name="Enrol people").click()
    partner.get_by_label("Names and numbers").fill(f"{AIKO},B-1\n{BRAM},B-2")
    partner.get_by_role("button", name="Enrol").click()
    expect(partner.get_by_text("2 people are in.")).to_be_visible()


def print_sheet(partner: Tab) -> str:
    """What is on the paper; its address."""
    partner.get_by_role("button", name="Make a sheet").click()
    look(partner)
    partner.emulate_media(media="print")
    expect(partner.get_by_role("link", name="Type it in")).to_be_hidden()
    expect(partner.get_by_text(BRAM)).to_be_visible()
    assert partner.pdf(format="A4").startswith(b"%PDF")
    partner.emulate_media(media="screen")
    return partner.url


def decide_meanwhile(assessor: Tab, product: Product) -> None:
    """Where there is a network, Aiko is decided about on the ordinary page."""
    assessor.goto(product.address(COHORT))
    assessor.get_by_role("link", name=AIKO).click()
    assessor.goto(
        product.address("/o/{organisation}/assess/") + assessor.url.rstrip("/").split("/")[-1] + "/"
    )
    for criterion in assessor.locator(".criterion").all():
        criterion.get_by_label("Met", exact=True).check()
    assessor.get_by_label("Passed: give the award").check()
    assessor.get_by_role("button", name="Record the decision").click()


def type_in(partner: Tab, address: str) -> None:
    """Everything on the paper is met; one of the two was decided about meanwhile."""
    partner.goto(address)
    partner.get_by_role("link", name="Type it in").click()
    for row in partner.locator(ROWS).all()[:2]:
        for field in row.locator("select").all():
            field.select_option("met")
    partner.get_by_role("button", name="Keep these rows").click()
    expect(partner.get_by_text("1 row is fine.")).to_be_visible()
    expect(partner.get_by_text("1 row has a conflict.")).to_be_visible()
    expect(partner.get_by_text(f"{AIKO} has passed already")).to_be_visible()
    look(partner)


def settle(assessor: Tab, product: Product) -> None:
    assessor.goto(product.address(COHORT))
    assessor.locator("main a", has=assessor.locator("code")).click()
    expect(assessor.get_by_text("Dara Nowak").first).to_be_visible()
    look(assessor)
    assessor.get_by_role("button", name=re.compile("Leave it as it is row 1")).click()
    expect(assessor.get_by_text("Row 1 is left as it is.")).to_be_visible()
    assessor.get_by_role("button", name="Decide by this sheet").click()
    expect(assessor.get_by_text("1 row is fine.")).to_be_visible()
    expect(assessor.locator(ROWS).nth(1)).to_contain_text("Decided")


def print_card(partner: Tab, group: str) -> str:
    """The cards of the two; the short code of Bram's."""
    partner.goto(group)
    partner.get_by_role("link", name="Claim cards").click()
    look(partner)
    partner.get_by_role("button", name="Make the cards").click()
    expect(partner.locator(".claim-card")).to_have_count(2)
    look(partner)
    assert partner.pdf(format="A4").startswith(b"%PDF")
    return partner.locator(".claim-card", has_text=BRAM).locator(".claim-code").inner_text()


def test_a_partner_awards_offline(browser: Browser, product: Product):
    staff = product.context(browser, by="bashir").new_page()
    partner = product.context(browser, by="dara").new_page()
    assessor = product.context(browser, by="amina").new_page()

    let_in(staff, product)
    enrol(partner, product)
    group = partner.url
    sheet = print_sheet(partner)
    decide_meanwhile(assessor, product)
    type_in(partner, sheet)
    settle(assessor, product)
    product.work()

    code = print_card(partner, group)
    phone = product.context(browser, viewport={"width": 390, "height": 844}).new_page()
    keep(phone, product, code=code, name=BRAM)

    partner.goto(group)
    report = partner.get_by_role("table", name="Report of the group")
    for step, count in (("Enrolled", 2), ("Passed", 2), ("Claimed", 1)):
        expect(report.get_by_role("row", name=f"{step} {count}")).to_be_visible()
    look(partner)
    for page in (staff, partner, assessor, phone):
        page.context.close()
