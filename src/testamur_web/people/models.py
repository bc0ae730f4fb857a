"""Persons, their identifiers, organisations, memberships, invitations and access tokens.

A person is no e-mail address: they may have none, or several, and each can die. Whatever
identifies them is a row of its own.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

__all__ = [
    "AccessToken",
    "Identifier",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "Person",
    "Role",
]

MAX_NAME: Final = 200


class OrganisationKind(models.TextChoices):
    """What an organisation is in this field; it may be several of these."""

    UNIVERSITY = "university", _("University")
    COMPANY = "company", _("Company")
    INDUSTRY_BODY = "industry-body", _("Industry body")
    COMMUNITY = "community", _("Community organisation")
    QUALITY_BODY = "quality-body", _("Quality body")
    EMPLOYER = "employer", _("Employer")


class Role(models.TextChoices):
    """What a member may do: `admin` everything, the others what their name says.

    An employee belongs here and does no work on awards: they read what every member reads.
    """

    DESIGNER = "designer", _("Designer")
    ASSESSOR = "assessor", _("Assessor")
    REGISTRAR = "registrar", _("Registrar")
    MANAGER = "manager", _("Manager")
    ADMIN = "admin", _("Administrator")
    EMPLOYEE = "employee", _("Employee")


class People(BaseUserManager["Person"]):
    """Makes persons."""

    def create_user(self, username: str, *, password: str | None = None, **more: Any) -> Person:
        """A person who signs in by `username`; without a password, by other means only."""
        person = self.model(username=username, **more)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, username: str, **more: Any) -> Person:
        """An operator of the instance."""
        return self.create_user(username, is_staff=True, is_superuser=True, **more)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody: learner, staff, recruiter, operator, or all of these."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(_("user name"), max_length=150, unique=True)
    name = models.CharField(_("name"), max_length=MAX_NAME)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.username


class Identifier(models.Model):
    """What identifies a person: an e-mail address, a DID, a number given by an organisation."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail address")
        DID = "did", _("Decentralised identifier")
        STUDENT_NUMBER = "student-number", _("Student or staff number")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    value = models.CharField(max_length=320)
    given_by = models.ForeignKey("Organisation", on_delete=models.CASCADE, null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "kind",
                Lower("value"),
                condition=Q(verified_at__isnull=False, ended_at=None, given_by=None),
                name="one_person_for_a_verified_identifier",
            ),
            models.UniqueConstraint(
                "given_by",
                "kind",
                Lower("value"),
                condition=Q(ended_at=None, given_by__isnull=False),
                name="one_person_for_a_number_of_an_organisation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.value}"


class Organisation(models.Model):
    """A tenant: everything that is not a person's own belongs to one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.CharField(
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Small letters, digits, hyphens"))
        ],
    )
    name = models.CharField(max_length=MAX_NAME)
    kinds = models.JSONField(default=list)
    description = models.TextField(blank=True)
    url = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    linkedin_id = models.CharField(max_length=20, blank=True)
    colour = models.CharField(max_length=7, default="#1f4e79")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One role of one person in one organisation."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "person", "role"), name="one_row_for_a_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} is {self.role} of {self.organisation}"


class Invitation(models.Model):
    """An offer of roles to whoever holds its token, of which only the hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField()
    roles = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.email} to {self.organisation}"


class AccessToken(models.Model):
    """A key to the HTTP API, for one person in one organisation; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="access_tokens")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="access_tokens"
    )
    name = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
