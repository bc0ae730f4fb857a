"""The product as it is run for real: `testamur serve` over TLS, a worker beside it, and a person.

The person has what a browser has (cookies, forms), the program what a token opens.
"""

from __future__ import annotations

import json
import os
import re
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from threading import Timer
from typing import Any, Final
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, Request, build_opener

from tests.loopback import certificate_for
from tests.running_vc_api import SECONDS, own_port

__all__ = ["Person", "Site", "program", "running_site", "stated"]

_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_SECRET: Final = re.compile(r"<p><code>([^<]+)</code></p>")
_CLAIM: Final = re.compile(r"https://\S+/claim/[\w-]+/")


def program(*words: object) -> list[str]:
    """The command line of this project."""
    return [sys.executable, "-m", "testamur.cli", *map(str, words)]


def stated(**more: str) -> dict[str, str]:
    """The environment without what a developer has set for themselves, and with `more`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TESTAMUR_")}
    kept.pop("DATABASE_URL", None)
    return kept | more


@dataclass(frozen=True)
class Site:
    """One that runs: its address, the certificate it shows, its folder."""

    url: str
    certificate: Path
    folder: Path

    def person(self) -> Person:
        """A person with a browser of their own, which trusts the site's certificate alone."""
        return Person(self)

    def ask(
        self, method: str, path: str, body: Any = None, *, token: str = "", key: str = ""
    ) -> Any:
        """The JSON of an answer of the API."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        raw = None if body is None else json.dumps(body).encode()
        asked = Request(f"{self.url}/api/v1{path}", raw, headers, method=method)  # noqa: S310
        return json.loads(self.person().open(asked))

    def claim_address(self) -> str:
        """The link in the first letter that a worker sent: it lies in the folder of mail."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            for letter in sorted((self.folder / "mail").glob("*.log")):
                if found := _CLAIM.search(letter.read_text(encoding="utf-8")):
                    return found[0]
            time.sleep(0.2)
        raise AssertionError("no letter was sent")


class Person:
    """A browser: it keeps cookies, and sends a form with what the form holds."""

    def __init__(self, site: Site) -> None:
        context = ssl.create_default_context(cafile=str(site.certificate))
        cookies = HTTPCookieProcessor(CookieJar())
        self._site = site
        self._opener = build_opener(HTTPSHandler(context=context), cookies)

    def open(self, asked: Request | str) -> str:
        """The text of an answer."""
        with self._opener.open(asked, timeout=60) as answer:
            text: str = answer.read().decode("utf-8")
        return text

    def send(self, path: str, *, page: str = "", **fields: str) -> str:
        """Fill in the form at `path`, or that for it on `page`; the page it leads to."""
        address = self._site.url + path
        found = _TOKEN.search(self.open(self._site.url + page if page else address))
        assert found, f"{page or path} has no form"
        sent = urlencode({"csrfmiddlewaretoken": found[1], **fields}).encode()
        return self.open(Request(address, sent, {"Referer": address}))  # noqa: S310

    def make_token(self, organisation: str) -> str:
        """A token for the API, as the page of tokens shows it once."""
        told = self.send("/account/tokens/", name="Tests", organisation=organisation, days="30")
        found = _SECRET.search(told)
        assert found, told[-2000:]
        return found[1]


@contextmanager
def running_site(folder: Path, with_tables: Callable[[Path], Path]) -> Iterator[Site]:
    """Serve `folder`, where nothing is yet, at https://localhost with a worker, in this block."""
    folder.mkdir()
    certificate = certificate_for(folder, "localhost", "127.0.0.1")
    with own_port() as port:
        data = with_tables(folder / "data")
        site = Site(f"https://localhost:{port}", certificate.chain, data)
        environment = stated(TESTAMUR_URL=site.url)
        options = (
            *("--port", port, "--tls-certificate", certificate.chain),
            *("--tls-key", certificate.key, "--data-dir", site.folder),
        )
        with _started(program("serve", *options), folder / "serve.log", environment) as server:
            _await_line(server, folder / "serve.log")
            words = program("worker", "--data-dir", site.folder)
            with _started(words, folder / "worker.log", environment):
                yield site


@contextmanager
def _started(
    words: list[str], log: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[str]]:
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()


def _await_line(process: subprocess.Popen[str], log: Path) -> None:
    assert process.stdout
    patience = Timer(SECONDS, process.kill)  # it ends, and so does the wait for its line
    patience.start()
    try:
        line = process.stdout.readline()
    finally:
        patience.cancel()
    assert "Ready at" in line, log.read_text(encoding="utf-8")[-4000:]
