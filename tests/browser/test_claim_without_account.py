"""The journey of somebody without an account: look, take along, keep, share, stop."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.accessibility import look
from tests.browser.people import LONG_PASSWORD, award_by_code, save, share_publicly
from tests.browser.product import Product

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("with_script", [True, False], ids=["script", "no script"])
def test_she_claims_keeps_shares_and_stops(
    browser: Browser, product: Product, tmp_path: Path, with_script: bool
) -> None:
    # Bashir gives an award to somebody without an address, and reads the code to her.
    staff = product.context(browser, by="bashir").new_page()
    name = f"newcomer{int(with_script)}"
    code = award_by_code(staff, product, f"New Comer {int(with_script)}")
    look(staff)

    # She types the code and sees the award and its files, with no account.
    context = product.context(
        browser, java_script_enabled=with_script, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(product.address("/claim/"))
    page.get_by_label("Code").fill(code.lower())
    page.get_by_role("button", name="Show the award").click()
    title = page.get_by_role("heading", level=1).inner_text()
    certificate = save(page.get_by_role("link", name="Certificate"), tmp_path)
    assert certificate.name.endswith("certificate.pdf")

    # She makes an account and finds it in her wallet.
    page.get_by_role("button", name="Keep it: make an account").click()
    page.fill("[name=name]", "New Comer")
    page.fill("[name=username]", name)
    page.fill("[name=password1]", LONG_PASSWORD)
    page.press("[name=password1]", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_text("is in your wallet")).to_be_visible()
    if with_script:
        look(page)

    # She shares it publicly; whoever opens the address sees the verdict.
    address = share_publicly(page)
    visitor = product.context(browser, java_script_enabled=with_script).new_page()
    visitor.goto(address)
    expect(visitor.get_by_text("Valid: checked here just now")).to_be_visible()

    # She stops it; whoever opens it again is told so.
    page.get_by_role("button", name="Stop sharing").click()
    expect(page.get_by_text("no longer shared").first).to_be_visible()
    given = visitor.goto(address)
    assert given is not None
    assert given.status == 410
    expect(visitor.get_by_role("heading", level=1)).to_have_text("This is no longer shared")
    for each in (staff, page, visitor):
        each.context.close()
