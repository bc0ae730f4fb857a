"""The real server on a filled database, and browsers in which somebody is signed in."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.browser.showcase import PASSWORD
from tests.shared_data import PROJECT

__all__ = ["Product", "served"]

PATIENCE = 60
BETWEEN_LETTERS = b"-" * 79


@dataclass
class Product:
    """Where it is served, what was made for it, and the cookies of whoever signed in."""

    url: str
    facts: dict[str, str]
    folder: Path
    surroundings: dict[str, str]
    _cookies: dict[str, Any] = field(default_factory=dict)

    def address(self, path: str) -> str:
        """The whole address of a path in which things are named: `/c/{award}/`."""
        return self.url + path.format_map(self.facts)

    def context(self, browser: Browser, *, by: str = "", **options: Any) -> BrowserContext:
        """A browser of its own, in which nothing glides; `by` is the name of who is signed in."""
        if by and by not in self._cookies:
            self._cookies[by] = self._sign_in(browser, by)
        stated = {"reduced_motion": "reduce", "storage_state": self._cookies.get(by)}
        return browser.new_context(**stated, **options)

    def work(self, *, tasks: int = 0) -> None:
        """Do what waits in the background: all that is due, or the first so many tasks of it."""
        if tasks:
            worker = ["django", "db_worker", "--queue-name=*", "--batch", "--no-startup-delay"]
            worker.append(f"--max-tasks={tasks}")
        else:
            worker = ["testamur.cli", "worker", "--once"]
        run = subprocess.run(
            [sys.executable, "-m", *worker],
            cwd=PROJECT,
            env=self.surroundings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr[-4000:]

    def letters(self, to: str) -> list[str]:
        """The texts of the letters that were sent to an address."""
        kept = [file.read_bytes() for file in (self.folder / "mail").iterdir()]
        found = [
            message_from_bytes(letter.lstrip(), policy=default)
            for letter in b"\n".join(kept).split(BETWEEN_LETTERS)
        ]
        return [
            body.get_content()
            for each in found
            if each["To"] == to and (body := each.get_body(("plain",)))
        ]

    def _sign_in(self, browser: Browser, username: str) -> Any:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{self.url}/accounts/login/")
        page.fill("[name=login]", username)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        state = context.storage_state()
        context.close()
        return state


@contextmanager
def served(folder: Path) -> Iterator[Product]:
    """Fill `folder` and serve it on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "testamur_web.config.settings",
        "TESTAMUR_DATA_DIR": str(folder),
        "TESTAMUR_URL": url,
        "TESTAMUR_SECRET_KEY": "a secret of the browser tests, which guards nothing at all",
        "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "src")]),
    }
    filled = subprocess.run(
        [sys.executable, "-m", "tests.browser.showcase", str(folder)],
        cwd=PROJECT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert filled.returncode == 0, filled.stderr[-4000:]
    command = [sys.executable, "-m", "testamur.cli", "serve", "--port", str(port)]
    facts = json.loads(filled.stdout.splitlines()[-1])
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(command, env=surroundings, stdout=log, stderr=log) as server,
    ):
        try:
            _wait(url, server)
            yield Product(url, facts, folder, surroundings)
        finally:
            server.terminate()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended by itself: see server.log"
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 -- our own
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {url} after {PATIENCE} s")
