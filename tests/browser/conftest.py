"""Real Chromium, as Debian packages it, and the built site on a loopback address."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.shared_data import PROJECT

QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]


class Silent(SimpleHTTPRequestHandler):
    """Serves files without telling about it."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys; its absence is a failure, never a skip."""
    path = shutil.which("chromium")
    assert path, "Chromium is missing: `make e2e` installs it"
    flags = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the documentation as `make docs` builds it."""
    assert (PROJECT / "site" / "index.html").exists(), "the site is not built: run `make docs`"
    handler = partial(Silent, directory=str(PROJECT / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
