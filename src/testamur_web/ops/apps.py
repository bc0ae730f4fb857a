"""The app, and where it finds what is to be done later."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

__all__ = ["Ops"]


class Ops(AppConfig):
    """Loads every app's `jobs.py`, so that each outbox row finds what handles it."""

    name = "testamur_web.ops"
    verbose_name = "Operation"

    def ready(self) -> None:
        """Load the handlers."""
        autodiscover_modules("jobs")
