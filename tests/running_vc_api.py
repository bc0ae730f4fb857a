"""`testamur vc-api` as a program of its own, and a client that trusts it."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import SystemRandom
from threading import Timer
from typing import Any, Final

__all__ = ["Service", "command", "running"]

READY: Final = re.compile(r"VC-API is ready at (https://\S+) \(trust (\S+)\); Ctrl-C ends it\.")

SECONDS: Final = 120
"""How long a machine on which everything happens at once may take to start it, or to end it."""

_PORTS: Final = range(20_000, 30_000)
_CHANCE: Final = SystemRandom()

Process = subprocess.Popen[str]


@contextmanager
def own_port() -> Iterator[int]:
    """A port that nobody else is given as long as the block lasts.

    A port that was free a moment ago is soon another's: a client's, to whom the system gives one
    from 32768 on, or that of a test beside this one. So it is a lower one, and its number is held
    by a socket for datagrams, which leaves the port itself to the service.
    """
    for port in _CHANCE.sample(_PORTS, len(_PORTS)):
        with socket.socket() as tried, socket.socket(type=socket.SOCK_DGRAM) as held:
            try:
                held.bind(("127.0.0.1", port))
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            tried.close()
            yield port
            return
    raise AssertionError("no port is free")


def command(*words: object) -> list[str]:
    """The command line that serves."""
    return [sys.executable, "-m", "testamur.cli", "vc-api", *map(str, words)]


class Service:
    """One that runs, and said so in its `ready_line`."""

    def __init__(self, process: Process, port: int, ready_line: str) -> None:
        self.process, self.port = process, port
        ready = READY.fullmatch(ready_line)
        assert ready, _last_words(process)
        self.url, self.certificate = ready.groups()
        self.tls = ssl.create_default_context(cafile=self.certificate)

    def connection(self) -> http.client.HTTPSConnection:
        """A connection that trusts the service's certificate and no other."""
        return http.client.HTTPSConnection("127.0.0.1", self.port, context=self.tls, timeout=30)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        over: http.client.HTTPSConnection | None = None,
    ) -> tuple[int, Any]:
        """The status and the JSON of an answer; `over` is a connection to use again."""
        connection = over or self.connection()
        raw = None if body is None else json.dumps(body)
        connection.request(method, path, raw, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        content = answer.read()
        if over is None:
            connection.close()
        return answer.status, json.loads(content) if content else None

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        """POST an object of these members."""
        return self.ask("POST", path, body)

    def say(self, request: bytes) -> str:
        """Send bytes as they are; the status line and what follows, "" for a closed connection."""
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=20) as plain,
            self.tls.wrap_socket(plain, server_hostname="127.0.0.1") as secured,
        ):
            said = b""
            with suppress(ConnectionError, ssl.SSLError):
                secured.sendall(request)
                while part := secured.recv(65536):
                    said += part
            return said.decode("latin-1")


@contextmanager
def running(state: Path, *words: object) -> Iterator[Service]:
    """One with its folder `state`, until the block ends."""
    with own_port() as port:
        process = subprocess.Popen(
            command("--port", port, "--state", state, *words),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        patience = Timer(SECONDS, process.kill)  # it ends, and so does the wait for its line
        patience.start()
        try:
            line = process.stdout.readline().strip()
            patience.cancel()
            yield Service(process, port, line)
        finally:
            patience.cancel()
            _end(process)


def _end(process: Process) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=SECONDS)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def _last_words(process: Process) -> tuple[str, str]:
    process.kill()
    return process.communicate()
