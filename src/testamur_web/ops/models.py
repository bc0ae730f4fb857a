"""The audit trail, the outbox, the workers, and what is counted for every process alike.

The outbox holds what must happen after a transaction, kept in the same one.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.db import models
from django.db.models import Q

__all__ = ["CacheRow", "OutboxRow", "Tally", "TrailEntry", "WorkerSign"]

MAX_NAME: Final = 200


class TrailEntry(models.Model):
    """One thing that was done: by whom, for which organisation, to what. Rows are only added."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    at = models.DateTimeField(db_index=True)
    tenant = models.UUIDField(null=True, db_index=True)
    actor = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=MAX_NAME, blank=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at",)
        indexes = (models.Index(fields=("tenant", "-at"), name="trail_of_tenant"),)

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject}"


class OutboxRow(models.Model):
    """Work to be done once its transaction is kept; `key` makes posting it twice harmless."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=60, db_index=True)
    key = models.CharField(max_length=200, unique=True)
    tenant = models.UUIDField(null=True)
    payload = models.JSONField(default=dict)
    posted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ("due_at", "posted_at")
        indexes = (
            models.Index(
                fields=("due_at",),
                condition=Q(done_at=None, given_up_at=None),
                name="outbox_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class WorkerSign(models.Model):
    """One process that works, and when it last said that it lives."""

    name = models.CharField(max_length=120, primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("-seen_at",)

    def __str__(self) -> str:
        return self.name


class Tally(models.Model):
    """How often somebody did something since a while ago; begun anew once it has ended."""

    key = models.CharField(max_length=120, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class CacheRow(models.Model):
    """A row of Django's cache in the database, whose columns these are; Django alone uses it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "ops_cache"

    def __str__(self) -> str:
        return self.cache_key
