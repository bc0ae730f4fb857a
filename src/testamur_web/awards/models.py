"""Issuer keys, status lists, batches and awards.

The signed text is the truth: `Award.credential` is kept byte for byte, the columns beside it are
for finding it. One row per revocation: a list is built from rows, never read and written back.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.models import Version
from testamur_web.learning.models import Enrolment
from testamur_web.people.models import Organisation

__all__ = [
    "Award",
    "Batch",
    "BatchRow",
    "IssuerKey",
    "StatusChange",
    "StatusList",
    "StatusPlace",
]

MAX_NAME: Final = 200


class IssuerKey(models.Model):
    """A key of an organisation, or of the instance itself, which has none.

    Its secret is encrypted with the key of the instance.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="keys"
    )
    kind = models.CharField(max_length=12)
    multikey = models.CharField(max_length=200, unique=True)
    secret = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)
    compromised_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "kind"),
                condition=Q(retired_at=None),
                name="one_key_in_use_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=("kind",),
                condition=Q(retired_at=None, organisation=None),
                name="one_key_in_use_of_the_instance",
            ),
        )

    def __str__(self) -> str:
        return self.multikey


class StatusList(models.Model):
    """One published list of one purpose; its entries are dealt out in a secret order.

    `issuer` signs it, as it does the credentials whose entries it holds: an organisation that is
    known by its key alone goes on under another identifier, and other lists, when that changes.
    The lists of the instance itself have no organisation.
    """

    class Purpose(models.TextChoices):
        REVOCATION = "revocation", _("Revocation")
        SUSPENSION = "suspension", _("Suspension")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="status_lists"
    )
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    issuer = models.CharField(max_length=1024, default="")
    number = models.PositiveIntegerField()
    size = models.PositiveIntegerField(default=131_072)
    dealt = models.PositiveIntegerField(default=0)
    order_seed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "purpose", "number"), name="lists_are_numbered"
            ),
            models.UniqueConstraint(
                fields=("purpose", "number"),
                condition=Q(organisation=None),
                name="lists_of_the_instance_are_numbered",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.purpose} {self.number}"


class StatusPlace(models.Model):
    """The entry of a revocation list that belongs to a credential which is no award.

    It is set once, and never again unset: how many are set is part of the version of the list.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="places")
    index = models.PositiveIntegerField()
    set_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("status_list", "index"), name="one_credential_for_a_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.status_list}, {self.index}"


class Batch(models.Model):
    """Many awards of one version from one table of people."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        WAITING = "waiting", _("Will start when the undo time is over")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        UNDONE = "undone", _("Undone")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="batches")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="batches")
    name = models.CharField(max_length=MAX_NAME)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    date_form = models.CharField(max_length=12, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    starts_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.name


class Award(models.Model):
    """One credential, from the intention (`credential` is empty) to whatever followed."""

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="awards")
    award_key = models.CharField(max_length=200)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="awards")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.PROTECT, null=True, blank=True, related_name="awards"
    )
    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="awards"
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
    )
    recipient_name = models.CharField(max_length=MAX_NAME)
    recipient_email = models.EmailField(blank=True)
    recipient_number = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)
    awarded_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, null=True, related_name="awards")
    revocation_list = models.ForeignKey(
        StatusList, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revocation_index = models.PositiveIntegerField(null=True)
    suspension_list = models.ForeignKey(
        StatusList, on_delete=models.PROTECT, null=True, related_name="+"
    )
    suspension_index = models.PositiveIntegerField(null=True)
    credential = models.TextField(blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        ordering = ("-awarded_at",)
        indexes = (
            models.Index(fields=("organisation", "-awarded_at"), name="awards_of_organisation"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "award_key"), name="an_award_is_given_once"
            ),
            models.UniqueConstraint(
                fields=("revocation_list", "revocation_index"),
                name="one_award_for_a_revocation_entry",
            ),
            models.UniqueConstraint(
                fields=("suspension_list", "suspension_index"),
                name="one_award_for_a_suspension_entry",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version.title} for {self.recipient_name}"


class StatusChange(models.Model):
    """One revocation, suspension or reinstatement, with its reason; rows are only added."""

    class Verb(models.TextChoices):
        REVOKE = "revoke", _("Revoked")
        SUSPEND = "suspend", _("Suspended")
        REINSTATE = "reinstate", _("Reinstated")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="status_changes")
    verb = models.CharField(max_length=12, choices=Verb.choices)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(
                fields=("award",), condition=Q(verb="revoke"), name="an_award_is_revoked_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb}: {self.award}"


class BatchRow(models.Model):
    """One row of the table, as it was given, as it is read, and what became of it."""

    class State(models.TextChoices):
        READY = "ready", _("Ready")
        WRONG = "wrong", _("Needs repair")
        DUPLICATE = "duplicate", _("Already awarded")
        SKIPPED = "skipped", _("Left out")
        ISSUED = "issued", _("Issued")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.READY)
    problems = models.JSONField(default=list)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("batch", "state"), name="batch_rows_by_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=("batch", "number"), name="rows_of_a_batch_are_numbered"
            ),
        )

    def __str__(self) -> str:
        return f"{self.batch} row {self.number}"
