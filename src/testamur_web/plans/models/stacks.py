"""How far people are toward wholes, and what became of it."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from testamur_web.awards.models import Award
from testamur_web.catalogue.models import Achievement

__all__ = ["StackCase"]


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
