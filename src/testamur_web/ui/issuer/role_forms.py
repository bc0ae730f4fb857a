"""What a role asks for, as rows of a page: a skill, how it matters, and at which level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur.pathways.goal import Goal as Wanted
from testamur.skills.framework import ESSENTIAL, OPTIONAL, Need
from testamur.talent.profile import JobProfile
from testamur_web.catalogue.skills import entry_of, find_skill
from testamur_web.people.models import Organisation, Person
from testamur_web.people.queries import members_of

__all__ = ["NeedRows", "ProfileForm", "ProposeForm", "job_of_rows", "rows_of"]

_MOST: Final = 300
_LEVELS: Final = [("", _("Any level")), *[(str(at), _("EQF %d") % at) for at in range(1, 9)]]
_PERCENT: Final = 100


class ProfileForm(forms.Form):
    """What the role is called."""

    title = forms.CharField(label=_("What the role is called"), max_length=200)


class NeedForm(forms.Form):
    """One skill; a row without one is left out."""

    skill = forms.CharField(label=_("Skill"), required=False, max_length=500)
    skill_uri = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    weight = forms.ChoiceField(
        label=_("It is"),
        required=False,
        choices=[("essential", _("Required")), ("optional", _("Desirable"))],
    )
    importance = forms.IntegerField(
        label=_("Weight, %"), required=False, min_value=1, max_value=100
    )
    level = forms.ChoiceField(label=_("Level"), required=False, choices=_LEVELS)

    def clean(self) -> dict[str, Any]:
        """Give the skill its address: the one that came along, unless other words were typed."""
        clean: dict[str, Any] = self.cleaned_data
        name, uri = clean.get("skill", "").strip(), clean.get("skill_uri", "")
        if not name:
            return clean | {"skill_uri": ""}
        if uri and _is_called(uri, name):
            return clean
        found = find_skill(name)
        if found is None:
            self.add_error("skill", _("No list that is used here has this skill. Choose one."))
            return clean
        return clean | {"skill_uri": found.skill_uri}

    @property
    def need(self) -> Need | None:
        """What the row asks for; None for an empty one."""
        clean = self.cleaned_data
        if not clean.get("skill_uri"):
            return None
        stated = clean["importance"]
        importance = stated / _PERCENT if stated else _unstated(is_required=self.is_required)
        level = int(clean["level"]) if clean["level"] else None
        return Need(clean["skill_uri"], level=level, importance=importance)

    @property
    def is_required(self) -> bool:
        """Whether the role cannot be done without it."""
        return bool(self.cleaned_data["weight"] != "optional")


class _Rows(forms.BaseFormSet[NeedForm]):
    """Every skill once, and at least one."""

    def clean(self) -> None:
        """Say what stands twice, or that nothing does."""
        if any(self.errors):
            return
        if not self.needs:
            raise forms.ValidationError(_("Name at least one skill."))
        seen: set[str] = set()
        for form in self.forms:
            uri = form.cleaned_data.get("skill_uri", "")
            if uri and uri in seen:
                form.add_error("skill", _("This skill stands here twice."))
            seen.add(uri)

    @property
    def needs(self) -> list[Need]:
        """What the rows ask for, in their order."""
        return [need for form in self.forms if (need := form.need)]

    @property
    def required(self) -> frozenset[str]:
        """The skills that the role cannot be done without."""
        kept = (form for form in self.forms if form.need)
        return frozenset(form.cleaned_data["skill_uri"] for form in kept if form.is_required)

    @property
    def names(self) -> dict[str, str]:
        """What each skill is called."""
        return dict(self._names())

    def _names(self) -> Iterator[tuple[str, str]]:
        for form in self.forms:
            uri = form.cleaned_data.get("skill_uri", "")
            if uri:
                known = entry_of(uri)
                yield uri, known.entry.label if known else form.cleaned_data["skill"]


NeedRows = forms.formset_factory(NeedForm, formset=_Rows, extra=3, max_num=_MOST, validate_max=True)
"""The rows of a role, with three empty ones at the end."""


class ProposeForm(forms.Form):
    """To whom a role is proposed as a goal, and a word with it."""

    person = forms.ModelChoiceField(
        label=_("Member"), queryset=Person.objects.none(), empty_label=_("Choose a member")
    )
    note = forms.CharField(
        label=_("A word with it"),
        required=False,
        max_length=500,
        help_text=_("It stands in the letter and beside the proposal."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = self.fields["person"]
        assert isinstance(choices, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        members = [member.person.pk for member in members_of(organisation)]
        choices.queryset = Person.objects.filter(pk__in=members).order_by("name")


def rows_of(job: JobProfile) -> list[dict[str, Any]]:
    """What a role asks for, as the rows begin with it; `percent` is its weight in any case."""
    return [
        {
            "skill": job.goal.name_of(need.skill),
            "skill_uri": need.skill,
            "weight": "essential" if job.is_required(need) else "optional",
            "importance": None if _is_usual(job, need) else _percent(need),
            "percent": _percent(need),
            "level": str(need.level or ""),
        }
        for need in job.goal.needs
    ]


def job_of_rows(title: str, rows: Any) -> JobProfile:
    """What the page says that the role asks for."""
    return JobProfile(Wanted(tuple(rows.needs), label=title, names=rows.names), rows.required)


def _is_usual(job: JobProfile, need: Need) -> bool:
    return need.importance == _unstated(is_required=job.is_required(need))


def _unstated(*, is_required: bool) -> float:
    """What a skill weighs where nobody says it."""
    return ESSENTIAL if is_required else OPTIONAL


def _percent(need: Need) -> int:
    return max(1, round(_PERCENT * need.importance))


def _is_called(uri: str, name: str) -> bool:
    """Whether a skill still has the name that its address came with."""
    known = entry_of(uri)
    if known is None:
        return True
    own = {known.entry.label, *getattr(known.entry, "alternatives", ())}
    spoken = [one.label for one in getattr(known.entry, "translations", {}).values()]
    return name.casefold() in {each.casefold() for each in (*own, *spoken)}
