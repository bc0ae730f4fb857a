"""Roles of organisations, goals proposed to their members, and how they reckon confidence."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from testamur_web.people.models import Organisation
from testamur_web.plans.models.goals import MAX_LABEL, Goal

__all__ = ["GoalProposal", "OrganisationFigures", "ProfileVersion", "RoleProfile"]


class RoleProfile(models.Model):
    """A role of an organisation: what it asks for stands in its versions, the newest last said."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="role_profiles"
    )
    title = models.CharField(max_length=MAX_LABEL)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("title", "created_at")

    def __str__(self) -> str:
        return self.title


class ProfileVersion(models.Model):
    """What a role asks for, as `testamur.pathways.goal` reads it; never changed once proposed."""

    profile = models.ForeignKey(RoleProfile, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("profile", "number"), name="one_version_of_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.profile}, version {self.number}"


class GoalProposal(models.Model):
    """A role profile that a manager proposes to a member as their goal, and what they answered.

    `shares_progress` is the word of the person, theirs to take back: without it nobody sees how
    far they are. `goal` is theirs, made when they accepted.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="goal_proposals"
    )
    version = models.ForeignKey(ProfileVersion, on_delete=models.CASCADE, related_name="proposals")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="goal_proposals"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    note = models.CharField(max_length=MAX_LABEL, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    shares_progress = models.BooleanField(default=False)
    goal = models.OneToOneField(
        Goal, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposal"
    )

    class Meta:
        ordering = ("-proposed_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "person"),
                condition=Q(state="waiting"),
                name="one_proposal_waits_at_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.version} for {self.person}"


class OrganisationFigures(models.Model):
    """The figures of confidence that an organisation changed; all others are the defaults."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, related_name="figures"
    )
    content = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"figures of {self.organisation}"
