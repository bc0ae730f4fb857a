"""The forms of accounts and organisations: which fields, with which words; services judge them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from testamur_web.people.models import MAX_NAME, Identifier, Organisation, OrganisationKind, Role

__all__ = [
    "AddressForm",
    "EditOrganisationForm",
    "IdentifierForm",
    "InviteForm",
    "NumberForm",
    "OrganisationForm",
    "PersonForm",
    "RebindForm",
    "RolesForm",
    "TokenForm",
    "TrailForm",
]

_DAYS = [
    ("30", _("In 30 days")),
    ("90", _("In 90 days")),
    ("365", _("In a year")),
    ("", _("Never")),
]


class PersonForm(forms.Form):
    """What an account says of its person."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=MAX_NAME,
        help_text=_("What you earn from now on carries it; what you earned before stays as it is."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class AddressForm(forms.Form):
    """One more e-mail address."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class IdentifierForm(forms.Form):
    """What else identifies a person, as they state it."""

    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (Identifier.Kind.DID.value, Identifier.Kind.DID.label),
            (Identifier.Kind.STUDENT_NUMBER.value, Identifier.Kind.STUDENT_NUMBER.label),
            (Identifier.Kind.OTHER.value, Identifier.Kind.OTHER.label),
        ],
    )
    value = forms.CharField(
        label=_("Identifier"), max_length=320, help_text=_("Such as did:key:z6Mk… or s1234567.")
    )


class OrganisationForm(forms.Form):
    """A new organisation."""

    name = forms.CharField(label=_("Name"), max_length=MAX_NAME)
    slug = forms.CharField(
        label=_("Short name in addresses"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens, such as example-university. It stays."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it is"),
        choices=OrganisationKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("It may be several of these."),
    )


class EditOrganisationForm(forms.Form):
    """What an organisation says of itself."""

    name = forms.CharField(label=_("Name"), max_length=MAX_NAME)
    kinds = forms.MultipleChoiceField(
        label=_("What it is"),
        choices=OrganisationKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A few sentences for the public page."),
    )
    url = forms.CharField(label=_("Website"), max_length=200, required=False, widget=forms.URLInput)
    email = forms.CharField(
        label=_("Public e-mail address"), max_length=254, required=False, widget=forms.EmailInput
    )
    country = forms.CharField(
        label=_("Country"),
        max_length=2,
        required=False,
        help_text=_("Two letters, such as NL or JP."),
    )
    linkedin_id = forms.CharField(
        label=_("LinkedIn number"),
        max_length=20,
        required=False,
        help_text=_(
            "With it, LinkedIn shows your logo beside what people add to their profile: the "
            "number in the address of your company page when you manage it."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    colour = forms.CharField(
        label=_("Colour"),
        max_length=7,
        help_text=_("Stands on badges and certificates that have no colour of their own."),
        widget=forms.TextInput(attrs={"type": "color"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from what was shown: what somebody else changed meanwhile stays."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    @staticmethod
    def shown(organisation: Organisation) -> dict[str, Any]:
        """What the organisation says now."""
        return {field: getattr(organisation, field) for field in EditOrganisationForm.base_fields}


class RolesForm(forms.Form):
    """What a member may do."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("An administrator may do everything."),
    )


class InviteForm(RolesForm):
    """Whom to invite, and as what."""

    email = forms.CharField(label=_("E-mail address"), max_length=254, widget=forms.EmailInput)
    field_order = ("email", "roles")


class NumberForm(forms.Form):
    """A number an organisation gives, and whom it stands for."""

    value = forms.CharField(label=_("Student or staff number"), max_length=80)
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("The user name they sign in with; ask them for it."),
    )


class RebindForm(forms.Form):
    """Whom a number stands for from now on."""

    username = forms.CharField(label=_("User name"), max_length=150)


class TokenForm(forms.Form):
    """A new access token."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("So that you know it again, such as “Enrolment office script”."),
    )
    organisation = forms.ChoiceField(
        label=_("What it may reach"),
        required=False,
        help_text=_("With an organisation it may do what your roles there include."),
    )
    days = forms.ChoiceField(
        label=_("When it ends by itself"), choices=_DAYS, required=False, initial="90"
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_slug = {each.slug: each for each in organisations}
        choices = [("", _("Only what is mine"))]
        self.fields["organisation"] = forms.ChoiceField(
            label=self.fields["organisation"].label,
            help_text=self.fields["organisation"].help_text,
            required=False,
            choices=[*choices, *((slug, each.name) for slug, each in self.of_slug.items())],
        )
        self.order_fields(["name", "organisation", "days"])


class TrailForm(forms.Form):
    """What narrows the audit trail."""

    verb = forms.ChoiceField(label=_("What was done"), required=False)
    actor = forms.CharField(label=_("By whom"), required=False, max_length=200)
    first = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, verbs: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"] = forms.ChoiceField(
            label=_("What was done"),
            required=False,
            choices=[("", _("Anything")), *((verb, verb) for verb in verbs)],
        )
        self.order_fields(["verb", "actor", "first", "last"])
