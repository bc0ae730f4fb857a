"""The forms of claims, of hours, of uses, and of asking a supervisor about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur_web.learning.models import AttestationRequest, Enrolment
from testamur_web.learning.services import Supervisor

__all__ = ["ClaimForm", "HoursForm", "SupervisorForm"]


class ClaimForm(forms.Form):
    """How somebody came to what an outcome or criterion says, and what shows it."""

    account = forms.CharField(
        label=_("How you came to it"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Where, when and what you did. A supervisor whom you ask reads these words, so name "
            "nobody else in them."
        ),
    )
    evidence = forms.MultipleChoiceField(
        label=_("What shows it"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Assessors see it once you hand in; supervisors never do."),
    )

    def __init__(self, *args: Any, enrolment: Enrolment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(one.pk), one.title) for one in enrolment.evidence.all()]
        self.fields["evidence"].choices = offered  # type: ignore[attr-defined]


class HoursForm(forms.Form):
    """Hours of one day of a placement."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    hours = forms.DecimalField(
        label=_("Hours"),
        min_value=0,
        max_value=24,
        max_digits=4,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.25"}),
        help_text=_("In quarters of an hour: 7.5"),
    )
    task = forms.CharField(
        label=_("What you did"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SupervisorForm(forms.Form):
    """Which rows to ask about, and who saw the work."""

    rows = forms.MultipleChoiceField(label=_("What they saw"), widget=forms.CheckboxSelectMultiple)
    name = forms.CharField(label=_("Their name"), max_length=200)
    email = forms.EmailField(
        label=_("Their e-mail address"),
        max_length=254,
        help_text=_("They need no account. An address at their work says most."),
    )
    organisation = forms.CharField(label=_("Their organisation"), max_length=200)
    relation = forms.ChoiceField(
        label=_("What they were to your work"), choices=AttestationRequest.Relation.choices
    )

    def __init__(self, *args: Any, rows: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["rows"]
        choice.choices = rows  # type: ignore[attr-defined]
        choice.initial = [key for key, _label in rows]

    @property
    def supervisor(self) -> Supervisor:
        """Who was named."""
        said = self.cleaned_data
        return Supervisor(said["name"], said["email"], said["organisation"], said["relation"])
