"""Skill needs: what employers ask issuers for in public, and the definitions that answer."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.models import Achievement
from testamur_web.catalogue.vocabulary import Mode
from testamur_web.people.models import Organisation

__all__ = ["MAX_PLACE", "MAX_TITLE", "MAX_WORDS", "NeedAnswer", "NeededSkill", "SkillNeed"]

MAX_TITLE = 200
MAX_PLACE = 120
MAX_WORDS = 4_000


class SkillNeed(models.Model):
    """Skills that an employer looks for a micro-credential in; never changed once published.

    `content` is a job profile. Answers are taken until the end of `ends_on`; `answered_by` is the
    one that it was closed with.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Answered")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="skill_needs"
    )
    title = models.CharField(max_length=MAX_TITLE)
    words = models.TextField(blank=True)
    content = models.JSONField()
    people = models.PositiveIntegerField()
    needed_by = models.DateField(null=True, blank=True)
    region = models.CharField(max_length=MAX_PLACE, blank=True)
    mode = models.CharField(max_length=20, choices=Mode.choices, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    published_at = models.DateTimeField()
    ends_on = models.DateField(db_index=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.OneToOneField(
        "NeedAnswer", on_delete=models.SET_NULL, null=True, blank=True, related_name="closed"
    )

    class Meta:
        ordering = ("-published_at", "pk")

    def __str__(self) -> str:
        return self.title

    def state_at(self, at: datetime) -> SkillNeed.State:
        """What became of it."""
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN
        if self.answered_at is not None:
            return self.State.ANSWERED
        return self.State.EXPIRED if at.date() > self.ends_on else self.State.OPEN


class NeededSkill(models.Model):
    """A skill that a need asks for, so that needs are found by it."""

    need = models.ForeignKey(SkillNeed, on_delete=models.CASCADE, related_name="skills")
    uri = models.CharField(max_length=500, db_index=True)
    name = models.CharField(max_length=500)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("need", "uri"), name="a_need_asks_for_a_skill_once"),
        )

    def __str__(self) -> str:
        return self.name


class NeedAnswer(models.Model):
    """A definition with which an issuer answers: one that is published, or a draft on its way."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    need = models.ForeignKey(SkillNeed, on_delete=models.CASCADE, related_name="answers")
    achievement = models.ForeignKey(
        Achievement, on_delete=models.CASCADE, related_name="need_answers"
    )
    words = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("answered_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("need", "achievement"),
                condition=models.Q(taken_back_at__isnull=True),
                name="a_definition_answers_a_need_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.achievement} for {self.need}"
