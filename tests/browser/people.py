"""What people do in several journeys: award somebody, take the award over, share it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

from tests.browser.product import Product

__all__ = [
    "LONG_PASSWORD",
    "award_by_code",
    "go_on",
    "keep",
    "save",
    "share_publicly",
    "verify_file",
]

LONG_PASSWORD = "a long way round the harbour"


def go_on(page: Tab, title: str) -> None:
    """Save a step of the editor and find oneself on the next."""
    page.get_by_role("button", name=re.compile("Save and (continue|review)")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def award_by_code(staff: Tab, product: Product, name: str) -> str:
    """Award somebody without an address; the code that is handed over."""
    staff.goto(product.address("/o/{organisation}/awards/new/"))
    staff.get_by_label("Name").fill(name)
    staff.get_by_role("button", name="Sign and send the award").click()
    staff.get_by_role("link", name=re.compile("Hand it over")).click()
    return staff.locator(".claim-code").inner_text()


def keep(page: Tab, product: Product, *, code: str, name: str) -> str:
    """Make an account for an award that came by a code; its title, which is in the wallet now."""
    page.goto(product.address(f"/claim/{code}/"))
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Keep it: make an account").click()
    page.get_by_label("Your name").fill(name)
    page.fill("[name=username]", re.sub(r"\W", "", name).lower())
    page.fill("[name=password1]", LONG_PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_text("is in your wallet")).to_be_visible()
    return title


def share_publicly(page: Tab) -> str:
    """From the page of an award in one's wallet; the address that everybody can open."""
    page.get_by_role("link", name="Share it").click()
    page.get_by_role("button", name="Make it public").click()
    return page.get_by_role("textbox", name="Address").input_value()


def save(link: Locator, folder: Path) -> Path:
    """Download what a link leads to."""
    with link.page.expect_download() as downloading:
        link.click()
    path = folder / downloading.value.suggested_filename
    downloading.value.save_as(path)
    return path


def verify_file(page: Tab, product: Product, path: Path, *, verdict: str) -> None:
    """Hand a file over at the verification page, and read what comes first."""
    page.goto(product.address("/verify/"))
    page.get_by_label("Files").set_input_files(path)
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("heading", level=2, name=verdict)).to_be_visible()
