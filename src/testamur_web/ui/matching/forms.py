"""What is typed where people are compared: a reason, a decision, an answer, and traits."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur_web.employers.models import MatchDecision
from testamur_web.employers.own_traits import GROUPS, TRAITS
from testamur_web.people.models import Organisation
from testamur_web.plans.models import RoleProfile
from testamur_web.plans.profiles import profiles_of

__all__ = ["AnswerForm", "ContestForm", "DecisionForm", "RankingForm", "RunForm", "TraitsForm"]

_LONGEST: Final = 4_000


def _words(label: Any, help_text: Any = "", *, rows: int = 3) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=_LONGEST, widget=area)


class RunForm(forms.Form):
    """With which role people are compared."""

    profile = forms.ModelChoiceField(
        queryset=RoleProfile.objects.none(), label=_("Role"), empty_label=None
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["profile"]
        field.queryset = profiles_of(organisation)


class RankingForm(forms.Form):
    """Why ranking is switched on or off."""

    reason = _words(_("Why"), _("Everybody who belongs here reads it, with your name and the day."))


class DecisionForm(forms.Form):
    """What somebody decides, and why."""

    choice = forms.ChoiceField(
        label=_("Decision"), choices=MatchDecision.Choice.choices, widget=forms.RadioSelect
    )
    reason = _words(
        _("Why"), _("The person reads it. Points alone are no reason: say what you looked at.")
    )


class ContestForm(forms.Form):
    """What somebody holds against how they were compared."""

    words = _words(
        _("What is wrong"),
        _("Say which skill, and what was not seen. A named person of theirs reads it."),
        rows=6,
    )


class AnswerForm(forms.Form):
    """The answer to it."""

    answer = _words(
        _("Answer"), _("They read it with your name, and it cannot be changed later."), rows=6
    )


class TraitsForm(forms.Form):
    """What somebody says of themselves for reports on fairness; nothing has to be said."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in TRAITS.items():
            choices: list[Any] = [("", _("I do not say")), *GROUPS[name].items()]
            self.fields[name] = forms.ChoiceField(label=str(label), choices=choices, required=False)
