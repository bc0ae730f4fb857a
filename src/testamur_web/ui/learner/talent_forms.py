"""What somebody agrees to, what they state for it, and their answer to a message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.vocabulary import LANGUAGES
from testamur_web.employers.facts import MOST_HOURS, MOST_LANGUAGES, Stated
from testamur_web.employers.models import Part, Purpose
from testamur_web.people.models import Organisation

__all__ = ["AnswerForm", "ConsentForm", "EmployerForm", "FactsForm", "initial_of"]

_OFFERED: Final = 100


class ConsentForm(forms.Form):
    """A purpose, and what is seen for it."""

    purpose = forms.ChoiceField(choices=Purpose.choices, widget=forms.HiddenInput)
    parts = forms.MultipleChoiceField(
        label=_("What is seen of me"),
        choices=Part.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_parts(self) -> list[Part]:
        """The parts themselves."""
        return [Part(one) for one in self.cleaned_data["parts"]]

    def clean_purpose(self) -> Purpose:
        """The purpose itself."""
        return Purpose(self.cleaned_data["purpose"])


class EmployerForm(forms.Form):
    """One employer, by its name or the short name in its address."""

    employer = forms.CharField(
        label=_("Employer"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "employers", "autocomplete": "off"}),
    )

    def clean_employer(self) -> Organisation:
        """The organisation that is called so."""
        typed: str = " ".join(self.cleaned_data["employer"].split())
        rows = Organisation.objects.all()
        found = rows.filter(slug=typed).first() or rows.filter(name__iexact=typed).first()
        if found is None:
            raise forms.ValidationError(_("No organisation here is called so."))
        return found

    @staticmethod
    def offered() -> Iterable[str]:
        """The names that are offered while typing."""
        return Organisation.objects.order_by("name").values_list("name", flat=True)[:_OFFERED]


class EmployerConsentForm(EmployerForm, ConsentForm):
    """One employer, a purpose, and what that employer sees for it."""

    purpose = forms.ChoiceField(label=_("What it may do"), choices=Purpose.choices)
    field_order = ("employer", "purpose", "parts")


class FactsForm(forms.Form):
    """What is stated for being found; everything is optional."""

    languages = forms.MultipleChoiceField(
        label=_("Languages I work in"),
        choices=LANGUAGES,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Hold Ctrl or Cmd to choose several."),
    )
    country = forms.CharField(
        label=_("Country"),
        help_text=_("Its two letters, such as AT or DE."),
        max_length=2,
        required=False,
    )
    region = forms.CharField(label=_("Region"), max_length=80, required=False)
    available_from = forms.DateField(
        label=_("I can begin on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hours = forms.IntegerField(
        label=_("Hours a week, at most"), required=False, min_value=1, max_value=MOST_HOURS
    )

    def clean_country(self) -> str:
        """The letters, however they were typed."""
        typed: str = self.cleaned_data["country"]
        return typed.upper()

    def clean_languages(self) -> list[str]:
        """Not more than are kept."""
        chosen: list[str] = self.cleaned_data["languages"]
        if len(chosen) > MOST_LANGUAGES:
            raise forms.ValidationError(_("Choose %d at most.") % MOST_LANGUAGES)
        return chosen

    @property
    def stated(self) -> dict[str, Any]:
        """What is stated, as `read_stated` reads it."""
        clean = dict(self.cleaned_data)
        day = clean["available_from"]
        return clean | {"available_from": day.isoformat() if day else None}


class AnswerForm(forms.Form):
    """What an employer sees from a yes on."""

    name = forms.CharField(label=_("The name they see"), max_length=200)
    email = forms.ChoiceField(label=_("The address they see"))

    def __init__(self, *args: Any, addresses: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = self.fields["email"]
        assert isinstance(choices, forms.ChoiceField)  # noqa: S101 -- for the type checker
        choices.choices = [(one, one) for one in addresses]


def initial_of(stated: Stated) -> dict[str, Any]:
    """What is stated, as the form begins with it."""
    return stated.as_json() | {"available_from": stated.available_from}
