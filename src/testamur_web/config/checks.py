"""What `manage check` says of the settings: what would be served wrongly, before it is served."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

__all__ = ["Config", "check_address", "check_debug", "check_hosts", "check_vc_api"]

_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class Config(AppConfig):
    """The project itself, so that Django finds its checks."""

    name = "testamur_web.config"
    label = "testamur"

    def ready(self) -> None:
        """Register the checks."""
        register(check_hosts)
        register(check_address)
        register(check_debug)
        register(check_vc_api)


def check_hosts(**_: Any) -> list[CheckMessage]:
    """A name is stated, never every name: links and status lists are made from it."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    told = "TESTAMUR_ALLOWED_HOSTS lets every host name in"
    return [Error(told, hint="Name the hosts people use.", id="testamur.E001")]


def check_address(**_: Any) -> list[CheckMessage]:
    """People reach the instance over TLS, unless it is for this machine alone."""
    if settings.IS_SECURE or _is_loopback(settings.INSTANCE_URL):
        return []
    told = f"TESTAMUR_URL is {settings.INSTANCE_URL}: passwords would travel readable by others"
    return [
        Error(
            told,
            hint="Serve it as https://, behind a proxy or with --tls-certificate.",
            id="testamur.E004",
        )
    ]


def check_debug(**_: Any) -> list[CheckMessage]:
    """Debugging shows strangers the inside: it is for this machine alone."""
    if not settings.DEBUG or _is_loopback(settings.INSTANCE_URL):
        return []
    told = "TESTAMUR_DEBUG is on for an instance that others reach"
    return [Error(told, hint="Unset TESTAMUR_DEBUG.", id="testamur.E005")]


def _is_loopback(url: str) -> bool:
    return (urlsplit(url).hostname or "") in _LOOPBACK


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
