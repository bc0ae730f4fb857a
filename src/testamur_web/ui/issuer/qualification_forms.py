"""The forms of qualifications: what they are, their units, and what is mapped to a unit."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur.pathways.held import ECTS
from testamur_web.catalogue.vocabulary import LANGUAGES
from testamur_web.plans.mappings import Elsewhere, MappingTerms
from testamur_web.plans.models import Qualification, QualificationUnit, UnitMapping
from testamur_web.plans.qualifications import Terms, UnitTerms
from testamur_web.ui.issuer.award_forms import DateInput

__all__ = ["ElsewhereForm", "EndForm", "MappingForm", "QualificationForm", "UnitForm"]

_LEVELS: Final = [("", _("Not stated")), *((str(level), str(level)) for level in range(1, 9))]
_MOST_CREDITS: Final = 9_999


def _credits(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=_MOST_CREDITS,
        max_digits=6,
        decimal_places=2,
        help_text=help_text,
    )


def _level(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=_LEVELS,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=help_text,
    )


def _prose(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=help_text,
    )


class QualificationForm(forms.Form):
    """What a qualification is, and how many credits it has."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of award"), choices=Qualification.Kind.choices)
    eqf_level = _level(_("Level"), _("European Qualifications Framework: 6 is a bachelor's."))
    total_credits = _credits(_("Credits in all"))
    scheme = forms.CharField(
        label=_("Which credits"),
        max_length=40,
        initial=ECTS,
        help_text=_("ECTS, or the name of another scheme."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="en")
    description = _prose(_("Description"), _("Whom it is for and where it leads."))

    def terms(self) -> Terms:
        """What was typed."""
        return Terms(**self.cleaned_data)

    @staticmethod
    def initial_of(qualification: Qualification) -> dict[str, Any]:
        """What the form shows of a qualification."""
        return {name: getattr(qualification, name) for name in QualificationForm.base_fields}


class UnitForm(forms.Form):
    """What a unit is, and where it stands."""

    code = forms.CharField(label=_("Code"), max_length=40)
    title = forms.CharField(label=_("Title"), max_length=200)
    credits = _credits(_("Credits"))
    level = _level(_("Level"))
    is_mandatory = forms.BooleanField(
        label=_("Mandatory"),
        required=False,
        initial=True,
        help_text=_("Electives count up to what the mandatory units leave of the total."),
    )
    position = forms.IntegerField(
        label=_("Place in the order"),
        required=False,
        min_value=1,
        max_value=1_000,
        help_text=_("Empty: at the end."),
    )

    def terms(self) -> UnitTerms:
        """What was typed."""
        said = self.cleaned_data
        return UnitTerms(**said | {"position": said["position"] or 0})

    @staticmethod
    def initial_of(unit: QualificationUnit) -> dict[str, Any]:
        """What the form shows of a unit."""
        return {name: getattr(unit, name) for name in UnitForm.base_fields}


class MappingForm(forms.Form):
    """For how much an achievement counts, and for what was awarded on which days."""

    credits = _credits(_("Credits toward the unit"))
    level = _level(
        _("At level"), _("A credential that states a lower one does not count toward the unit.")
    )
    note = _prose(_("Note"), _("What the recognition rests on. Everybody reads it."))
    begins_on = forms.DateField(
        label=_("For what is awarded from"),
        required=False,
        widget=DateInput(),
        help_text=_("Empty: whenever it was awarded."),
    )
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DateInput(),
        help_text=_("Empty: until you end it. What was earned before goes on to count."),
    )

    def terms(self) -> MappingTerms:
        """What was typed."""
        said = self.cleaned_data
        return MappingTerms(**{name: said[name] for name in MappingForm.base_fields})

    @staticmethod
    def initial_of(mapping: UnitMapping) -> dict[str, Any]:
        """What the form shows of a mapping that is to be replaced: the days are new."""
        return {name: getattr(mapping, name) for name in ("credits", "level", "note")}


class ElsewhereForm(MappingForm):
    """The same for what another system defines."""

    address = forms.CharField(
        label=_("Address of the achievement"),
        max_length=500,
        help_text=_("The id that its credentials state for the achievement."),
    )
    title = forms.CharField(label=_("What it is called"), max_length=200)
    field_order = ("title", "address", "credits", "level", "note", "begins_on", "ends_on")

    def achievement(self) -> Elsewhere:
        """What is named."""
        return Elsewhere(self.cleaned_data["address"], self.cleaned_data["title"])


class EndForm(forms.Form):
    """The last day of a mapping."""

    on = forms.DateField(
        label=_("Last day on which an award counts"),
        required=False,
        widget=DateInput(),
        help_text=_("Empty: today."),
    )
