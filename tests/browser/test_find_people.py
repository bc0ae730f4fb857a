"""Dara pastes an advert, finds Ada blind and writes; a yes shows a name; then it ends."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.product import Product

pytestmark = pytest.mark.browser

MESSAGE = "We survey 400 roofs in spring. Would you lead it?"


def agree(learner: Tab, product: Product) -> None:
    """Agree to be found and to be written to, with the skills and nothing else."""
    learner.goto(product.address("/talent/"))
    expect(learner.get_by_text("Nobody finds you.")).to_be_visible()
    look(learner)
    search = learner.get_by_role("region", name="Be found in searches")
    search.get_by_label("Languages").uncheck()
    search.get_by_role("button", name="I agree").click()
    expect(search.get_by_text("You agreed")).to_be_visible()
    writing = learner.get_by_role("region", name="Be written to")
    writing.get_by_role("button", name="I agree").click()
    expect(writing.get_by_text("You agreed")).to_be_visible()
    look(learner)


def advertise(recruiter: Tab, product: Product) -> None:
    """Paste an advert, and confirm that it asks for surveys at level 5."""
    recruiter.goto(product.address("/o/brightworks/roles/new/advert/"))
    skill = product.facts["surveys"]
    recruiter.get_by_label("What the job is called").fill("Lead of roof surveys")
    recruiter.get_by_label("The text").fill(f"Your work: {skill} on roofs, all spring.")
    recruiter.get_by_role("button", name="Find the skills").click()
    recruiter.get_by_label(f"How it asks for: {skill}").select_option(label="Required")
    recruiter.get_by_label(f"Level of: {skill}").select_option(label="EQF 5")
    look(recruiter)
    recruiter.get_by_role("button", name="Make it a role profile").click()
    recruiter.get_by_role("button", name="Save").click()
    expect(recruiter.get_by_role("heading", name="Lead of roof surveys")).to_be_visible()


def find(recruiter: Tab, product: Product) -> None:
    """Look for who has what the role asks for."""
    recruiter.goto(product.address("/o/brightworks/roles/"))
    recruiter.get_by_role("link", name="Lead of roof surveys").first.click()
    recruiter.get_by_role("main").get_by_role("link", name="Find people").click()
    expect(recruiter.get_by_label("Level").first).to_have_value("5")
    recruiter.get_by_role("button", name="Find people").click()


def write_to(recruiter: Tab, alias: str) -> None:
    """Write to somebody, who cannot be told from the others."""
    somebody = recruiter.get_by_role("article").filter(has_text=alias)
    somebody.get_by_role("link", name=re.compile("^Write")).click()
    look(recruiter)
    recruiter.get_by_label("What it is about").fill("Surveys of roofs")
    recruiter.get_by_label("Your message").fill(MESSAGE)
    recruiter.get_by_role("button", name="Send").click()
    sent = recruiter.get_by_role("row").filter(has_text=alias)
    expect(sent.get_by_text("Waits for an answer")).to_be_visible()


def test_found_blind_written_to_known_after_a_yes_and_gone_after_a_no(
    browser: Browser, product: Product
):
    learner = product.context(browser, by="ada").new_page()
    recruiter = product.context(browser, by="dara").new_page()
    agree(learner, product)
    product.work()

    advertise(recruiter, product)
    find(recruiter, product)
    people = recruiter.get_by_role("article")
    expect(people.first).to_be_visible()
    look(recruiter)
    assert not re.search("Okafor|Northgate", recruiter.content())
    before = people.count()
    for alias in people.get_by_role("heading").all_inner_texts():
        write_to(recruiter, alias)
        find(recruiter, product)

    learner.goto(product.address("/talent/"))
    learner.get_by_role("link", name="Surveys of roofs").click()
    expect(learner.get_by_text(MESSAGE)).to_be_visible()
    look(learner)
    learner.get_by_role("button", name="Yes, show them").click()
    expect(learner.get_by_role("heading", name="You said yes")).to_be_visible()
    recruiter.goto(product.address("/o/brightworks/talent/messages/"))
    expect(recruiter.get_by_text("Ada Okafor")).to_be_visible()
    look(recruiter)

    learner.goto(product.address("/talent/seen/"))
    expect(learner.get_by_role("cell", name="Brightworks Energy")).to_be_visible()
    learner.goto(product.address("/talent/"))
    learner.get_by_role("button", name="Stop everything now").click()
    expect(learner.get_by_text("Nobody finds you.")).to_be_visible()
    find(recruiter, product)
    expect(people).to_have_count(before - 1)
