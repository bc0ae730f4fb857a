"""The forms of partners: who is let in, and the people of a group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur.errors import Refused
from testamur_web.learning.roster import Roster, read_roster
from testamur_web.learning.services import Days
from testamur_web.people.models import Organisation

__all__ = ["GroupForm", "LetInForm"]


class LetInForm(forms.Form):
    """Which organisation may work in a cohort, and from when until when."""

    partner = forms.SlugField(
        label=_("Short name of the organisation"),
        max_length=60,
        help_text=_("As it stands in its address here: /o/short-name/"),
    )
    first_day = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("It belongs to the time. You can withdraw the partner earlier."),
    )

    def clean_partner(self) -> Organisation:
        """The organisation of that name."""
        found = Organisation.objects.filter(slug=self.cleaned_data["partner"]).first()
        if found is None:
            raise forms.ValidationError(_("There is no organisation of this name here."))
        return found

    @property
    def days(self) -> Days:
        """From which day until which."""
        return Days(self.cleaned_data["first_day"], self.cleaned_data["last_day"])


class GroupForm(forms.Form):
    """People to enrol by name and number."""

    pasted = forms.CharField(
        label=_("Names and numbers"),
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off", "dir": "auto"}
        ),
        help_text=_(
            "One person in a row: name, then a number of yours, with a comma between. Cells copied "
            "from a spreadsheet are fine. Nobody needs an e-mail address."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """The text, read as the list that it is."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("pasted"):
            try:
                cleaned["roster"] = read_roster(cleaned["pasted"])
            except Refused as refused:
                self.add_error("pasted", refused.problem.detail)
        return cleaned

    @property
    def roster(self) -> Roster:
        """Who stands in what was sent."""
        found: Roster = self.cleaned_data["roster"]
        return found
