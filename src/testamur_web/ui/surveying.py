"""The form of the survey, and what becomes of it: the same behind a letter's link and a wallet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from testamur_web.learning.models import SurveyCall
from testamur_web.learning.services import Said, answer_survey
from testamur_web.learning.surveys import FEWEST, QUESTIONS
from testamur_web.ui.refusals import refusals_on

__all__ = ["SurveyForm", "answer_call"]

_CHOICES: Final = (
    ("1", _("1: not at all")),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", _("5: fully")),
    ("", _("I cannot say")),
)


class SurveyForm(forms.Form):
    """Four questions from 1 to 5, and room for words."""

    text = forms.CharField(
        label=_("What else should they know?"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Only staff of the issuer read it, apart from your answers above. Name nobody, "
            "yourself neither."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=text, choices=_CHOICES, required=False, widget=forms.RadioSelect, initial=""
            )

    @property
    def asked(self) -> Iterator[BoundField]:
        """The fields of the questions, in order."""
        for name in QUESTIONS:
            yield self[name]

    @property
    def said(self) -> Said:
        """What was answered."""
        told = self.cleaned_data
        return Said({name: int(told[name]) for name in QUESTIONS if told[name]}, told["text"])


def answer_call(request: HttpRequest, call: SurveyCall) -> HttpResponse:
    """The questions, until they are answered or over; only a POST of the form answers."""
    is_over = timezone.now() >= call.expires_at
    told = {"call": call, "version": call.version, "fewest": FEWEST}
    if call.is_spent or is_over:
        status = 410 if is_over and not call.is_spent else 200
        return render(request, "public/survey_over.html", told, status=status)
    form = SurveyForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            answer_survey(call, form.said, at=timezone.now())
            return render(request, "public/survey_thanks.html", told)
    told |= {"form": form}
    return render(request, "public/survey.html", told, status=422 if form.errors else 200)
