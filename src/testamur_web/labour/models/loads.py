"""Files of postings: brought by an operator, mapped, loaded, and deleted with all they say."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["MAX_NAME", "Load"]

MAX_NAME: Final = 200


class Load(models.Model):
    """One file of postings, and what became of it.

    The file itself lies below `DATA_DIR` until it is loaded, and what was read of it in the store
    of the market; `loaded_as` is what the load is called there. `rows` and `done` say how far it
    is, `seen_at` when whoever loads last said so.
    """

    class State(models.TextChoices):
        BROUGHT = "brought", _("Waits for its mapping")
        WAITING = "waiting", _("Waits for a worker")
        LOADING = "loading", _("Being loaded")
        DONE = "done", _("Loaded")
        REFUSED = "refused", _("Could not be loaded")
        CANCELLED = "cancelled", _("Stopped")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=MAX_NAME)
    size = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.BROUGHT)
    source = models.CharField(max_length=MAX_NAME, blank=True)
    licence = models.CharField(max_length=MAX_NAME, blank=True)
    attribution = models.CharField(max_length=500, blank=True)
    url = models.URLField(max_length=500, blank=True)
    retrieved = models.DateField(null=True)
    is_generated = models.BooleanField(default=False)
    mapping = models.JSONField(default=dict)
    stage = models.CharField(max_length=40, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    problem = models.JSONField(null=True)
    loaded_as = models.CharField(max_length=64, blank=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    brought_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-brought_at", "pk")
        indexes = (models.Index(fields=("state", "seen_at"), name="labour_load_state"),)

    def __str__(self) -> str:
        return self.source or self.name
