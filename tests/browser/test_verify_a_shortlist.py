"""A recruiter hands over what three people sent, sees who can be relied on, and keeps a receipt."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.people import award_by_code, keep, save, share_publicly
from tests.browser.product import Product

pytestmark = pytest.mark.browser

HONEST, ALTERED, VACANCY = "Sanne de Wit", "Timo Falk", "Analyst, harbour office"


def sent_by(browser: Browser, product: Product, name: str, folder: Path) -> tuple[Path, str]:
    """The signed credential of somebody, and the address under which they show it."""
    staff, holder = (product.context(browser, by=by).new_page() for by in ("bashir", ""))
    keep(holder, product, code=award_by_code(staff, product, name), name=name)
    credential = save(holder.get_by_role("link", name="Signed credential"), folder)
    kept = credential.rename(folder / f"{name}.json")
    address = share_publicly(holder)
    for page in (staff, holder):
        page.context.close()
    return kept, address


def hand_over(page: Tab, product: Product, files: list[Path], links: list[str]) -> None:
    page.goto(product.address("/verify/shortlists/"))
    page.get_by_label("What it is for").fill(VACANCY)
    page.get_by_label("Files").set_input_files(files)
    page.get_by_label("Or paste links").fill("\n".join(links))
    look(page)
    page.get_by_role("button", name="Verify all").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(VACANCY)
    product.work()
    page.reload()
    expect(page.get_by_text("3 credentials were checked:")).to_be_visible()


def test_who_can_be_relied_on_stands_in_one_table(
    browser: Browser, product: Product, tmp_path: Path
):
    honest, address = sent_by(browser, product, HONEST, tmp_path)
    altered, _address = sent_by(browser, product, ALTERED, tmp_path)
    altered.write_text(altered.read_text("utf-8").replace(ALTERED, "Timo Falcon"), "utf-8")
    archive = tmp_path / "applications.zip"
    with ZipFile(archive, "w") as packed:
        for file in (honest, altered):
            packed.write(file, file.name)

    recruiter = product.context(browser, by="dara").new_page()
    hand_over(recruiter, product, [archive], [address])
    rows = recruiter.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(4)
    expect(rows.filter(has_text="Altered after it was signed")).to_have_count(1)
    expect(rows.filter(has_text=HONEST).get_by_text("Valid", exact=True)).to_have_count(2)
    look(recruiter)

    recruiter.get_by_label("Result").select_option(label="Not to be relied on")
    recruiter.get_by_role("button", name="Show").click()
    expect(rows).to_have_count(2)

    with recruiter.expect_download() as downloading:
        recruiter.get_by_role("button", name="Signed receipt").click()
    receipt = tmp_path / "receipt.json"
    downloading.value.save_as(receipt)
    stranger = product.context(browser).new_page()
    stranger.goto(product.address("/verify/receipts/"))
    stranger.locator("input[type=file]").set_input_files(receipt)
    stranger.get_by_role("button", name="Check").click()
    expect(stranger.get_by_role("heading", name="Genuine")).to_be_visible()
    expect(stranger.get_by_role("row")).to_have_count(4)
    look(stranger)
    for page in (recruiter, stranger):
        page.context.close()
