"""From a job advert to a whole that a stranger proves offline.

Dara pastes an advert, corrects what was found, sees what she lacks, plans within a budget, follows a
stack and earns its last part. Whoever has the folder she downloads needs nobody's website.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.people import save
from tests.browser.product import Product
from tests.shared_data import PROJECT

ADVERT = """Data analyst. You bring experience in data analytics to our maintenance teams, write SQL
queries and present what you find to colleagues. You know how to weld."""
EMAIL = "dara@people.example"
PART = "First aid at work"
WHOLE = "Ready for site work"

pytestmark = pytest.mark.browser


def aim(page: Tab, product: Product) -> None:
    """Of what the advert is read to ask for, welding is a mistake."""
    page.goto(product.address("/goal/advert/"))
    page.get_by_label("What the job is called").fill("Data analyst")
    page.get_by_label("The text").fill(ADVERT)
    page.get_by_role("button", name="Find the skills").click()
    page.get_by_label("How it asks for: data analytics").select_option("essential")
    look(page)
    page.get_by_label("How it asks for: weld").first.select_option("")
    page.get_by_role("button", name="Make it my goal").click()
    expect(page.get_by_role("heading", name="Data analyst")).to_be_visible()
    expect(page.get_by_text("Weld", exact=True)).to_have_count(0)


def plan(page: Tab) -> None:
    page.get_by_role("link", name="Plan the way").click()
    page.get_by_label("Budget").fill("400")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("Proven: no other choice from the catalogue")).to_be_visible()
    look(page)


def follow(page: Tab, product: Product) -> None:
    page.goto(product.address("/stacks/{given_stack}/"))
    page.get_by_role("button", name="Follow it").click()
    expect(page.get_by_role("button", name="Follow it no more")).to_be_visible()
    look(page)


def award(staff: Tab, product: Product) -> None:
    staff.goto(product.address("/o/{organisation}/awards/new/"))
    staff.get_by_label("Achievement").select_option(label=f"{PART} (version 1)")
    staff.get_by_label("Name").fill("Dara Nowak")
    staff.get_by_label("E-mail address").fill(EMAIL)
    staff.get_by_role("button", name="Sign and send the award").click()
    expect(staff.get_by_role("heading", level=1)).to_be_visible()


def claim(page: Tab, product: Product) -> None:
    """From the letter into the wallet."""
    found = re.search(r"http://\S+/claim/\w{30,}/", "\n".join(product.letters(EMAIL)))
    assert found
    page.goto(found.group())
    page.get_by_role("button", name="Keep it in my wallet").click()
    expect(page.get_by_text("is in your wallet")).to_be_visible()


def prove(folder: Path) -> dict[str, object]:
    """What our command says of the unpacked folder, without a network."""
    words = ["verify", str(folder / "composite.json"), "--parts", str(folder / "parts")]
    words += ["--offline", "--max-status-age", "1d", "--json"]
    run = subprocess.run(
        [sys.executable, "-m", "testamur.cli", *words],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout, run.stderr
    report: dict[str, object] = json.loads(run.stdout)
    return report


def test_from_an_advert_to_a_whole_that_a_stranger_proves(
    browser: Browser, product: Product, tmp_path: Path
):
    learner = product.context(browser, by="dara").new_page()
    staff = product.context(browser, by="bashir").new_page()

    aim(learner, product)
    plan(learner)
    follow(learner, product)
    award(staff, product)
    product.work()
    claim(learner, product)
    product.work()
    learner.goto(product.address("/wallet/"))
    learner.get_by_role("link", name=WHOLE).first.click()
    expect(learner.get_by_role("heading", level=1)).to_have_text(WHOLE)
    look(learner)
    with ZipFile(save(learner.get_by_role("link", name="With its parts"), tmp_path)) as packed:
        packed.extractall(tmp_path)

    report = prove(tmp_path)
    assert report["verdict"] == "valid", report
    answers = [each["question"] for each in report["answers"]]  # type: ignore[attr-defined]
    assert answers[-1] == "Do its parts prove it?"
    [part] = (tmp_path / "parts").iterdir()
    part.write_bytes((tmp_path / "composite.json").read_bytes())
    assert prove(tmp_path)["verdict"] == "undetermined"
    for page in (learner, staff):
        page.context.close()
