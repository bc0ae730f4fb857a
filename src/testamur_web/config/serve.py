"""`testamur serve`: the product over HTTP, until Ctrl-C."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from testamur.errors import Refused
from testamur.net import address_to_serve
from testamur_web.config.checkup import checks_of_instance
from testamur_web.config.starting import add_data_dir, start
from testamur_web.ops.processes import Entrance

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

__all__ = ["add_arguments", "checks_of_instance", "run", "serve"]

PORT: Final = 8000
MAX_WORKERS: Final = 64
_LOOPBACK: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- a person may choose these
"""Where whoever listens everywhere is asked."""

_EXAMPLES: Final = """\
examples:
  testamur serve                                     on http://127.0.0.1:8000, in the folder var/
  TESTAMUR_URL=https://badges.uni.example DATABASE_URL=postgres://… testamur serve --workers 4
  testamur serve --tls-certificate site.crt --tls-key site.key --port 443 --host 0.0.0.0
"""
_ABOUT: Final = """\
Serve the product: pages, API, status lists, DID documents.

What waits in the background (mail, batches) is done by `testamur worker`: run one beside it.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Say what this verb takes."""
    parser.description = _ABOUT
    parser.epilog = _EXAMPLES
    add_data_dir(parser)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=PORT, help=f"the port to listen on ({PORT})")
    parser.add_argument("--workers", type=int, default=1, help="how many processes serve (1)")
    parser.add_argument("--threads", type=int, default=4, help="requests at once in each (4)")
    parser.add_argument("--tls-certificate", type=Path, help="serve HTTPS with this certificate")
    parser.add_argument("--tls-key", type=Path, help="and this key of it")
    parser.add_argument("--no-migrate", action="store_true", help="leave the tables as they are")


def run(arguments: Namespace) -> int:
    """Serve until Ctrl-C; raises `Refused` for what cannot be served."""
    check(arguments)
    scheme = "https" if arguments.tls_certificate else "http"
    os.environ.setdefault("TESTAMUR_URL", f"{scheme}://{arguments.host}:{arguments.port}")
    start(arguments, migrate=not arguments.no_migrate)
    serve(arguments, when_ready=lambda: print(f"Ready at {os.environ['TESTAMUR_URL']}", flush=True))
    return 0


def check(arguments: Namespace) -> None:
    """Refuse options that cannot be."""
    if not 1 <= arguments.port <= 65535:
        raise Refused.because("option.malformed", f"--port {arguments.port} is not 1 to 65535")
    for name in ("workers", "threads"):
        if not 1 <= getattr(arguments, name) <= MAX_WORKERS:
            told = f"--{name} {getattr(arguments, name)} is not 1 to {MAX_WORKERS}"
            raise Refused.because("option.malformed", told)
    if bool(arguments.tls_certificate) != bool(arguments.tls_key):
        told = "--tls-certificate and --tls-key are stated together"
        raise Refused.because("option.malformed", told)


def serve(arguments: Namespace, *, when_ready: Callable[[], None]) -> None:
    """Listen; the first process that serves calls `when_ready`."""
    from django.db import connections
    from granian.constants import HTTPModes, Interfaces
    from granian.server import Server

    address = address_to_serve(arguments.host, arguments.port)
    server = Server(
        "testamur_web.config.wsgi:application",
        address=address,
        port=arguments.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1 if arguments.tls_certificate is None else HTTPModes.auto,
        workers=arguments.workers,
        blocking_threads=arguments.threads,
        websockets=False,
        log_enabled=False,
        ssl_cert=arguments.tls_certificate,
        ssl_key=arguments.tls_key,
    )
    connections.close_all()
    entrance = Entrance(
        _load,
        url=_own_url(arguments),
        trust=arguments.tls_certificate,
        address=_LOOPBACK.get(address, address),
        when_ready=when_ready,
    )
    server.serve(target_loader=entrance)


def _own_url(arguments: Namespace) -> str:
    """Where it can be asked whether it answers: over TLS, by the name its certificate is for."""
    from django.conf import settings

    public = urlsplit(settings.INSTANCE_URL).hostname if arguments.tls_certificate else None
    scheme = "https" if arguments.tls_certificate else "http"
    return f"{scheme}://{public or '127.0.0.1'}:{arguments.port}/healthz"


def _load() -> WSGIHandler:
    from testamur_web.config.wsgi import application

    return application
