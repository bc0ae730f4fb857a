"""Lists of issuers that others sign and an operator loaded: from where, when, and whom they name.

The signed text is the truth; an entry finds an issuer by its identifier. What was removed is kept.
"""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

__all__ = ["MAX_IDENTIFIER", "MAX_NAME", "RegistryEntry", "TrustRegistry"]

MAX_IDENTIFIER: Final = 500
MAX_NAME: Final = 200
MAX_SAID: Final = 1_000


class TrustRegistry(models.Model):
    """One list as it was loaded. `identifier` is its own, by which a newer one replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    identifier = models.CharField(max_length=MAX_IDENTIFIER)
    name = models.CharField(max_length=MAX_NAME)
    issuer = models.CharField(max_length=MAX_IDENTIFIER)
    source = models.CharField(max_length=MAX_IDENTIFIER)
    credential = models.TextField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("name", "-loaded_at")
        constraints = (
            models.UniqueConstraint(
                fields=("issuer", "identifier"),
                condition=Q(removed_at=None),
                name="a_registry_is_loaded_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, loaded on {self.loaded_at:%Y-%m-%d}"


class RegistryEntry(models.Model):
    """An issuer that a list names, as the list calls it; `said` is what it says of it."""

    registry = models.ForeignKey(TrustRegistry, on_delete=models.CASCADE, related_name="entries")
    identifier = models.CharField(max_length=MAX_IDENTIFIER)
    name = models.CharField(max_length=MAX_NAME)
    said = models.CharField(max_length=MAX_SAID, blank=True)

    class Meta:
        ordering = ("name", "identifier")
        indexes = (models.Index(fields=("identifier",), name="named_by_identifier"),)
        constraints = (
            models.UniqueConstraint(
                fields=("registry", "identifier"), name="a_registry_names_an_issuer_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.identifier})"
