"""Ladders: the roles of an organisation in the order in which people climb them."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from testamur_web.people.models import Organisation
from testamur_web.plans.models import RoleProfile

__all__ = ["MAX_TITLE", "Ladder", "Rung"]

MAX_TITLE = 200


class Ladder(models.Model):
    """Roles of one organisation, one above the other."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ladders")
    title = models.CharField(max_length=MAX_TITLE)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("title", "created_at")

    def __str__(self) -> str:
        return self.title


class Rung(models.Model):
    """A role on a ladder, as its newest version says it; place 1 is the lowest."""

    ladder = models.ForeignKey(Ladder, on_delete=models.CASCADE, related_name="rungs")
    profile = models.ForeignKey(RoleProfile, on_delete=models.CASCADE, related_name="rungs")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("ladder", "place")
        constraints = (
            models.UniqueConstraint(fields=("ladder", "place"), name="one_rung_at_a_place"),
            models.UniqueConstraint(fields=("ladder", "profile"), name="a_role_once_on_a_ladder"),
        )

    def __str__(self) -> str:
        return f"{self.place}. {self.profile}"
