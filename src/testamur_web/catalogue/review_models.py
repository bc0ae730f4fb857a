"""Experts asked to review a draft before it is published, what each said, and how many must agree.

A request is one round: one letter, one answer. `digest` is of the draft as it stood when the expert
answered (`reviews.digest_of`), so that whoever reads the answer knows whether it is about what they
have before them.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from testamur_web.people.asked import Asked
from testamur_web.people.models import Organisation

__all__ = ["Review", "ReviewRequest", "ReviewRule"]

MAX_NAME: Final = 200


class ReviewRequest(Asked):
    """One expert asked to review the draft of an achievement."""

    class Kind(models.TextChoices):
        """On whose behalf an expert speaks."""

        INDUSTRY = "industry", _("Industry expert")
        QUALITY_BODY = "quality-body", _("Quality body")

    achievement = models.ForeignKey(
        "Achievement", on_delete=models.CASCADE, related_name="review_requests"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=MAX_NAME)
    email = models.EmailField()
    organisation_name = models.CharField(max_length=MAX_NAME)

    def __str__(self) -> str:
        return f"{self.name} on {self.achievement_id}"

    @property
    def answer(self) -> Review | None:
        """What the expert said; None while they have said nothing."""
        return getattr(self, "review", None)


class Review(models.Model):
    """What an expert answered, once and for good: no service changes it.

    `checklist` are objects with the `item`, the `answer` and a `comment`; `comments` are objects
    with the `pointer` of a field, its `label` and `seen` words as they were, and the `text`.
    """

    class Verdict(models.TextChoices):
        """What an expert comes to."""

        SIGNED_OFF = "signed-off", _("Signed off")
        CHANGES = "changes", _("Asks for changes")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    request = models.OneToOneField(ReviewRequest, on_delete=models.CASCADE, related_name="review")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    digest = models.CharField(max_length=64)
    signed_name = models.CharField(max_length=MAX_NAME)
    signed_role = models.CharField(max_length=MAX_NAME)
    signed_organisation = models.CharField(max_length=MAX_NAME)
    interest = models.TextField()
    checklist = models.JSONField()
    comments = models.JSONField(default=list, blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ("-answered_at",)

    def __str__(self) -> str:
        return f"{self.signed_name}: {self.verdict}"

    @property
    def is_sign_off(self) -> bool:
        """Whether the expert agrees to what they saw."""
        return self.verdict == self.Verdict.SIGNED_OFF


class ReviewRule(models.Model):
    """So many experts must have signed off before an organisation publishes; no row, none."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="review_rule"
    )
    least = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organisation} publishes with {self.least} sign-offs"
