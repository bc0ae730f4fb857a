"""A skill need as a form, the filter of the board, and an answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from testamur_web.catalogue.models import Achievement
from testamur_web.catalogue.vocabulary import Mode
from testamur_web.employers.asked import Wanted, answerable_by, skills_asked_for
from testamur_web.employers.models.needs import MAX_PLACE, MAX_TITLE, MAX_WORDS
from testamur_web.employers.needs import MOST_PEOPLE, Stated
from testamur_web.people.models import Organisation
from testamur_web.ui.issuer.award_forms import DateInput

__all__ = ["AnswerForm", "BoardForm", "NeedForm"]

_USUALLY_OPEN = timedelta(days=60)


class NeedForm(forms.Form):
    """What a need says beside its skills."""

    title = forms.CharField(label=gettext_lazy("What you look for"), max_length=MAX_TITLE)
    people = forms.IntegerField(
        label=gettext_lazy("How many people"), min_value=1, max_value=MOST_PEOPLE
    )
    needed_by = forms.DateField(label=gettext_lazy("Needed by"), required=False, widget=DateInput())
    region = forms.CharField(label=gettext_lazy("Region"), required=False, max_length=MAX_PLACE)
    mode = forms.ChoiceField(
        label=gettext_lazy("How they learn"),
        required=False,
        choices=[("", gettext_lazy("Any")), *Mode.choices],
    )
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("What the work is like, and what would help whoever teaches it."),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Answers until"),
        widget=DateInput(),
        help_text=gettext_lazy(
            "Everybody can read the need. Whoever answers with a draft invites you to review it, "
            "and learns your name and e-mail address by that."
        ),
    )

    def __init__(self, data: Any, *, on: date, title: str = "") -> None:
        super().__init__(data, initial={"title": title, "ends_on": on + _USUALLY_OPEN})

    @property
    def stated(self) -> Stated:
        """What was typed, each in its kind."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "title"}
        return Stated(**told)


class BoardForm(forms.Form):
    """How the board is narrowed; what cannot be read is as if it were not stated."""

    skill = forms.ChoiceField(label=gettext_lazy("Skill"), required=False)
    region = forms.CharField(label=gettext_lazy("Region"), required=False, max_length=MAX_PLACE)
    mode = forms.ChoiceField(
        label=gettext_lazy("How they learn"),
        required=False,
        choices=[("", gettext_lazy("Any")), *Mode.choices],
    )

    def __init__(self, data: Any, *, at: Any) -> None:
        super().__init__(data)
        skills = self.fields["skill"]
        assert isinstance(skills, forms.ChoiceField)  # noqa: S101 -- for the type checker
        skills.choices = [("", _("Any")), *skills_asked_for(at=at)]

    @property
    def wanted(self) -> Wanted:
        """What can be read of it."""
        self.is_valid()
        return Wanted(**{name: self.cleaned_data.get(name, "") for name in self.fields})


class _Definitions(forms.ModelChoiceField):  # type: ignore[type-arg]  # not when it runs
    """Definitions by title; a draft says so."""

    def label_from_instance(self, obj: Any) -> str:
        """What a definition is called."""
        return str(obj.title) if obj.current_id else _("%s (draft)") % obj.title


class AnswerForm(forms.Form):
    """Which definition, and a word with it."""

    achievement = _Definitions(
        label=gettext_lazy("Your definition"),
        queryset=Achievement.objects.none(),
        empty_label=gettext_lazy("Choose one"),
    )
    note = forms.CharField(
        label=gettext_lazy("A word with it"),
        required=False,
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The employer reads it; for a published definition, everybody."),
    )

    def __init__(self, data: Any, *, organisation: Organisation) -> None:
        super().__init__(data)
        choices = self.fields["achievement"]
        assert isinstance(choices, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        choices.queryset = answerable_by(organisation)
