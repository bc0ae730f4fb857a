"""What somebody wants to become, as the skills it asks for, and what they say of themselves."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

__all__ = ["Goal", "StatedFacts"]

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
