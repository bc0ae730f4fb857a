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
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

__all__ = ["Service", "command", "running"]

READY: Final = re.compile(r"VC-API is ready at (https://\S+) \(trust (\S+)\); Ctrl-C ends it\.")

Process = subprocess.Popen[str]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


def command(*words: object) -> list[str]:
    """The command line that serves."""
    return [sys.executable, "-m", "testamur.cli", "vc-api", *map(str, words)]


class Service:
    """One that runs; `seconds` is how long it took to be ready."""

    def __init__(self, process: Process, port: int, ready_line: str, seconds: float) -> None:
        self.process, self.port, self.seconds = process, port, seconds
        ready = READY.fullmatch(ready_line)
        assert ready, process.communicate(timeout=20)
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
    port = free_port()
    started = time.monotonic()
    process = subprocess.Popen(
        command("--port", port, "--state", state, *words),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline().strip()
        yield Service(process, port, line, time.monotonic() - started)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        finally:
            process.kill()
            process.stdout.close()
            process.stderr.close()
