"""What is looked for, as a page asks it: rows of skills, and what else is asked of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.skills import entry_of, find_skill
from testamur_web.catalogue.vocabulary import LANGUAGES
from testamur_web.employers.contacts import MAX_MESSAGE, MAX_SUBJECT
from testamur_web.employers.criteria import MOST_SKILLS, Criteria
from testamur_web.employers.facts import MOST_HOURS

__all__ = [
    "MessageForm",
    "PeopleForm",
    "SaveForm",
    "SkillRows",
    "rows_for",
    "shown_by",
    "stated_in",
    "typed_in",
]

_PREFIX: Final = "s"
_MORE: Final = 2
_ANY: Final = ("", _("Any"))
_LEVELS: Final = [_ANY, *[(str(at), _("EQF %d or above") % at) for at in range(1, 9)]]
_SURE: Final = [_ANY, *[(str(at), _("%d %% or more") % at) for at in (40, 50, 60, 70, 80)]]


class SkillForm(forms.Form):
    """One skill; a row without one is left out."""

    skill = forms.CharField(label=_("Skill"), required=False, max_length=500)
    skill_uri = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=_LEVELS)

    def clean(self) -> dict[str, Any]:
        """Give the skill its address: the one that came along, unless other words were typed."""
        clean: dict[str, Any] = self.cleaned_data
        name, uri = clean.get("skill", "").strip(), clean.get("skill_uri", "")
        if not name:
            return clean | {"skill_uri": ""}
        known = entry_of(uri) if uri else None
        if known and known.entry.label.casefold() == name.casefold():
            return clean
        found = find_skill(name)
        if found is None:
            self.add_error("skill", _("No list that is used here has this skill. Choose one."))
            return clean
        return clean | {"skill_uri": found.skill_uri}


SkillRows = forms.formset_factory(SkillForm, extra=2, max_num=MOST_SKILLS, validate_max=True)
"""The skills that are looked for, with two empty rows at the end."""


class PeopleForm(forms.Form):
    """What else is asked; everything is optional, and asks only who shows it."""

    least = forms.IntegerField(
        label=_("At least so many of the skills"),
        help_text=_("All of them where nothing is said."),
        required=False,
        min_value=1,
        max_value=MOST_SKILLS,
    )
    confidence = forms.ChoiceField(
        label=_("Confidence"),
        help_text=_("From 60 % on a skill counts as proven in full."),
        choices=_SURE,
        required=False,
    )
    fresh_on = forms.DateField(
        label=_("Still fresh on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    language = forms.ChoiceField(label=_("Language"), choices=[_ANY, *LANGUAGES], required=False)
    country = forms.CharField(
        label=_("Country"), help_text=_("Its two letters."), max_length=2, required=False
    )
    region = forms.CharField(label=_("Region"), max_length=80, required=False)
    available_by = forms.DateField(
        label=_("Available by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hours = forms.IntegerField(
        label=_("Hours a week, at least"), required=False, min_value=1, max_value=MOST_HOURS
    )
    named = forms.BooleanField(
        label=_("Show names"),
        help_text=_("Of those alone who let theirs be seen. They read that you did."),
        required=False,
    )

    def clean_country(self) -> str:
        """The letters, however they were typed."""
        typed: str = self.cleaned_data["country"]
        return typed.upper()


class SaveForm(forms.Form):
    """What a search is called."""

    name = forms.CharField(label=_("Name of this search"), max_length=120)
    alerts = forms.BooleanField(
        label=_("Write to me when it finds more people, once a day at most"), required=False
    )


class MessageForm(forms.Form):
    """What is written to somebody."""

    subject = forms.CharField(label=_("What it is about"), max_length=MAX_SUBJECT)
    message = forms.CharField(
        label=_("Your message"),
        help_text=_("Say who you are, which work it is, where, and what it pays."),
        max_length=MAX_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


def rows_for(typed: QueryDict | None, criteria: Criteria | None) -> Any:
    """The rows of skills, as typed or as a search has them."""
    initial = [
        {"skill": _label(one.skill), "skill_uri": one.skill, "level": str(one.level or "")}
        for one in (criteria.skills if criteria else ())
    ]
    return SkillRows(typed, prefix=_PREFIX, initial=initial)


def typed_in(query: QueryDict) -> QueryDict | None:
    """What was typed, with more empty rows where those were asked for; None on a first visit."""
    if f"{_PREFIX}-TOTAL_FORMS" not in query:
        return None
    typed = query.copy()
    many = typed.get(f"{_PREFIX}-TOTAL_FORMS", "")
    if "more" in typed and many.isdecimal() and int(many) <= MOST_SKILLS - _MORE:
        typed[f"{_PREFIX}-TOTAL_FORMS"] = str(int(many) + _MORE)
    return typed


def stated_in(form: PeopleForm, rows: Any) -> dict[str, Any]:
    """What a page asks, as `read_criteria` reads it."""
    clean = form.cleaned_data
    days = {name: clean[name].isoformat() for name in ("fresh_on", "available_by") if clean[name]}
    return {
        "skills": _skills(row.cleaned_data for row in rows.forms),
        "least": clean["least"],
        "confidence": int(clean["confidence"] or 0) or None,
        "languages": [clean["language"]] if clean["language"] else [],
        "country": clean["country"],
        "region": clean["region"],
        "hours": clean["hours"],
        **days,
    }


def shown_by(criteria: Criteria) -> dict[str, Any]:
    """What a saved search asks, as the page begins with it."""
    return {
        "least": criteria.least or None,
        "confidence": str(criteria.confidence or ""),
        "fresh_on": criteria.fresh_on,
        "language": criteria.languages[0] if criteria.languages else "",
        "country": criteria.country,
        "region": criteria.region,
        "available_by": criteria.available_by,
        "hours": criteria.hours,
    }


def _skills(rows: Any) -> Sequence[dict[str, Any]]:
    return [
        {"skill": row["skill_uri"], "level": int(row["level"]) if row["level"] else None}
        for row in rows
        if row.get("skill_uri")
    ]


def _label(uri: str) -> str:
    known = entry_of(uri)
    return known.entry.label if known else uri
