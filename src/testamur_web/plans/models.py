"""Goals, what people say of themselves, plans they keep, and wholes they are on the way to."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from testamur_web.awards.models import Award
from testamur_web.catalogue.models import Achievement

__all__ = ["Goal", "KeptPlan", "PlanLetters", "StackCase", "StatedFacts"]

MAX_LABEL: Final = 500


class Goal(models.Model):
    """A goal of one person: its needs as `testamur.pathways.goal` reads them.

    `self_assessed` holds what they say of themselves: skill to level, None where they state none.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="goals"
    )
    label = models.CharField(max_length=MAX_LABEL)
    content = models.JSONField()
    self_assessed = models.JSONField(default=dict, blank=True)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-set_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(ended_at=None), name="a_person_has_one_goal_at_once"
            ),
        )

    def __str__(self) -> str:
        return self.label


class KeptPlan(models.Model):
    """A plan that somebody decided on: what they asked for, and the answer as it was then.

    `asked` and `answer` are as `records.py` writes them. `inputs` is the digest of what it was last
    reckoned from; `news` says what is different since, in words, and `declined` is the plan that
    they were offered instead and did not want.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="kept_plans")
    asked = models.JSONField()
    answer = models.JSONField()
    earned = models.JSONField(default=list)
    inputs = models.CharField(max_length=64)
    declined = models.CharField(max_length=64, blank=True)
    news = models.JSONField(default=list)
    kept_at = models.DateTimeField()
    checked_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-kept_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("goal",),
                condition=Q(ended_at=None),
                name="a_goal_has_one_kept_plan_at_once",
            ),
        )

    def __str__(self) -> str:
        return f"plan for {self.goal}"


class PlanLetters(models.Model):
    """Whether somebody wants letters when their plan changes, and when the last one was sent."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="plan_letters",
    )
    is_wanted = models.BooleanField(default=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"letters about plans to {self.person}"


class StackCase(models.Model):
    """One person on the way to one whole: whether they follow it, and how far they are.

    `progress` and `left` count all that they hold; `own_progress` and `own_left` only what the
    organisation of the whole awarded itself, which is all it may know of somebody who does not
    follow it. `waits_for` says who has to do something where the state is `WAITING`.
    """

    class State(models.TextChoices):
        OPEN = "open", _("In progress")
        WAITING = "waiting", _("Complete, waits for a yes")
        AWARDED = "awarded", _("Awarded")
        REOPENED = "reopened", _("Reopened")
        REFUSED = "refused", _("Refused")

    class WaitsFor(models.TextChoices):
        LEARNER = "learner", _("the learner")
        REGISTRAR = "registrar", _("the registrar")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stack_cases"
    )
    achievement = models.ForeignKey(
        Achievement, on_delete=models.CASCADE, related_name="stack_cases"
    )
    followed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    waits_for = models.CharField(max_length=12, choices=WaitsFor.choices, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, null=True, blank=True, related_name="stack_cases"
    )
    counted_at = models.DateTimeField(null=True, blank=True)
    progress = models.FloatField(default=0)
    left = models.JSONField(default=list, blank=True)
    own_parts = models.PositiveIntegerField(default=0)
    own_progress = models.FloatField(default=0)
    own_left = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("achievement", "person")
        indexes = (models.Index(fields=("achievement", "state"), name="stack_cases_by_state"),)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "achievement"), name="a_person_has_one_case_of_a_stack"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} toward {self.achievement}"

    @property
    def is_followed(self) -> bool:
        """Whether the learner chose to follow it, and still does."""
        return self.followed_at is not None and self.left_at is None

    @property
    def percent(self) -> int:
        """How much of it is there, in whole percent; 100 only where all is."""
        return int(100 * self.progress)


class StatedFacts(models.Model):
    """Facts about a person that fundings ask for, as `catalogue.facts` reads them.

    They are personal data: the person alone sees them, and deleting them leaves nothing.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="stated_facts",
    )
    content = models.JSONField()
    stated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"facts about {self.person_id}"
