"""Partners: another organisation that works in one cohort, its group, and the sheets it prints."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from testamur_web.learning.models.cohorts import Cohort, Decision, Enrolment
from testamur_web.people.models import Organisation

__all__ = ["GroupPlace", "Partnership", "Sheet", "SheetRow"]

_MAX_NUMBER: Final = 80


class Partnership(models.Model):
    """One organisation let into one cohort of another, both days inclusive, in UTC."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="partnerships")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    first_day = models.DateField()
    last_day = models.DateField()
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-agreed_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("cohort", "partner"),
                condition=Q(withdrawn_at=None),
                name="one_partnership_in_a_cohort",
            ),
        )

    def __str__(self) -> str:
        return f"{self.partner} in {self.cohort}"


class GroupPlace(models.Model):
    """That somebody in a cohort is of a partner's group."""

    enrolment = models.OneToOneField(
        Enrolment, on_delete=models.CASCADE, primary_key=True, related_name="group_place"
    )
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="places")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.enrolment} by {self.partnership.partner}"


class Sheet(models.Model):
    """One printed sheet; its code stands on it and is typed when it comes back."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="sheets")
    code = models.CharField(max_length=12, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.code


class SheetRow(models.Model):
    """One line of a sheet: who was printed there, what was written, what came of it.

    A line that was added by hand has no enrolment as long as its number is unknown.
    `digests` are those of the evidence that lay there when it was printed. `number`, `found`
    and `grade` are what was typed from the paper; they stay as typed until the row is settled.
    A row that is settled without a decision was left as it was.
    """

    class State(models.TextChoices):
        PRINTED = "printed", _("Printed")
        ENTERED = "entered", _("Waiting for an assessor")
        CONFLICT = "conflict", _("Conflict")
        SETTLED = "settled", _("Decided")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="sheet_rows"
    )
    digests = models.JSONField(default=list)
    number = models.CharField(max_length=_MAX_NUMBER, blank=True)
    found = models.JSONField(default=dict)
    grade = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PRINTED)
    problem = models.CharField(max_length=60, blank=True)
    detail = models.TextField(blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entered_at = models.DateTimeField(null=True, blank=True)
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, blank=True, related_name="sheet_row"
    )

    class Meta:
        ordering = ("row",)
        constraints = (
            models.UniqueConstraint(fields=("sheet", "row"), name="a_row_of_a_sheet_is_one"),
        )

    def __str__(self) -> str:
        return f"{self.sheet} row {self.row}"
