"""Programmes of a company: a role to reach by a day, who takes part, what helps, what it costs.

Nothing of how far somebody is stands here: it is reckoned when it is looked at, while they agree.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from testamur_web.catalogue.models import Achievement
from testamur_web.employers.models.teams import Team
from testamur_web.learning.models import Cohort
from testamur_web.people.models import Organisation
from testamur_web.plans.models import GoalProposal, RoleProfile

__all__ = ["MAX_WORDS", "Expense", "Nomination", "Participant", "Programme"]

MAX_WORDS: Final = 500
_DIGITS: Final = 12
_PLACES: Final = 2


class Programme(models.Model):
    """A role that people are asked to reach, from a day to a day; `reminders` are days before."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        RUNNING = "running", _("Running")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="programmes"
    )
    title = models.CharField(max_length=200)
    profile = models.ForeignKey(RoleProfile, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    begins = models.DateField()
    ends = models.DateField()
    reminders = models.JSONField(default=list)
    currency = models.CharField(max_length=3, default="EUR")
    budget = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES, null=True, blank=True)
    budget_each = models.DecimalField(
        max_digits=_DIGITS, decimal_places=_PLACES, null=True, blank=True
    )
    offers = models.ManyToManyField(Achievement, blank=True, related_name="+")
    cohorts = models.ManyToManyField(Cohort, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    created_at = models.DateTimeField()
    launched_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """Somebody in a programme, for the team they came with; `proposal` is what they answer."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="programmes"
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposal = models.ForeignKey(
        GoalProposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("programme", "person"), name="once_in_a_programme"),
        )

    def __str__(self) -> str:
        return f"{self.person} in {self.programme}"


class Expense(models.Model):
    """Money that was spent for a programme, for one person of it or for all; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="expenses")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, blank=True, related_name="expenses"
    )
    amount = models.DecimalField(max_digits=_DIGITS, decimal_places=_PLACES)
    note = models.CharField(max_length=200)
    spent_on = models.DateField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("-spent_on", "-entered_at")

    def __str__(self) -> str:
        return f"{self.amount} for {self.programme}"


class Nomination(models.Model):
    """A colleague's good word: for a micro-credential, or for a skill that was used at work.

    Nobody but the two of them sees it until the person it is about agrees.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for an answer")
        SHOWN = "shown", _("Shown")
        DECLINED = "declined", _("Not shown")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="nominations"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="nominations"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="nominations_made"
    )
    achievement = models.ForeignKey(
        Achievement, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    skill = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=MAX_WORDS)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(achievement=None) ^ Q(skill=""), name="about_one_thing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.by} on {self.person}"
