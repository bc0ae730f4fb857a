"""The forms of the register: what is accepted as what, and from which day it is so no more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from testamur_web.catalogue.models import Achievement
from testamur_web.people.models import Organisation
from testamur_web.trust.models import Recognition
from testamur_web.trust.recognising import Acceptance

__all__ = ["EndRecognitionForm", "RecogniseForm"]


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RecogniseForm(forms.Form):
    """What an organisation accepts as what, on which terms, from when to when."""

    address = forms.CharField(
        label=gettext_lazy("What you accept"),
        max_length=500,
        help_text=gettext_lazy(
            "The address of its page here, or the id that credentials from elsewhere have for it."
        ),
    )
    title = forms.CharField(
        label=gettext_lazy("Its title, if it is from elsewhere"), required=False, max_length=200
    )
    accepted_as = forms.ChoiceField(
        label=gettext_lazy("As what"),
        choices=Recognition.As.choices,
        widget=forms.RadioSelect,
        initial=Recognition.As.CREDIT,
    )
    equal_to = forms.ModelChoiceField(
        queryset=Achievement.objects.none(),
        label=gettext_lazy("Equivalent to which of yours"),
        required=False,
        help_text=gettext_lazy("Only for what you accept as equivalent."),
    )
    terms = forms.CharField(
        label=gettext_lazy("For what, and how much"),
        max_length=500,
        help_text=gettext_lazy("For example: 5 ECTS of the module Programming I."),
    )
    begins_on = forms.DateField(label=gettext_lazy("From"), widget=_day())
    ends_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=_day(),
        help_text=gettext_lazy("Its last day. Leave it empty if no end is set."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Achievement.objects.filter(organisation=organisation, current__isnull=False)
        self.fields["equal_to"].queryset = own  # type: ignore[attr-defined]

    @property
    def said(self) -> Acceptance:
        """What is accepted."""
        return Acceptance(**self.cleaned_data)


class EndRecognitionForm(forms.Form):
    """From which day it is accepted no more, and why."""

    on = forms.DateField(
        label=gettext_lazy("From which day on you accept it no more"),
        widget=_day(),
        help_text=gettext_lazy("A day to come gives notice: until then it holds."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        help_text=gettext_lazy("Everybody who looks reads it, from now on."),
    )
