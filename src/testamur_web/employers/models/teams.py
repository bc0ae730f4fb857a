"""The units of an organisation, and whom its own list of staff names: people who may not be here.

An entry is what the organisation says of somebody. It is no account: `person` is there once the
person themselves accepted the invitation, or was a member before.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from testamur_web.people.models import Invitation, Organisation
from testamur_web.plans.models import RoleProfile

__all__ = ["MAX_TEAM", "StaffEntry", "Team", "TeamPlace"]

MAX_TEAM: Final = 120


class Team(models.Model):
    """A unit of an organisation, under another one or under none."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=MAX_TEAM)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    manager = models.ForeignKey(
        "StaffEntry", on_delete=models.SET_NULL, null=True, blank=True, related_name="manages"
    )
    external_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint("organisation", Lower("name"), name="one_team_of_a_name"),
        )

    def __str__(self) -> str:
        return self.name


class StaffEntry(models.Model):
    """Somebody on the list of staff of an organisation, by the address that it knows them by."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="staff")
    email = models.EmailField()
    name = models.CharField(max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="staff_entries",
    )
    manager = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports"
    )
    job_profile = models.ForeignKey(
        RoleProfile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invitation = models.ForeignKey(
        Invitation, on_delete=models.SET_NULL, null=True, blank=True, related_name="staff_entries"
    )
    external_id = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "email")
        constraints = (
            models.UniqueConstraint(
                "organisation", Lower("email"), name="one_staff_entry_of_an_address"
            ),
            models.UniqueConstraint(
                fields=("organisation", "person"),
                condition=Q(person__isnull=False),
                name="one_staff_entry_of_a_person",
            ),
        )

    def __str__(self) -> str:
        return self.name


class TeamPlace(models.Model):
    """That somebody is in a team."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="places")
    entry = models.ForeignKey(StaffEntry, on_delete=models.CASCADE, related_name="places")
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("team", "entry"), name="once_in_a_team"),)

    def __str__(self) -> str:
        return f"{self.entry} in {self.team}"
