"""The forms of signing up and in: those of the kept library, in our words."""

from __future__ import annotations

from typing import Any, Final

from allauth.account import forms as kept
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from testamur.errors import Refused
from testamur_web.people.models import MAX_NAME
from testamur_web.people.words import read_name
from testamur_web.ui.refusals import sentence_of

__all__ = [
    "ChangePasswordForm",
    "ChooseNewPasswordForm",
    "ConfirmCodeForm",
    "ReauthenticateForm",
    "RequestCodeForm",
    "ResetPasswordForm",
    "SetPasswordForm",
    "SignInForm",
    "SignUpForm",
]

_LABELS: Final = {
    "login": _("User name or e-mail address"),
    "username": _("User name"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "password1": _("Password"),
    "oldpassword": _("Your password now"),
    "password2": _("The new password again"),
    "remember": _("Stay signed in on this device"),
    "code": _("Code"),
}


class _InOurWords(forms.Form):
    """Our labels; no placeholder says what a label says already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_InOurWords, kept.LoginForm):  # type: ignore[misc]
    """User name or address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignUpForm(_InOurWords, kept.SignupForm):  # type: ignore[misc]
    """A name, a user name and a password; an address only where one is had."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=MAX_NAME,
        help_text=_("As it should stand on what you earn."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "username", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _("Letters a to z, digits, dots and hyphens.")
        self.fields["email"].help_text = _(
            "With one you can sign in by a mailed code, and what is sent to it finds you."
        )

    def clean_name(self) -> str:
        """A name without anything invisible in it."""
        try:
            return read_name(self.cleaned_data["name"])
        except Refused as error:
            raise ValidationError(sentence_of(error.problem)) from error


class RequestCodeForm(_InOurWords, kept.RequestLoginCodeForm):  # type: ignore[misc]
    """Where to send a code that signs in."""


class ConfirmCodeForm(_InOurWords, kept.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that was mailed."""


class ReauthenticateForm(_InOurWords, kept.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""


class ResetPasswordForm(_InOurWords, kept.ResetPasswordForm):  # type: ignore[misc]
    """Where to send a link that sets a new password."""


class ChooseNewPasswordForm(_InOurWords, kept.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, typed twice, for whoever holds the link."""


class ChangePasswordForm(_InOurWords, kept.ChangePasswordForm):  # type: ignore[misc]
    """The password now, and the new one twice."""


class SetPasswordForm(_InOurWords, kept.SetPasswordForm):  # type: ignore[misc]
    """A first password, typed twice."""
