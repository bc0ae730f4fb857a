"""The journey of a registrar: a list with errors becomes awards, repaired and signed in sight."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.product import Product

CHUNK = 250  # so many are signed at once: the first of two portions is seen
PEOPLE = CHUNK + 8

pytestmark = pytest.mark.browser


def write_list(path: Path) -> Path:
    """Good rows first; then a wrong address, a day that is none, and somebody for the second time."""
    rows = [[f"Learner {n}", f"S{n:04}", "", "13/05/2026"] for n in range(PEOPLE)]
    rows += [["Ivan Bianchi", "", "ivan(at)people.example", "13/05/2026"]]
    rows += [["Olga Jensen", "S9001", "", "31/02/2026"], rows[0]]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["Name", "Student number", "E-mail", "Date"], *rows])
    return path


def upload(page: Tab, product: Product, path: Path) -> None:
    """The file is read, and what its columns hold is confirmed as it was guessed."""
    page.goto(product.address("/o/{organisation}/batches/new/"))
    page.get_by_label("Achievement").select_option(label="Solar panel maintenance (version 1)")
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What do the columns hold?")
    assert page.get_by_label("Student number").input_value() == "student_number"
    expect(page.get_by_label("Day first: 13/05/2026 → 2026-05-13")).to_be_checked()
    look(page)
    page.get_by_role("button", name="Check every row").click()
    expect(page.get_by_text(f"{PEOPLE} rows are ready")).to_be_visible()


def read_problems(page: Tab) -> str:
    """What the file of errors says of each row that gives no award."""
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Rows without an award (CSV)").click()
    return downloading.value.path().read_text("utf-8")


def repair(page: Tab) -> None:
    """Each row is made good where it stands; who is there twice stays out."""
    wrong, no_day = PEOPLE + 2, PEOPLE + 3
    page.get_by_label(f"E-mail address in row {wrong}").fill("ivan at people")
    page.get_by_role("button", name=f"Save row {wrong}").click()
    expect(page.get_by_text(f"Row {wrong}: needs repair.")).to_be_visible()
    page.get_by_label(f"E-mail address in row {wrong}").fill("ivan@people.example")
    page.get_by_role("button", name=f"Save row {wrong}").click()
    expect(page.get_by_text(f"{PEOPLE + 1} rows are ready")).to_be_visible()
    page.get_by_label(f"Date of the award in row {no_day}").fill("28/02/2026")
    page.get_by_label(f"Date of the award in row {no_day}").press("Enter")
    expect(page.get_by_text(f"{PEOPLE + 2} rows are ready")).to_be_visible()


def test_a_list_with_errors_becomes_awards(browser: Browser, product: Product, tmp_path: Path):
    page = product.context(browser, by="bashir").new_page()
    upload(page, product, write_list(tmp_path / "may.csv"))
    expect(page.get_by_role("link", name="Needs repair (2)")).to_be_visible()
    expect(page.get_by_role("link", name="Duplicates (1)")).to_be_visible()
    look(page)
    told = read_problems(page)
    assert "ivan(at)people.example" in told
    assert "31/02/2026" in told
    repair(page)

    # She starts, and takes it back: nobody is awarded.
    award = page.get_by_role("button", name=f"Award {PEOPLE + 2} people")
    award.click()
    undo = page.get_by_role("button", name="Undo")
    expect(page.get_by_role("heading", name="You can still undo this")).to_be_visible()
    page.reload()
    undo.focus()  # what has focus is not drawn anew
    look(page)
    undo.click()
    expect(page.get_by_text("Undone. Nobody was awarded.")).to_be_visible()
    product.work()
    page.reload()

    # She starts again and does not wait. How far it is, is shown by itself and outlives a reload.
    award.click()
    page.get_by_role("button", name="Do not wait").click()
    expect(page.get_by_text("The awards are being issued.")).to_be_visible()
    product.work(tasks=1)
    expect(page.get_by_role("link", name=f"Issued ({CHUNK})")).to_be_visible()
    page.reload()
    expect(page.get_by_text(f"{CHUNK} of {PEOPLE + 2} are signed")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_attribute("value", str(CHUNK))
    page.get_by_role("button", name="It stands still?").focus()
    look(page)
    page.get_by_role("heading", level=1).click()
    product.work()
    expect(page.get_by_role("link", name=f"Issued ({PEOPLE + 2})")).to_be_visible()
    expect(page.get_by_text(f"{PEOPLE + 2} awards are signed and on their way.")).to_be_visible()
    look(page)

    # Each is an award; who was repaired has a letter.
    page.get_by_role("link", name="Look at the awards of this list").click()
    expect(page.get_by_role("table", name=f"{PEOPLE + 2} awards")).to_be_visible()
    assert "Solar panel maintenance" in product.letters("ivan@people.example")[0]
    page.context.close()
