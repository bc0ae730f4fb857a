"""Qualifications of organisations, and how somebody stands toward them.

Rows of mappings and decisions are only added: a mapping ends and another takes its place, a
decision is followed by another.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from testamur.pathways.held import ECTS
from testamur_web.awards.models import Award
from testamur_web.catalogue.models import Achievement
from testamur_web.people.models import Organisation
from testamur_web.wallet.models import Item

__all__ = [
    "MAX_TITLE",
    "Application",
    "Evidence",
    "ExemptionDecision",
    "Following",
    "Qualification",
    "QualificationUnit",
    "UnitMapping",
]

MAX_TITLE: Final = 200


class Qualification(models.Model):
    """A degree or vocational qualification of an organisation; read by all once it is published."""

    class Kind(models.TextChoices):
        DEGREE = "degree", _("Degree")
        VOCATIONAL = "vocational", _("Vocational qualification")
        PROFESSIONAL = "professional", _("Professional qualification")
        DIPLOMA = "diploma", _("Diploma or certificate of study")
        SCHOOL = "school", _("School leaving qualification")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="qualifications"
    )
    title = models.CharField(max_length=MAX_TITLE)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    eqf_level = models.PositiveSmallIntegerField(null=True, blank=True)
    total_credits = models.DecimalField(max_digits=6, decimal_places=2)
    scheme = models.CharField(max_length=40, default=ECTS)
    language = models.CharField(max_length=12, default="en")
    description = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title


class QualificationUnit(models.Model):
    """A part of a qualification: so many credits at a level, mandatory or one of several."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    qualification = models.ForeignKey(Qualification, on_delete=models.CASCADE, related_name="units")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=MAX_TITLE)
    credits = models.DecimalField(max_digits=6, decimal_places=2)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    is_mandatory = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")
        constraints = (
            models.UniqueConstraint(
                fields=("qualification", "code"), name="a_code_names_one_unit_of_a_qualification"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class UnitMapping(models.Model):
    """An achievement that counts toward a unit: one of this instance, or by its address.

    It holds for what was awarded on the days from `begins_on` to `ends_on`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    unit = models.ForeignKey(QualificationUnit, on_delete=models.PROTECT, related_name="mappings")
    achievement = models.ForeignKey(
        Achievement, on_delete=models.PROTECT, null=True, blank=True, related_name="unit_mappings"
    )
    address = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=MAX_TITLE)
    credits = models.DecimalField(max_digits=6, decimal_places=2)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("title", "made_at")
        constraints = (
            models.CheckConstraint(
                condition=Q(achievement=None) ^ Q(address=""),
                name="a_mapping_names_one_achievement",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}: {self.credits}"


class Following(models.Model):
    """Somebody who works toward a qualification, and lets its organisation see how far they are."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    qualification = models.ForeignKey(
        Qualification, on_delete=models.CASCADE, related_name="followings"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings"
    )
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-began_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("qualification", "person"),
                condition=Q(ended_at=None),
                name="a_qualification_is_followed_once_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} toward {self.qualification}"


class Application(models.Model):
    """Somebody asks to be exempt from a unit; `state` is what its newest decision says."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a decision")
        GRANTED = "granted", _("Granted")
        PARTLY = "partly", _("Granted in part")
        REFUSED = "refused", _("Refused")
        TAKEN_BACK = "taken-back", _("Taken back")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    unit = models.ForeignKey(
        QualificationUnit, on_delete=models.PROTECT, related_name="applications"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="applications"
    )
    note = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    applied_at = models.DateTimeField()

    class Meta:
        ordering = ("-applied_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "person"),
                condition=Q(state="waiting"),
                name="one_application_waits_for_a_unit",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.unit}"


class Evidence(models.Model):
    """A credential that an application names, kept as it was: whoever removes it changes nothing.

    `achievement` is the address of what it awards, "" where that could not be read.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="evidence")
    item = models.ForeignKey(
        Item, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    credential = models.TextField()
    digest = models.CharField(max_length=80)
    achievement = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=MAX_TITLE)
    issuer_name = models.CharField(max_length=MAX_TITLE)
    awarded_at = models.DateTimeField()

    class Meta:
        ordering = ("title",)
        constraints = (
            models.UniqueConstraint(
                fields=("application", "digest"), name="an_application_names_a_credential_once"
            ),
        )

    def __str__(self) -> str:
        return self.title


class ExemptionDecision(models.Model):
    """What was decided about an application; rows are only added, and the newest counts.

    `statement` is what whoever decided said of their having no interest in it.
    """

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Granted")
        PARTLY = "partly", _("Granted in part")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    credits = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    reason = models.TextField()
    statement = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=("application", "number"), name="decisions_of_an_application_are_numbered"
            ),
        )

    def __str__(self) -> str:
        return f"{self.application}: {self.outcome}"
