"""Matches that are kept: who was compared with a job, what was decided of them, and by whom.

What is kept of a comparison is its trace, and the points are replayed out of it. Switches and
decisions are rows that are never changed: the newest counts, and all can be read.
"""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from testamur_web.people.models import Organisation
from testamur_web.plans.models import ProfileVersion

__all__ = [
    "MatchContest",
    "MatchDecision",
    "MatchRun",
    "MatchedPerson",
    "OwnTraits",
    "RankingSwitch",
]


class RankingSwitch(models.Model):
    """That ranking was switched on or off: by whom, when and why. Without a row it is off."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="ranking_switches"
    )
    is_on = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{'on' if self.is_on else 'off'} since {self.at:%Y-%m-%d}"


class MatchRun(models.Model):
    """One comparison of people who agreed to it with one version of a job profile.

    `method` is the number of the way that points are given. `agreed` is how many people could be
    compared, 1,000 where they were as many or more; who proves nothing of what is asked for is not
    among its people. Workers compare
    `expected` of them, which is not known before one has begun, and say so in `touched_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="match_runs"
    )
    version = models.ForeignKey(ProfileVersion, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()
    method = models.PositiveSmallIntegerField()
    agreed = models.PositiveIntegerField()
    expected = models.PositiveIntegerField(null=True, blank=True)
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.version} on {self.at:%Y-%m-%d}"


class MatchedPerson(models.Model):
    """Somebody in a run, under a name drawn for it alone; `trace` replays to their points."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="matched"
    )
    alias = models.CharField(max_length=16)
    trace = models.JSONField()

    class Meta:
        ordering = ("alias",)
        constraints = (
            models.UniqueConstraint(fields=("run", "person"), name="ranked_once_in_a_run"),
            models.UniqueConstraint(fields=("run", "alias"), name="one_alias_in_a_run"),
        )

    def __str__(self) -> str:
        return self.alias


class MatchDecision(models.Model):
    """What somebody decided of a person in a run, and why; another decision is another row."""

    class Choice(models.TextChoices):
        INVITE = "invite", _("Invite")
        NOT_NOW = "not-now", _("Not now")
        NO = "no", _("No")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    matched = models.ForeignKey(MatchedPerson, on_delete=models.CASCADE, related_name="decisions")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    reason = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.choice} for {self.matched_id}"


class MatchContest(models.Model):
    """What somebody holds against how they were compared or decided about, and the answer."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    matched = models.ForeignKey(MatchedPerson, on_delete=models.CASCADE, related_name="contests")
    words = models.TextField()
    filed_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-filed_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("matched",),
                condition=models.Q(answered_at=None),
                name="one_contest_waits_at_once",
            ),
        )

    def __str__(self) -> str:
        return f"contest of {self.matched_id}"


class OwnTraits(models.Model):
    """What somebody says of themselves for reports on fairness, and for nothing else.

    No query that finds or compares people may read it.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="own_traits"
    )
    content = models.JSONField()
    stated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"traits of {self.person_id}"
