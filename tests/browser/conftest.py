"""Real Chromium, as Debian packages it; the built site and the product on loopback addresses."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.product import Product, served
from tests.browser.visits import Visitor
from tests.shared_data import PROJECT

expect.set_options(timeout=20_000)  # a busy machine is no defect; what is there is seen at once
QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pages are looked at as `showcase.py` made them, before any journey adds to what they show."""
    items.sort(key=lambda item: item.path.name != "test_every_page.py")


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


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product, served with something of everything in it."""
    with served(tmp_path_factory.mktemp("product")) as running:
        yield running


@pytest.fixture(scope="session")
def visitor(browser: Browser, product: Product) -> Iterator[Visitor]:
    """Whoever opens every page, one after the other."""
    comes = Visitor(browser, product)
    yield comes
    comes.leave()
