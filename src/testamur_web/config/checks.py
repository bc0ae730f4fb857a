"""What `manage check` says of the settings: what would be served wrongly, before it is served."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

__all__ = ["Config", "check_hosts", "check_vc_api"]


class Config(AppConfig):
    """The project itself, so that Django finds its checks."""

    name = "testamur_web.config"
    label = "testamur"

    def ready(self) -> None:
        """Register the checks."""
        register(check_hosts)
        register(check_vc_api)


def check_hosts(**_: Any) -> list[CheckMessage]:
    """A name is stated, never every name: links and status lists are made from it."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    told = "TESTAMUR_ALLOWED_HOSTS lets every host name in"
    return [Error(told, hint="Name the hosts people use.", id="testamur.E001")]


def check_vc_api(**_: Any) -> list[CheckMessage]:
    """The folder of VC-API is there, and nobody else may read the keys in it."""
    if not settings.VC_API_STATE:
        return []
    state = Path(settings.VC_API_STATE)
    if not state.is_dir():
        hint = "Start it with `testamur vc-api`, which makes the folder."
        return [Error(f"{state} is not a folder", hint=hint, id="testamur.E002")]
    if state.stat().st_mode & 0o077:
        hint = f"chmod 700 {state}"
        return [Error(f"{state} can be read by others", hint=hint, id="testamur.E003")]
    return []
