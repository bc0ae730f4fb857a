"""The journey of an award that was a mistake: valid everywhere, then revoked everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.people import award_by_code, keep, save, share_publicly, verify_file
from tests.browser.product import Product

NAME = "Rhea Vogel"
REASON = "Awarded to the wrong person"

pytestmark = pytest.mark.browser


def revoke(staff: Tab, product: Product) -> None:
    """Found by name, looked at, revoked with a reason once it is seen who is affected."""
    staff.goto(product.address("/o/{organisation}/awards/"))
    staff.get_by_label("Name, address or number").fill(NAME)
    staff.get_by_role("button", name="Show").click()
    staff.get_by_role("link", name=NAME).click()
    staff.get_by_role("link", name="Revoke").click()
    expect(staff.get_by_role("heading", level=1)).to_have_text("Revoke these awards?")
    expect(staff.get_by_text("1 award is affected.")).to_be_visible()
    expect(staff.get_by_role("rowheader", name=NAME)).to_be_visible()
    look(staff)
    staff.get_by_label("Reason").fill(REASON)
    staff.get_by_role("button", name="Revoke").click()
    expect(staff.get_by_text("Revoked").first).to_be_visible()
    look(staff)


def test_what_was_valid_is_refused_everywhere(browser: Browser, product: Product, tmp_path: Path):
    staff = product.context(browser, by="bashir").new_page()
    holder = product.context(browser).new_page()
    recruiter = product.context(browser).new_page()
    code = award_by_code(staff, product, NAME)
    title = keep(holder, product, code=code, name=NAME)
    credential = save(holder.get_by_role("link", name="Signed credential"), tmp_path)
    badge = save(holder.get_by_role("link", name="Badge image"), tmp_path)
    address = share_publicly(holder)

    # Whoever asks is told that it is valid.
    for file in (credential, badge):
        verify_file(recruiter, product, file, verdict="Valid")
    expect(recruiter.get_by_text("It is exactly as Northgate University signed it")).to_be_visible()
    look(recruiter)
    recruiter.goto(address)
    expect(recruiter.get_by_text("Valid: checked here just now")).to_be_visible()

    revoke(staff, product)

    # The same files and the same page are refused at once, in a sentence.
    for file in (credential, badge):
        verify_file(recruiter, product, file, verdict="Revoked by its issuer")
    expect(
        recruiter.get_by_text("Northgate University has withdrawn it. Do not rely on it.")
    ).to_be_visible()
    look(recruiter)
    recruiter.goto(address)
    expect(recruiter.get_by_text("Revoked by its issuer")).to_be_visible()
    expect(recruiter.get_by_text(f"The reason given: {REASON}")).to_be_visible()
    look(recruiter)

    # Its holder sees it as well.
    holder.goto(product.address("/wallet/"))
    expect(holder.get_by_text("Revoked")).to_be_visible()
    holder.get_by_role("link", name=title).click()
    expect(holder.get_by_text("Revoked by its issuer")).to_be_visible()
    for page in (staff, holder, recruiter):
        page.context.close()
