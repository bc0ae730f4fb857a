"""The journey of a designer who makes a whole of parts: with script, without it, by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.keyboard import tab_to
from tests.browser.product import Product

pytestmark = pytest.mark.browser


def begin(page: Tab, product: Product, title: str) -> None:
    """A new draft, open at its parts."""
    page.goto(product.address("/o/{organisation}/achievements/new/"))
    page.get_by_label("What is it called?").fill(title)
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("navigation", name="Steps").get_by_role("link", name="Parts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Parts")


def titles_of(page: Tab, product: Product) -> list[str]:
    """Two titles of the catalogue that nothing else is called."""
    page.goto(product.address("/catalogue/?sort=title"))
    found = page.locator(".offer h3").all_inner_texts()
    return [title for title in found if found.count(title) == 1][:2]


def box(page: Tab, number: str) -> Locator:
    """The box of this number, counted from 1."""
    steps = [str(int(step) - 1) for step in number.split(".")]
    return page.locator(f"#box-{'-'.join(steps)}")


@pytest.mark.parametrize("with_script", [True, False], ids=["script", "no script"])
def test_she_builds_a_rule(browser: Browser, product: Product, with_script: bool) -> None:
    context = product.context(browser, by="bashir", java_script_enabled=with_script)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    one, two = titles_of(page, product)
    begin(page, product, f"Made of parts {int(with_script)}")
    page.get_by_role("button", name="This is made of other micro-credentials").click()

    # Two parts, named by their titles, of which one is enough.
    for number, title in (("1", one), ("2", two)):
        page.get_by_role("button", name="Add a micro-credential").last.click()
        field = box(page, number).get_by_label("Its name, or an address from elsewhere")
        field.fill(title)
        if with_script:
            page.get_by_role("listbox").get_by_role("option", name=title).first.click()
            expect(box(page, number).get_by_role("link", name=title)).to_be_visible()
    page.get_by_role("combobox", name="One needs").first.select_option("any")
    page.get_by_role("button", name="Save and check this step").click()
    told = page.locator(".rule-told")
    expect(told).to_have_text(f"Hold “{one}” or “{two}”.")

    # Credits under a condition; a wrong number is kept and told.
    page.get_by_role("button", name="Add credits").last.click()
    box(page, "3").get_by_label("At least", exact=True).fill("thirty")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text("a number above 0").first).to_be_visible()
    field = box(page, "3").get_by_label("At least", exact=True)
    assert field.input_value() == "thirty"
    field.fill("30")
    box(page, "3").get_by_text("Condition or group around it").click()
    box(page, "3").get_by_label("Group or condition").select_option("withinMonths")
    box(page, "3").get_by_role("button", name="Put it in").click()
    page.get_by_label("Months", exact=True).fill("24")
    page.get_by_role("button", name="Save and check this step").click()
    expect(told).to_contain_text("(at least 30 ECTS credits, awarded in the last 2 years).")
    if with_script:
        look(page)

    # Moved up, and taken out of its condition again.
    page.get_by_role("button", name="Up 3 Awarded lately").click()
    expect(told).to_have_text(
        f"Hold “{one}”, (at least 30 ECTS credits, awarded in the last 2 years) or “{two}”."
    )
    page.locator("#box-1 > details summary").last.click()
    page.get_by_role("button", name="Keep only what is inside 2 Awarded lately").click()
    expect(told).to_have_text(f"Hold “{one}”, at least 30 ECTS credits or “{two}”.")

    # The same as JSON.
    page.get_by_role("link", name="JSON").click()
    assert '"credits": 30' in page.get_by_label("The rule as JSON").input_value()
    if with_script:
        look(page)
    assert not wrong
    context.close()


def test_a_rule_is_built_with_the_keyboard_alone(browser: Browser, product: Product) -> None:
    page = product.context(browser, by="bashir").new_page()
    [title, _other] = titles_of(page, product)
    begin(page, product, "By keyboard of parts")
    press(page, page.get_by_role("button", name="This is made of other micro-credentials"))
    press(page, page.get_by_role("button", name="Add a micro-credential"))
    field = page.get_by_label("Its name, or an address from elsewhere")
    expect(field).to_be_focused()
    page.keyboard.type(title)
    expect(page.get_by_role("listbox").get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".rule-told")).to_have_text(f"Hold “{title}”.")
    expect(page.get_by_label("Its name, or an address from elsewhere")).to_be_focused()
    press(page, page.get_by_role("button", name="Add credits"))
    expect(page.get_by_label("At least", exact=True)).to_be_focused()
    page.keyboard.type("5")
    press(page, page.get_by_role("button", name="Up 2 Credits"))
    expect(page.locator(".rule-told")).to_have_text(f"Hold at least 5 ECTS credits and “{title}”.")
    press(page, page.get_by_role("button", name="Remove 1 Credits"))
    expect(page.locator(".rule-told")).to_have_text(f"Hold “{title}”.")
    page.context.close()


def press(page: Tab, wanted: Locator) -> None:
    """Go to a button by the Tab key, and press it."""
    tab_to(page, wanted)
    page.keyboard.press("Enter")
