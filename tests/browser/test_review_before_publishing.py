"""An expert without an account objects to a draft, and signs off what became of it; all read so."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.people import go_on
from tests.browser.product import Product

pytestmark = pytest.mark.browser

EXPERT = "ingrid.berg@guild.example"
DRAFT = "/o/brightworks/achievements/{to_review}/"
OBJECTION = "Say that it is about roofs: nobody could tell."
BETTER = "Find what is wrong with the panels on a roof, safely, and say so in writing."
INTEREST = "My guild will send its members to it."


def need_sign_offs(designer: Tab, product: Product, least: int) -> None:
    designer.goto(product.address("/o/brightworks/settings/"))
    designer.get_by_role("link", name="Reviews before publishing").click()
    designer.get_by_label("Sign-offs needed to publish").fill(str(least))
    designer.get_by_role("button", name="Save").click()
    expect(designer.get_by_text("It counts for whatever is published from now on")).to_be_visible()


def ask(designer: Tab, product: Product) -> str:
    """Ask Ingrid; the address in her letter."""
    before = set(product.letters(EXPERT))
    designer.goto(product.address(DRAFT + "reviews/"))
    designer.get_by_label("Name of the expert").fill("Ingrid Berg")
    designer.get_by_label("E-mail address").fill(EXPERT)
    designer.get_by_label("Their organisation").fill("Guild of Roofers")
    designer.get_by_role("button", name="Send the letter", exact=True).click()
    expect(designer.get_by_text(f"The letter goes to {EXPERT}.")).to_be_visible()
    product.work()
    (letter,) = set(product.letters(EXPERT)) - before
    (address,) = re.findall(r"http\S+/review/\w+/", letter)
    return address


def answer(expert: Tab, conclusion: str) -> None:
    """Yes to all that is not answered yet; who she is stands there already."""
    for line in expert.locator("fieldset").all():
        if not line.locator(":checked").count():
            line.get_by_role("radio", name="Yes").or_(line.get_by_label(conclusion)).check()
    assert expert.get_by_label("Your name").input_value() == "Ingrid Berg"
    assert expert.get_by_label("Your organisation").input_value() == "Guild of Roofers"
    expert.get_by_label("Your role").fill("Master roofer")
    expert.get_by_label("Conflicts of interest").fill(INTEREST)
    look(expert)
    expert.get_by_role("button", name="Send my answer").click()
    expect(expert.get_by_role("heading", level=1)).to_have_text("Thank you, it is answered")
    look(expert)


def object_to(expert: Tab, address: str) -> None:
    expert.goto(address)
    expert.get_by_role("link", name="To the questions").click()
    fits = expert.get_by_role("group", name="The assessment fits")
    fits.get_by_role("radio", name="No", exact=True).check()
    expert.get_by_text("Comment on single fields").click()
    expert.get_by_label("Summary").fill(OBJECTION)
    answer(expert, "I ask for changes")


def mend(designer: Tab, product: Product) -> None:
    """From the review step, where nothing can be published yet, to the field she commented on."""
    designer.goto(product.address(DRAFT + "review/"))
    expect(designer.get_by_text("0 of the 1 sign-offs")).to_be_visible()
    expect(designer.get_by_role("button", name="Publish")).to_have_count(0)
    designer.get_by_role("link", name="Ask experts, and read what they said").click()
    designer.get_by_text("What was said").click()
    expect(designer.get_by_text(OBJECTION)).to_be_visible()
    look(designer)
    designer.get_by_role("link", name="Summary").click()
    designer.get_by_label("In one sentence").fill(BETTER)
    go_on(designer, "Outcomes")


def publish(designer: Tab, product: Product) -> None:
    designer.goto(product.address(DRAFT + "review/"))
    expect(designer.get_by_text("Signed off", exact=True)).to_be_visible()
    look(designer)
    designer.get_by_role("button", name="Publish").click()
    expect(designer.get_by_text("Published as version 1.")).to_be_visible()


def test_a_draft_is_published_once_an_expert_has_signed_it_off(browser: Browser, product: Product):
    designer = product.context(browser, by="dara").new_page()
    expert = product.context(browser, viewport={"width": 390, "height": 844}).new_page()
    stranger = product.context(browser).new_page()

    need_sign_offs(designer, product, 1)
    first = ask(designer, product)
    object_to(expert, first)
    product.work()
    assert "Asks for changes" in "\n".join(product.letters("dara@people.example"))
    mend(designer, product)

    second = ask(designer, product)
    expert.goto(first)
    expect(expert.get_by_text(OBJECTION)).to_be_visible()
    expert.goto(second)
    expect(expert.get_by_text(BETTER).first).to_be_visible()
    answer(expert, "I sign it off as it stands here")
    publish(designer, product)

    stranger.goto(product.address("/catalogue/{to_review}/"))
    said = stranger.get_by_role("article", name="Ingrid Berg")
    for shown in ("Master roofer, Guild of Roofers", "Industry expert", "Signed off", INTEREST):
        expect(said.get_by_text(shown)).to_be_visible()
    said.get_by_text("What they were asked, and answered").click()
    expect(
        said.get_by_text("The assessment fits: it is able to show each outcome: Yes")
    ).to_be_visible()
    expect(stranger.get_by_text("asked for changes")).to_have_count(0)
    expect(stranger.get_by_text(OBJECTION)).to_have_count(0)
    look(stranger)
    for page in (designer, expert, stranger):
        page.context.close()
