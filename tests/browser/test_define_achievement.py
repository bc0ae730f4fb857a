"""The journey of a designer: from a name to a published micro-credential, with and without script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.people import go_on
from tests.browser.product import Product

pytestmark = pytest.mark.browser


def fill_outcomes(page: Tab, *, with_script: bool) -> None:
    page.get_by_label("Verb").fill("understand")
    page.get_by_label("Skill", exact=True).fill("metal inert gas welding")
    page.get_by_label("Level", exact=True).select_option("intermediate")
    if with_script:
        expect(page.get_by_text("Nobody can watch or mark “understand”").first).to_be_visible()
    page.get_by_role("button", name="Add an outcome").click()
    expect(page.get_by_label("Verb")).to_have_count(2)
    assert page.get_by_label("Verb").first.input_value() == "understand"
    page.get_by_label("Verb").first.fill("apply")
    page.get_by_label("Verb").last.fill("test")
    page.get_by_label("Skill", exact=True).last.fill("weld seams")
    page.get_by_label("Level", exact=True).last.select_option("foundation")
    go_on(page, "Work and hours")


def fill_work(page: Tab, *, with_script: bool) -> None:
    page.get_by_label("Workload in hours").fill("about ten")
    page.get_by_label("Sort").select_option("practical-assignment")
    page.get_by_label("What it is").fill("Twelve seams")
    page.get_by_label("Hours", exact=True).fill("10")
    page.get_by_label("Weight %").fill("100")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("'about ten' is not a whole number").first).to_be_visible()
    assert page.get_by_label("Workload in hours").input_value() == "about ten"
    if with_script:
        look(page)
    page.get_by_label("Workload in hours").fill("12")
    go_on(page, "Assessment")


@pytest.mark.parametrize("with_script", [True, False], ids=["script", "no script"])
def test_she_defines_and_publishes(browser: Browser, product: Product, with_script: bool) -> None:
    context = product.context(browser, by="bashir", java_script_enabled=with_script)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(product.address("/o/{organisation}/achievements/new/"))
    page.get_by_label("What is it called?").fill(f"Welding seams {int(with_script)}")
    page.get_by_role("button", name="Begin").click()

    page.get_by_label("In one sentence").fill("For people who join steel.")
    page.get_by_label("Kind").select_option("short-course")
    go_on(page, "Outcomes")

    fill_outcomes(page, with_script=with_script)
    fill_work(page, with_script=with_script)

    page.get_by_label("Practical assessment").check()
    page.get_by_label("Criterion", exact=True).fill("Ten of twelve seams hold")
    page.get_by_label("Quality assurance").select_option("internalAssurance")
    go_on(page, "Practical")
    page.get_by_label("How one takes part").select_option("onsite")
    page.get_by_label("Place").fill("Linz, workshop 3")
    go_on(page, "Parts")
    go_on(page, "Image")

    picture = page.locator("badge-designer img")
    before = picture.get_attribute("src")
    page.locator("label:has([name=image__design__icon][value=tool])").click()
    if with_script:
        expect(picture).not_to_have_attribute("src", before or "")
        look(page)
    go_on(page, "Review and publish")

    expect(
        page.get_by_text("The parts have 10 hours, the workload 12: 2 are missing.")
    ).to_be_visible()
    page.get_by_role("link", name="Hours", exact=True).click()
    page.get_by_label("Hours", exact=True).fill("12")
    page.get_by_role("button", name="Save and check this step").click()
    page.get_by_role("navigation", name="Steps").get_by_role("link", name="Review").click()
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published as version 1.")).to_be_visible()
    assert not wrong
    context.close()


def test_it_is_done_with_the_keyboard_alone(browser: Browser, product: Product) -> None:
    """Enter in a field saves; it presses no button that takes a row away."""
    page = product.context(browser, by="bashir").new_page()
    page.goto(product.address("/o/{organisation}/achievements/new/"))
    page.get_by_label("What is it called?").fill("By keyboard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Basics")
    page.get_by_role("navigation", name="Steps").get_by_role("link", name="Outcomes").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Verb").focus()
    page.keyboard.type("weld")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert page.get_by_label("Verb").input_value() == "weld"
    page.context.close()
