"""What a designer types about a skill of the organisation's own, its mappings and its levels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.mappings import MappingWord
from testamur_web.catalogue.models import LevelScale, OwnSkill, SkillMapping
from testamur_web.catalogue.own_skills import SkillWords, Step
from testamur_web.people.models import Organisation

__all__ = ["MappingForm", "ScaleForm", "SkillForm"]

_ROWS: Final = range(1, 9)
"""The lines that a scale can have on the page."""


class SkillForm(forms.Form):
    """The words of a skill."""

    label = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("What one can do, such as “read the log of a drone flight”."),
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    alternatives = forms.CharField(
        label=_("Other names"),
        max_length=10_000,
        required=False,
        help_text=_("One a line; it is found by each of them."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    scale = forms.ModelChoiceField(
        label=_("Scale of levels"),
        queryset=LevelScale.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *told: Any, organisation: Organisation, **more: Any) -> None:
        super().__init__(*told, **more)
        scales = organisation.level_scales.filter(ended_at=None)
        self.fields["scale"].queryset = scales  # type: ignore[attr-defined]
        if not scales:
            del self.fields["scale"]

    @staticmethod
    def initial_of(skill: OwnSkill) -> dict[str, Any]:
        """What the form begins with when a skill is worded differently."""
        return {
            "label": skill.label,
            "description": skill.description,
            "alternatives": "\n".join(skill.alternatives),
            "scale": skill.scale_id,
        }

    def words(self) -> SkillWords:
        """What was typed."""
        told = self.cleaned_data
        others = [line.strip() for line in told["alternatives"].splitlines()]
        return SkillWords(
            told["label"],
            told["description"],
            tuple(filter(None, others)),
            told.get("scale"),
        )


class MappingForm(forms.Form):
    """Which published skill, and how it stands to the own one."""

    target = forms.CharField(max_length=500)
    relation = forms.ChoiceField(choices=SkillMapping.Relation.choices)
    note = forms.CharField(max_length=1000, required=False)
    replaces = forms.UUIDField(required=False)

    def word(self) -> MappingWord:
        """What was said."""
        told = self.cleaned_data
        return MappingWord(told["target"], told["relation"], told["note"])


class ScaleForm(forms.Form):
    """A scale: its name, and a line for each level."""

    name = forms.CharField(label=_("Name of the scale"), max_length=200)

    def __init__(self, *told: Any, **more: Any) -> None:
        super().__init__(*told, **more)
        levels = [("", "-"), *((level, str(level)) for level in range(1, 9))]
        for number in _ROWS:
            self.fields[f"step_{number}"] = forms.CharField(max_length=200, required=False)
            self.fields[f"eqf_{number}"] = forms.TypedChoiceField(
                choices=levels, coerce=int, empty_value=None, required=False
            )

    @property
    def rows(self) -> Sequence[tuple[int, forms.BoundField, forms.BoundField]]:
        """The lines of the form: number, name, EQF level."""
        return [(number, self[f"step_{number}"], self[f"eqf_{number}"]) for number in _ROWS]

    def steps(self) -> list[Step]:
        """The lines that say something; one without a level of the EQF has none that exists."""
        told = self.cleaned_data
        pairs = [(told.get(f"step_{n}") or "", told.get(f"eqf_{n}")) for n in _ROWS]
        return [Step(name, eqf or 0) for name, eqf in pairs if name or eqf]
