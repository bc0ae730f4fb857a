"""How the kept library (django-allauth) signs people up and in here.

A name is asked for, an address never needed. An address that was proven becomes an identifier; it
is proven for one account only, and no account is ever merged with another for having it too.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from testamur.errors import Conflict, Refused
from testamur_web.ops.visitors import address_of
from testamur_web.people import words
from testamur_web.people.models import Identifier, Person
from testamur_web.people.services.identifiers import add_identifier

__all__ = ["SignIn"]


class SignIn(DefaultAccountAdapter):  # type: ignore[misc]  # the library carries no types
    """The hooks of the library, each with what differs here."""

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002
        """Letters a to z and digits only: nobody looks like somebody else, or like an address."""
        try:
            plain = words.read_username(username)
        except Refused as error:
            raise ValidationError(
                f"{error.problem.meaning.title} {error.problem.meaning.remedy}"
            ) from error
        return str(super().clean_username(plain, shallow=shallow))

    def clean_email(self, email: str) -> str:
        """The one spelling of an address."""
        if not email:
            return email
        try:
            return words.read_email(email)
        except Refused as error:
            raise ValidationError(error.problem.meaning.title) from error

    def save_user(
        self,
        request: HttpRequest,
        user: Person,
        form: BaseForm,
        commit: bool = True,  # noqa: FBT001, FBT002
    ) -> Person:
        """Keep the name with the account."""
        user.name = form.cleaned_data.get("name") or form.cleaned_data["username"]
        saved: Person = super().save_user(request, user, form, commit=commit)
        return saved

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """An address that was proven becomes an identifier in the same transaction."""
        person = email_address.user
        try:
            with transaction.atomic():
                if not super().confirm_email(request, email_address):
                    return False
                add_identifier(
                    person,
                    kind=Identifier.Kind.EMAIL,
                    value=email_address.email,
                    by=person,
                    at=timezone.now(),
                    verified=True,
                )
        except Conflict:
            email_address.verified = False
            return False
        return True

    def get_client_ip(self, request: HttpRequest) -> str:
        """By which address tries are counted, behind trusted proxies too."""
        return address_of(request)

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this instance: `next=` never leads anywhere else."""
        if not url or not url.startswith("/"):
            return False
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def format_email_subject(self, subject: str) -> str:
        """The name of the instance, which its sender address may not tell."""
        return f"{subject} · {settings.INSTANCE_NAME}"

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Mail that says which instance it is from."""
        named = {
            "instance_name": settings.INSTANCE_NAME,
            "instance_url": settings.INSTANCE_URL,
            **context,
        }
        mail: EmailMessage = super().render_mail(template_prefix, email, named, headers=headers)
        return mail
