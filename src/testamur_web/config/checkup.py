"""What `testamur doctor` looks at where the environment names an instance: one function per line.

Each says what it found, or raises `NotWell` with what is wrong and what to do. Nothing is made or
changed but a file in each folder, which is removed at once.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from testamur.errors import Refused
from testamur_web.config.starting import KEPT_IN, is_secret_stated, look_at

__all__ = ["NotWell", "checks_of_instance"]

_NAMED_BY: Final = ("DATABASE_URL", "DATABASE_URL_FILE", "TESTAMUR_DATA_DIR")
_SECONDS: Final = 5
_SERVE: Final = "`testamur serve`"


class NotWell(Exception):
    """Something is not as it must be; the text says what to do."""


def checks_of_instance() -> Mapping[str, Callable[[], str]]:
    """The checks by name; none where the environment names no instance."""
    if not any(os.environ.get(name) for name in _NAMED_BY):
        return {}
    try:
        look_at()
    except Refused as refusal:
        told = refusal.problem.detail

        def unusable() -> str:
            raise NotWell(told)

        return {"settings": unusable}
    return _CHECKS


def _settings() -> str:
    from django.conf import settings

    if not is_secret_stated():
        kept = settings.DATA_DIR / KEPT_IN
        raise NotWell(f"{kept} is missing: bring it back, or state TESTAMUR_SECRET_KEY")
    if settings.DEBUG:
        return "they may be used here; TESTAMUR_DEBUG is on, which is for this machine alone"
    return "they are safe; debugging is off"


def _address() -> str:
    from django.conf import settings
    from django.http.request import validate_host

    url = settings.INSTANCE_URL
    host = urlsplit(url).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        raise NotWell(f"nobody is answered at {url}: add {host} to TESTAMUR_ALLOWED_HOSTS")
    if not settings.IS_SECURE:
        return f"{url} is for this machine alone: for others, state an https TESTAMUR_URL"
    return f"people and verifiers come to {url}"


def _database() -> str:
    from django.db import Error, connection

    from testamur_web.ops import health

    missing = _missing_file()
    if missing:
        raise NotWell(f"{missing} is not there yet: {_SERVE} makes it")
    try:
        is_ready = health.has_current_tables()
    except Error as error:
        told = " ".join(str(error).split())
        raise NotWell(f"it does not answer ({told}): check DATABASE_URL") from None
    if not is_ready:
        raise NotWell(f"its tables are of another version: start {_SERVE} once")
    return f"{connection.display_name} answers, and its tables are current"


def _missing_file() -> str:
    """The file of an SQLite database that is not there: to ask for it would make it."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    return name if connection.vendor == "sqlite" and not Path(name).exists() else ""


def _folder() -> str:
    from django.conf import settings

    for folder in (settings.DATA_DIR, settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH):
        try:
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            told = f"{folder} cannot be written ({error.strerror})"
            advice = f"run this as its owner, or start {_SERVE}, which makes it"
            raise NotWell(f"{told}: {advice}") from None
    return f"{settings.DATA_DIR} can be written"


def _keys() -> str:
    from testamur_web.awards.models import IssuerKey
    from testamur_web.awards.queries import problem_of_keys

    _demand_database()
    problem = problem_of_keys()
    if problem:
        raise NotWell(f"{problem.detail}. {problem.meaning.remedy}")
    return f"the secret opens every key: {IssuerKey.objects.count()}"


def _worker() -> str:
    from django.utils import timezone

    from testamur_web.ops.health import health
    from testamur_web.ops.workers import last_sign

    _demand_database()
    found = health(at=timezone.now())
    told = f"{found.workers} at work, {found.waiting} things wait"
    if not found.workers:
        seen = last_sign()
        last = f"the last was seen at {seen:%Y-%m-%d %H:%M} UTC" if seen else "none was seen"
        raise NotWell(f"{told}; {last}: run `testamur worker`")
    if found.late:
        raise NotWell(f"{told}, {found.late} for too long: read their log, or run more of them")
    if found.given_up:
        raise NotWell(f"{told}, {found.given_up} were given up: see /operator/ for why")
    return f"{told}, none for long"


def _mail() -> str:
    from django.conf import settings
    from django.core.mail import get_connection

    backend = settings.EMAIL_BACKEND
    if not backend.endswith(".smtp.EmailBackend"):
        return f"letters reach nobody ({backend}): TESTAMUR_EMAIL_BACKEND says how they would"
    where = f"{settings.EMAIL_HOST} port {settings.EMAIL_PORT}"
    server = get_connection(timeout=_SECONDS)
    try:
        server.open()
        server.close()
    except OSError as error:
        told = f"{where} takes no letters ({error})"
        raise NotWell(f"{told}: check TESTAMUR_EMAIL_HOST and what belongs to it") from None
    return f"{where} takes letters"


def _demand_database() -> None:
    try:
        _database()
    except NotWell:
        raise NotWell("not looked at, for the database is not well") from None


_CHECKS: Final[Mapping[str, Callable[[], str]]] = {
    "settings": _settings,
    "address": _address,
    "database": _database,
    "folder": _folder,
    "keys": _keys,
    "worker": _worker,
    "mail": _mail,
}
