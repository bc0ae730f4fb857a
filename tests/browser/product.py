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
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.browser.showcase import PASSWORD
from tests.shared_data import PROJECT

__all__ = ["Product", "served"]

PATIENCE = 60


@dataclass
class Product:
    """Where it is served, what was made for it, and the cookies of whoever signed in."""

    url: str
    facts: dict[str, str]
    folder: Path
    _cookies: dict[str, Any] = field(default_factory=dict)

    def address(self, path: str) -> str:
        """The whole address of a path in which things are named: `/c/{award}/`."""
        return self.url + path.format_map(self.facts)

    def context(self, browser: Browser, *, by: str = "", **options: Any) -> BrowserContext:
        """A browser of its own; `by` is the user name of who is signed in."""
        if by and by not in self._cookies:
            self._cookies[by] = self._sign_in(browser, by)
        return browser.new_context(storage_state=self._cookies.get(by), **options)

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
    command = [str(Path(sys.executable).with_name("testamur")), "serve", "--port", str(port)]
    with (
        (folder / "server.log").open("wb") as log,
        subprocess.Popen(
            [*command, "--data-dir", str(folder)], env=surroundings, stdout=log, stderr=log
        ) as server,
    ):
        try:
            _wait(url, server)
            yield Product(url=url, facts=json.loads(filled.stdout.splitlines()[-1]), folder=folder)
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
