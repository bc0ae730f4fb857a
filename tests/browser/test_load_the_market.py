"""An analyst loads a real file of postings and sees demand move, with its source."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.accessibility import look
from tests.browser.product import Product
from tests.shared_data import shared

pytestmark = pytest.mark.browser

SOURCE = "USAJOBS, 13 departments"


def test_an_analyst_loads_real_postings_and_sees_demand_move(browser: Browser, product: Product):
    postings = shared("data", "jobs", "usajobs_2024_2025_13depts.csv.gz")
    fay = product.context(browser, by="fay").new_page()
    fay.goto(product.address("/operator/market/"))
    look(fay)
    fay.get_by_label("File of postings").set_input_files(postings)
    fay.get_by_role("button", name="Upload and look at it").click()
    expect(fay.get_by_role("heading", name="The first rows")).to_be_visible()
    fay.get_by_label("Source", exact=True).fill(SOURCE)
    fay.get_by_label("Licence", exact=True).fill("Public domain (US government)")
    fay.get_by_label("Retrieved on").fill("2025-12-31")
    fay.get_by_role("button", name="Try it with the first rows").click()
    expect(fay.get_by_role("status").filter(has_text="rows can be read")).to_be_visible()
    look(fay)
    fay.get_by_role("button", name="Load the whole file").click()
    expect(fay.get_by_role("heading", name="It waits for a worker")).to_be_visible()
    product.work()
    fay.reload()
    expect(fay.get_by_role("heading", name="It is loaded")).to_be_visible()
    look(fay)

    anybody = product.context(browser).new_page()
    anybody.goto(product.address("/demand/"))
    expect(anybody.get_by_text(SOURCE).first).to_be_visible()
    look(anybody)
    moved = anybody.locator("#rising ~ .table-wrap, #falling ~ .table-wrap").get_by_role("link")
    moved.first.click()
    expect(anybody.get_by_text("with 95 % confidence").first).to_be_visible()
    expect(anybody.get_by_role("img").first).to_be_visible()
    expect(anybody.get_by_text("Public domain (US government)").first).to_be_visible()
    look(anybody)
    for page in (fay, anybody):
        page.context.close()
