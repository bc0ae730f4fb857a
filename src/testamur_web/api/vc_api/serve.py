"""`testamur vc-api`: serve VC-API over HTTPS on this machine, until Ctrl-C.

The folder of its keys, certificate and status lists is made on first use and used again. The
certificate is the service's own: clients are told its file, so that they can trust it.
"""

from __future__ import annotations

import ipaddress
import os
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from testamur.cli.keyfile import add_passphrase_argument, find_passphrase, open_key
from testamur.errors import Refused
from testamur.keys import loopback_certificate
from testamur.net import address_to_serve
from testamur_web.api.vc_api.keyring import adopt_key, make_keys
from testamur_web.api.vc_api.station import Station
from testamur_web.ops.processes import Entrance

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

__all__ = ["add_arguments", "run"]

STATE: Final = Path("var") / "vc-api"
CERTIFICATE_DAYS: Final = 30
CERTIFICATE_USED_DAYS: Final = 20

_APPLICATION: Final = "testamur_web.config.wsgi:application"
_LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "::1")
_EXAMPLES: Final = """\
examples:
  testamur vc-api --port 8443
  testamur vc-api --port 8443 --describe > localConfig.cjs    what a W3C suite is to be given
  testamur vc-api --port 8443 --key issuer.key                sign with a key of yours
"""
_ABOUT: Final = """\
Serve VC-API (issue, verify, derive, present, revoke) over HTTPS.

It signs for whoever asks, so it listens on this machine alone.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Say what this verb takes."""
    parser.description = _ABOUT
    parser.epilog = _EXAMPLES
    parser.add_argument("--port", type=int, required=True, help="the port to listen on")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--key", type=Path, help="sign with this key in place of one of its kind")
    add_passphrase_argument(parser)
    parser.add_argument("--state", type=Path, default=STATE, help=f"its folder ({STATE})")
    parser.add_argument("--workers", type=int, default=1, help="how many processes serve (1)")
    parser.add_argument(
        "--allow-remote", action="store_true", help="let it listen beyond this machine"
    )
    parser.add_argument(
        "--describe", action="store_true", help="print the suites' configuration and end"
    )


def run(arguments: Namespace) -> int:
    """Serve until Ctrl-C, or describe; raises `Refused` for what cannot be served."""
    _check(arguments)
    station = _prepare(arguments)
    if arguments.describe:
        return _describe(station)
    address = address_to_serve(arguments.host, arguments.port)
    certificate, key = _certificate(station.state, arguments.host)
    _settle_environment(station, arguments.host)
    _serve(station, address, certificate, key, port=arguments.port, workers=arguments.workers)
    return 0


def _check(arguments: Namespace) -> None:
    if not 1 <= arguments.port <= 65535:
        raise Refused.because("option.malformed", f"--port {arguments.port} is not 1 to 65535")
    if not 1 <= arguments.workers <= 64:
        raise Refused.because("option.malformed", f"--workers {arguments.workers} is not 1 to 64")
    if not (_is_loopback(arguments.host) or arguments.allow_remote):
        told = f"--host {arguments.host} lets others sign here; say --allow-remote if they may"
        raise Refused.because("option.malformed", told)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _prepare(arguments: Namespace) -> Station:
    """The station with its folder and keys; raises `Refused` (`file.*`, `key.*`)."""
    state: Path = arguments.state.absolute()
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        state.chmod(0o700)
        make_keys(state)
    except OSError as error:
        told = f"{error.filename}: {error.strerror}"
        raise Refused.because("file.unreadable", told) from None
    if arguments.key:
        passphrase = find_passphrase(arguments.passphrase_file)
        adopt_key(state, open_key(arguments.key, passphrase=passphrase)[1])
    host = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    return Station(state, f"https://{host}:{arguments.port}")


def _describe(station: Station) -> int:
    import json

    from testamur_web.api.vc_api.manifest import configuration

    print(f"module.exports = {json.dumps(configuration(station), indent=2)};")
    return 0


def _certificate(state: Path, host: str) -> tuple[Path, Path]:
    """The certificate and its key, made anew where those in the folder are old or for others."""
    certificate, key = state / f"{_file_name(host)}.crt", state / f"{_file_name(host)}.tls"
    now = datetime.now(UTC)
    if key.exists() and certificate.exists():
        age = now.timestamp() - certificate.stat().st_mtime
        if age < CERTIFICATE_USED_DAYS * 86400:
            return certificate, key
    hosts = tuple(dict.fromkeys([host, *_LOOPBACK_NAMES]))
    chain, secret = loopback_certificate(at=now, hosts=hosts, days=CERTIFICATE_DAYS)
    key.unlink(missing_ok=True)
    descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
    certificate.write_bytes(chain)
    return certificate, key


def _file_name(host: str) -> str:
    return host.replace(":", "_")


def _settle_environment(station: Station, host: str) -> None:
    """Tell the processes that serve, which read their settings from the environment alone."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "testamur_web.config.settings",
        "TESTAMUR_VC_API_STATE": str(station.state),
        "TESTAMUR_VC_API_URL": station.url,
    }
    names = [*_LOOPBACK_NAMES[:2], "[::1]", f"[{host}]" if ":" in host else host]
    os.environ.setdefault("TESTAMUR_LOG_LEVEL", "WARNING")
    os.environ.setdefault("TESTAMUR_ALLOWED_HOSTS", ",".join(dict.fromkeys(names)))


def _serve(
    station: Station, address: str, certificate: Path, key: Path, *, port: int, workers: int
) -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.server import Server

    server = Server(
        _APPLICATION,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=workers,
        blocking_threads=4,
        websockets=False,
        log_enabled=False,
        ssl_cert=certificate,
        ssl_key=key,
    )
    told = f"VC-API is ready at {station.url} (trust {certificate}); Ctrl-C ends it."
    entrance = Entrance(
        _load,
        url=f"{station.url}/.well-known/vc-api",
        trust=certificate,
        when_ready=lambda: print(told, flush=True),
    )
    server.serve(target_loader=entrance)


def _load() -> WSGIHandler:
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()
