"""The whole way: defined, enrolled for, shown, decided, awarded, claimed, shared, verified.

Bashir defines and opens a cohort, Nia comes from the catalogue without an account, Amina decides,
and an employer who knows none of them checks what Nia shares.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.people import LONG_PASSWORD, go_on, save, verify_file
from tests.browser.product import Product

TITLE = "Repairing bicycles"
NAME = "Nia Osei"
EMAIL = "nia@people.example"
COHORT = "Saturdays"

pytestmark = pytest.mark.browser


def define(page: Tab, product: Product) -> None:
    page.goto(product.address("/o/{organisation}/achievements/new/"))
    page.get_by_label("What is it called?").fill(TITLE)
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("In one sentence").fill("For whoever rides one.")
    page.get_by_label("Kind").select_option("short-course")
    go_on(page, "Outcomes")
    page.get_by_label("Verb").fill("replace")
    page.get_by_label("Skill", exact=True).fill("brake cables")
    page.get_by_label("Level", exact=True).select_option("intermediate")
    go_on(page, "Work and hours")
    page.get_by_label("Workload in hours").fill("12")
    page.get_by_label("Sort").select_option("practical-assignment")
    page.get_by_label("What it is").fill("Three bicycles")
    page.get_by_label("Hours", exact=True).fill("12")
    page.get_by_label("Weight %").fill("100")
    go_on(page, "Assessment")
    page.get_by_label("Practical assessment").check()
    page.get_by_label("Criterion", exact=True).fill("Each of the three brakes")
    page.get_by_label("Quality assurance").select_option("internalAssurance")
    go_on(page, "Practical")
    page.get_by_label("How one takes part").select_option("online")
    go_on(page, "Parts")
    go_on(page, "Image")
    go_on(page, "Review and publish")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published as version 1.")).to_be_visible()


def open_cohort(page: Tab, product: Product) -> None:
    page.goto(product.address("/o/{organisation}/cohorts/new/"))
    page.get_by_label("What it leads to").select_option(label=TITLE)
    page.get_by_label("Name of the cohort").fill(COHORT)
    page.get_by_role("button", name="Open the cohort").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(COHORT)
    look(page)


def enrol(page: Tab, product: Product) -> None:
    """From the catalogue, making an account on the way."""
    page.goto(product.address("/catalogue/"))
    page.get_by_role("searchbox").fill("bicycles")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name=TITLE).click()
    look(page)
    page.get_by_role("link", name="Enrol", exact=True).click()
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Your name").fill(NAME)
    page.fill("[name=username]", "nia")
    page.fill("[name=email]", EMAIL)
    page.fill("[name=password1]", LONG_PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.get_by_role("button", name="Enrol").click()
    expect(page.get_by_role("heading", level=2, name="Your evidence")).to_be_visible()


def hand_in(page: Tab, folder: Path) -> None:
    """A note and a file, then everything."""
    page.get_by_role("link", name="Write a note").click()
    page.get_by_label("Note").fill("Three brakes, three bicycles.")
    page.get_by_label("Title").fill("What I did")
    page.get_by_role("button", name="Add").click()
    report = folder / "report.txt"
    report.write_text("Cables replaced, brakes tested.\n", encoding="utf-8")
    page.get_by_role("link", name="Add a file").click()
    page.get_by_label("File").set_input_files(report)
    page.get_by_role("button", name="Add").click()
    look(page)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Handed in")).to_be_visible()
    look(page)


def decide(page: Tab, product: Product) -> None:
    """An award is refused while something mandatory is not met; then it is met."""
    page.goto(product.address("/o/{organisation}/assess/"))
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_text("Three brakes, three bicycles.")).to_be_visible()
    page.get_by_label("Not met").check()
    page.get_by_label("Passed: give the award").check()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Mandatory: the award waits until this is met.").first).to_be_visible()
    look(page)
    page.get_by_label("Met", exact=True).check()
    page.get_by_label("Note to the learner").fill("Clean work.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text(f"{NAME} has passed. The award is on its way.")).to_be_visible()


def claim(page: Tab, product: Product) -> None:
    """The letter leads to what is in her wallet already."""
    letters = "\n".join(product.letters(EMAIL))
    found = re.search(r"http://\S+/claim/\w{30,}/", letters)
    assert found, letters
    page.goto(found.group())
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page).to_have_url(re.compile("/wallet/"))
    look(page)


def share_secretly(page: Tab) -> str:
    page.get_by_role("link", name="Share it").click()
    look(page)
    page.get_by_label("What it is for").fill("Brightworks")
    page.get_by_role("button", name="Make a secret link").click()
    look(page)
    return page.get_by_role("textbox", name="Address").input_value()


def test_from_a_definition_to_a_verdict(browser: Browser, product: Product, tmp_path: Path):
    staff = product.context(browser, by="bashir").new_page()
    learner = product.context(browser).new_page()
    assessor = product.context(browser, by="amina").new_page()
    employer = product.context(browser).new_page()

    define(staff, product)
    open_cohort(staff, product)
    enrol(learner, product)
    hand_in(learner, tmp_path)
    decide(assessor, product)
    product.work()
    learner.reload()
    expect(learner.get_by_role("heading", name="You have passed")).to_be_visible()
    claim(learner, product)
    address = share_secretly(learner)

    employer.goto(address)
    expect(employer.get_by_text("Valid: checked here just now")).to_be_visible()
    expect(employer.get_by_text(re.compile(f"^{NAME} showed"))).to_be_visible()
    look(employer)
    badge = save(employer.get_by_role("link", name="Badge image"), tmp_path)
    verify_file(employer, product, badge, verdict="Valid")
    expect(employer.get_by_text(re.compile(f"^{NAME} showed"))).to_be_visible()
    look(employer)
    for page in (staff, learner, assessor, employer):
        page.context.close()
