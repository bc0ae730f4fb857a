"""The forms of the editor: one for each step, and one for each row of outcomes, parts, criteria.

A form is shown from a draft and read from a request; `DraftForm` says how. A field named
`price__amount` is the member `amount` of the member `price`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.vocabulary import (
    CURRENCIES,
    LANGUAGES,
    AssessmentMethod,
    Beginning,
    ComponentKind,
    Giving,
    Grading,
    IdentityCheck,
    ImageKind,
    Kind,
    Mode,
    OutcomeLevel,
    Pace,
    QualityKind,
    Stackability,
    Supervision,
)
from testamur_web.ui.issuer.editor.designer import SHAPE_WORDS, SIGN_WORDS, ColourInput
from testamur_web.ui.issuer.editor.fields import (
    Amount,
    Choice,
    DraftField,
    Flag,
    Line,
    Listed,
    Many,
    Prose,
    Tick,
    Whole,
)

__all__ = [
    "AssessmentForm",
    "BasicsForm",
    "ComponentForm",
    "CriterionForm",
    "DraftForm",
    "ImageForm",
    "OutcomeForm",
    "OutcomesForm",
    "PartsForm",
    "PracticalForm",
    "ReviewForm",
    "WorkForm",
]


class DraftForm(forms.Form):
    """A form whose values are those of a draft, whatever they are; its errors come from outside."""

    use_required_attribute = False

    @classmethod
    def of(cls, values: Mapping[str, Any], *, prefix: str | None = None) -> DraftForm:
        """The form that shows `values`, members of a draft."""
        form = cls(data={}, prefix=prefix)
        shown = {
            name: field.shown(_at(values, name)) for name, field in form.draft_fields().items()
        }
        for name, value in shown.items():
            _offer(form.fields[name].widget, value)
        form.data = {form.add_prefix(name): value for name, value in shown.items()}
        return form

    def full_clean(self) -> None:
        """Judge nothing: a draft may hold anything."""
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def draft_fields(self) -> dict[str, DraftField]:
        """The fields of the draft; others, such as a file, are read by the view."""
        return {name: field for name, field in self.fields.items() if isinstance(field, DraftField)}

    def typed(self) -> dict[str, Any]:
        """The members of a draft as they were typed; each known member is there, maybe empty."""
        read: dict[str, Any] = {}
        for name, field in self.draft_fields().items():
            typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            _put(read, name.split("__"), field.kept(typed))
        return read

    def require(self, names: Iterable[str]) -> None:
        """Mark the fields of these members as those that must be stated."""
        wanted = set(names)
        for name, field in self.fields.items():
            member, _nested, part = name.partition("__")
            field.required = member in wanted and part in {"", "kind"}

    def tell(self, pointer: str, sentence: str) -> bool:
        """Show a problem at the field it is about; False where the form has no such field."""
        name = "__".join(pointer.strip("/").split("/"))
        while name and name not in self.fields:
            name = name.rpartition("__")[0]
        if name:
            self.add_error(name, sentence)
        return bool(name)


def _offer(widget: forms.Widget, value: Any) -> None:
    """A value that is not among the choices is one of them, so that saving keeps it."""
    if isinstance(widget, forms.Select) and value not in {each for each, _label in widget.choices}:
        widget.choices = [*widget.choices, (value, value)]


def _at(values: Any, name: str) -> Any:
    for member in name.split("__"):
        values = values.get(member) if isinstance(values, Mapping) else None
    return values


def _put(read: dict[str, Any], path: list[str], kept: Any) -> None:
    """Put a value where it belongs; an empty part is left out, an empty member is told."""
    *way, last = path
    for member in way:
        read = read.setdefault(member, {})
    if not way or kept not in ("", []):
        read[last] = kept


class BasicsForm(DraftForm):
    """What it is called and what sort of thing it is."""

    title = Line(_("Title"), _("As a learner would say it, without codes or abbreviations."))
    summary = Line(_("In one sentence"), _("What it is and for whom. Shown in lists and searches."))
    kind = Choice(_("Kind"), Kind.choices, _("Each kind asks for fields of its own."))
    language = Choice(_("Language"), LANGUAGES, _("In which it is taught and assessed."))
    description = Prose(
        _("Description"), _("What a learner will do, and why it is worth it."), rows=7
    )
    tags = Listed(_("Tags"), _("Words people may search for, with commas between them."))
    qualification = Line(
        _("Part of the qualification"), _("Where it is a unit of one, the name of it.")
    )
    unit_code = Line(_("Code of the unit"), css="field-short")


class OutcomesForm(DraftForm):
    """The level of the whole."""

    eqf_level = Choice(
        _("EQF level"),
        [(str(level), str(level)) for level in range(1, 9)],
        _("European Qualifications Framework: 4 is upper secondary, 6 a bachelor's degree."),
        css="field-short",
    )
    local_level = Line(
        _("Level in your own framework"),
        _("Such as “NQF level 5” or “CEFR B2”."),
        css="field-short",
    )


class OutcomeForm(DraftForm):
    """One outcome."""

    verb = Line(_("Verb"), offers="verbs", css="field-short")
    skill = Line(_("Skill"), offers="skills")
    level = Choice(_("Level"), OutcomeLevel.choices)
    skill_uri = Line(
        _("Address of the skill"),
        _("Its URI in a published framework, such as http://data.europa.eu/esco/skill/…"),
    )
    framework = Line(_("Framework"), _("Such as ESCO or O*NET."), css="field-short")


class WorkForm(DraftForm):
    """How much work it is."""

    hours = Whole(
        _("Workload in hours"), _("All of it: taught, practised, assessed, on one's own.")
    )
    ects = Amount(_("ECTS credits"), _("One credit is 25 to 30 hours."))
    other_credits__amount = Amount(_("Other credits"))
    other_credits__system = Line(
        _("Credit system"), _("What the other credits are called."), css="field-short"
    )


class ComponentForm(DraftForm):
    """One part of the work."""

    kind = Choice(_("Sort"), ComponentKind.choices)
    title = Line(_("What it is"))
    hours = Whole(_("Hours"))
    weight = Whole(_("Weight %"))


class AssessmentForm(DraftForm):
    """How it is found out, by whom, and what stands behind it."""

    assessment_method = Many(_("How it is assessed"), AssessmentMethod.choices)
    assessment_description = Prose(
        _("In words"), _("What a learner hands in or does, and how it is judged."), rows=3
    )
    supervision = Choice(_("Supervision"), Supervision.choices)
    identity_check = Choice(
        _("Identity check"), IdentityCheck.choices, _("How you know who was assessed.")
    )
    grades__kind = Choice(_("Grades"), Grading.choices, empty=_("Passed or not, no grades"))
    grades__values = Listed(
        _("Grades from low to high"), _("For a scale of your own: pass, merit, distinction")
    )
    grades__passing = Line(_("Lowest grade that passes"), css="field-short")
    quality_statement__kind = Choice(_("Quality assurance"), QualityKind.choices)
    quality_statement__statement = Line(_("What is done"), _("Such as “reviewed each year”."))
    quality_statement__assured_by = Line(_("By whom"))
    quality_statement__url = Line(_("Where to read of it"), _("An address: https://…"))


class CriterionForm(DraftForm):
    """One criterion."""

    id = DraftField("", widget=forms.HiddenInput())
    text = Line(_("Criterion"))
    is_mandatory = Flag(_("Mandatory: without it there is no award"))


class PracticalForm(DraftForm):
    """What one needs to know to take part."""

    mode = Choice(_("How one takes part"), Mode.choices)
    place = Line(_("Place"), _("Where it is not only online: town and site."))
    pace = Choice(_("Pace"), Pace.choices)
    price__amount = Amount(_("Price"), _("0 if it is free."))
    price__currency = Choice(
        _("Currency"), [(code, code) for code in CURRENCIES], css="field-short"
    )
    beginning = Choice(_("When it begins"), Beginning.choices)
    starts = Listed(_("Dates it begins"), _("Such as 2027-01-11, with commas between them."))
    weeks_at_most = Whole(_("To be finished in weeks"), _("Leave it out if there is no end."))
    prerequisites = Prose(_("Prerequisites"), _("What one needs to take part, or “none”."), rows=3)
    valid_months = Whole(_("Valid for, in months"), _("Leave it out if it never ends."))
    stackability = Choice(_("Stacking"), Stackability.choices)
    further_information = Prose(_("Further information"), rows=3)


class PartsForm(DraftForm):
    """How the parts of a whole are counted, and how the whole is given."""

    stack__counts_twice = Tick(_("One credential may count in several places"))
    stack__gives = Choice(
        _("When the last part is earned, the whole is given"),
        Giving.choices,
        empty=_("Not stated: at once"),
    )


class ImageForm(DraftForm):
    """The picture: drawn or uploaded."""

    image__kind = Choice(_("Picture"), ImageKind.choices, empty=_("Drawn here"))
    upload = forms.FileField(
        label=_("Upload your own"),
        help_text=_("A square PNG of 200 to 2048 pixels a side, or an SVG; at most 512 kB."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/svg+xml"}),
    )
    image__design__shape = Choice(_("Shape"), SHAPE_WORDS.items())
    image__design__icon = Choice(_("Sign"), SIGN_WORDS.items())
    image__design__colour = DraftField(_("Colour"), widget=ColourInput())
    image__design__text = Line(_("Text"), _("Instead of the title; short is readable."))
    image__alt = Line(_("Alternative text"), _("What it shows, for people who cannot see it."))
    image__digest = DraftField("", widget=forms.HiddenInput())


class ReviewForm(forms.Form):
    """Why the next version is published, and whether it only corrects wording."""

    note = forms.CharField(
        label=_("What changed, and why"),
        help_text=_("Holders of earlier versions read this."),
        max_length=500,
        required=False,
    )
    as_correction = forms.BooleanField(
        label=_("This only corrects wording"),
        help_text=_("What is certified stays the same: a typo, a clearer sentence."),
        required=False,
    )
