"""The rows of the step "Practical": what must be held first, and who pays a part of the price."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.vocabulary import CURRENCIES, Employment, Income
from testamur_web.ui.issuer.editor.fields import (
    Amount,
    Choice,
    DraftField,
    Label,
    Line,
    Listed,
    Many,
    Whole,
)
from testamur_web.ui.issuer.editor.forms import DraftForm

__all__ = ["FundingForm", "RequiredForm"]

_LEVELS = [(str(level), str(level)) for level in range(1, 9)]


class _Unseen(DraftField):
    """What a row carries along, because no field of it shows it."""

    def __init__(self) -> None:
        super().__init__("", widget=forms.HiddenInput())


class _Day(DraftField):
    """A day, typed or chosen."""

    def __init__(self, label: Label) -> None:
        widget = forms.DateInput(attrs={"type": "date"})
        super().__init__(label, widget=widget, css="field-short")


class RequiredForm(DraftForm):
    """One micro-credential or skill that must be held before one begins."""

    join = Choice(
        _("With the row above"),
        [("and", _("and: both are needed")), ("or", _("or: one of them is enough"))],
        empty=_("It is the first"),
    )
    title = Line(_("Micro-credential"), _("Its title; choose from the list."), offers="offered")
    ability = Line(_("Or a skill"), _("Its name; choose from the list."))
    level = Choice(_("At EQF level"), _LEVELS, empty=_("Any"))
    achievement = Line(_("Address of the micro-credential"), _("Where it is not from here."))
    skill_uri = Line(_("Address of the skill"))
    unseen = _Unseen()


class FundingForm(DraftForm):
    """One who pays a part, and for whom."""

    name = Line(_("Who pays"), _("The name of the grant or voucher."))
    percent = Whole(_("Percent"), _("Empty: all of it."))
    amount = Amount(_("At most"))
    currency = Choice(_("Currency"), [(code, code) for code in CURRENCIES], css="field-short")
    until = _Day(_("Until"))
    url = Line(_("Where to read of it"), _("An address: https://…"))
    age_from = Whole(_("Aged at least"))
    age_to = Whole(_("Aged at most"))
    countries = Listed(_("Living in the countries"), _("Two letters each: AT, DE"))
    regions = Listed(_("Living in the regions"), _("With commas between them."))
    employment = Many(_("Who are"), Employment.choices)
    income = Many(_("Who earn"), Income.choices)
    eqf_from = Choice(_("Holding EQF level at least"), _LEVELS, empty=_("Any"))
    eqf_to = Choice(_("Holding EQF level at most"), _LEVELS, empty=_("Any"))
    voucher = Line(_("With the voucher"), _("Its name, as learners know it."))
    unseen = _Unseen()
