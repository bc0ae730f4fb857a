"""How a command of the product starts: its folder, its secrets, its tables, its checks.

The environment is the only source of settings, so this fills in what was not stated before Django
reads it: a folder, and in it a secret of this instance, made once and readable by its owner alone.
"""

from __future__ import annotations

import logging
import os
import secrets
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from testamur.errors import Refused

__all__ = ["KEPT_IN", "add_data_dir", "is_secret_stated", "look_at", "start"]

DATA_DIR: Final = Path("var")
KEPT_IN: Final = "secret.key"


def add_data_dir(parser: ArgumentParser) -> None:
    """`--data-dir`, which every command of the product takes."""
    parser.add_argument(
        "--data-dir",
        type=Path,
        help=f"its folder: database, media, mail, secret (TESTAMUR_DATA_DIR, or {DATA_DIR})",
    )


def start(arguments: Namespace, *, migrate: bool = False) -> None:
    """Set Django up; raises `Refused` for a folder, setting or database that cannot be used."""
    _keep_secret(_make_folder(_settle(arguments.data_dir)))
    _set_up()
    if migrate:
        _migrate()


def look_at() -> None:
    """Set Django up for the instance that the environment names, and make nothing of it.

    Raises `Refused` for settings that cannot be used.
    """
    kept = _settle(None) / KEPT_IN
    if not is_secret_stated() and kept.is_file():
        os.environ["TESTAMUR_SECRET_KEY_FILE"] = str(kept)
    _set_up()


def _settle(stated: Path | None) -> Path:
    """The folder, and where the settings are, for Django to read."""
    folder = Path(stated or os.environ.get("TESTAMUR_DATA_DIR") or DATA_DIR).absolute()
    os.environ["TESTAMUR_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "testamur_web.config.settings"
    return folder


def is_secret_stated() -> bool:
    """Whether the environment holds the secret of this instance, or names its file."""
    return bool(os.environ.get("TESTAMUR_SECRET_KEY") or os.environ.get("TESTAMUR_SECRET_KEY_FILE"))


def _make_folder(folder: Path) -> Path:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ("media", "mail"):
            (folder / name).mkdir(exist_ok=True)
    except OSError as error:
        raise Refused.because("file.unreadable", f"{error.filename}: {error.strerror}") from None
    return folder


def _keep_secret(folder: Path) -> None:
    """A secret that outlives the process, unless one is stated."""
    if is_secret_stated():
        return
    path = folder / KEPT_IN
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    except OSError as error:
        raise Refused.because("file.unreadable", f"{path}: {error.strerror}") from None
    else:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    os.environ["TESTAMUR_SECRET_KEY_FILE"] = str(path)


def _set_up() -> None:
    import django
    from django.core.checks import ERROR, run_checks
    from django.core.exceptions import ImproperlyConfigured

    from testamur_web.config.env import WrongSetting

    try:
        django.setup()
    except (WrongSetting, ImproperlyConfigured) as error:
        raise Refused.because("option.malformed", str(error)) from None
    wrong = [message for message in run_checks() if message.level >= ERROR]
    if wrong:
        told = "; ".join(f"{message.msg} {message.hint or ''}".strip() for message in wrong)
        raise Refused.because("option.malformed", told)


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import OperationalError

    logging.getLogger("django.db.backends.schema").setLevel(logging.WARNING)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise Refused.because("service.database-refused", str(error).strip()) from None
