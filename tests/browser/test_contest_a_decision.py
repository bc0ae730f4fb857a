"""Kofi contests what Amina decided; Bashir, who did not, overturns it and decides anew."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab

from tests.browser.accessibility import look
from tests.browser.product import Product

pytestmark = pytest.mark.browser

NAME = "Kofi Mensah"
REASON = "The exercises are in the survey, on its second page."
ANSWER = "They are there. The first page alone was read."


def decide(page: Tab, product: Product, *, not_met: int, verdict: str) -> None:
    """Everything met but the first so many criteria."""
    page.goto(product.address("/o/{organisation}/assess/{to_assess}/"))
    for place, criterion in enumerate(page.locator(".criterion").all()):
        found = "Not met" if place < not_met else "Met"
        criterion.get_by_label(found, exact=True).check()
    page.get_by_label(verdict).check()
    page.get_by_role("button", name="Record the decision").click()


def contest(page: Tab, product: Product) -> None:
    page.goto(product.address("/learning/{to_assess}/"))
    look(page)
    page.get_by_role("link", name="Contest this decision").click()
    page.get_by_label("What is wrong about the decision").fill(REASON)
    page.get_by_label("The survey").check()
    look(page)
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_role("heading", name="Your appeal")).to_be_visible()


def overturn(page: Tab, product: Product) -> None:
    page.goto(product.address("/o/{organisation}/cohorts/appeals/"))
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_label("Overturn it").check()
    page.get_by_label("Reason").fill(ANSWER)
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text(f"It is answered, and {NAME} is told.")).to_be_visible()
    look(page)


def test_an_appeal_leads_to_a_new_decision(browser: Browser, product: Product):
    staff = product.context(browser, by="bashir").new_page()
    assessor = product.context(browser, by="amina").new_page()
    learner = product.context(browser, by="kofi").new_page()

    decide(assessor, product, not_met=1, verdict="Not passed yet")
    contest(learner, product)
    overturn(staff, product)
    product.work()
    assert ANSWER in "\n".join(product.letters("kofi@people.example"))

    assessor.goto(product.address("/o/{organisation}/assess/{to_assess}/"))
    expect(assessor.get_by_text("Your decision was contested.")).to_be_visible()
    expect(assessor.get_by_role("button", name="Record the decision")).to_have_count(0)
    look(assessor)

    decide(staff, product, not_met=0, verdict="Passed: give the award")
    learner.reload()
    expect(learner.get_by_role("heading", name="You have passed")).to_be_visible()
    expect(learner.get_by_text(ANSWER)).to_be_visible()
    for page in (staff, assessor, learner):
        page.context.close()
