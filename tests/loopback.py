"""Real servers on this machine that say exactly the bytes they are told to."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from testamur.keys import loopback_certificate

__all__ = ["Certificate", "Server", "answer", "certificate_for", "serving"]

Say = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate on disk: what a server shows, and what a client may trust."""

    chain: Path
    key: Path


@dataclass
class Server:
    """A server that runs: `requests` as they came, `names` as TLS asked for, connections so far."""

    port: int
    requests: list[bytes] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    connections: int = 0

    def url(self, path: str = "/", *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """The URL of `path` on this server under the name `host`."""
        return f"{scheme}://{host}:{self.port}{path}"

    def origin(self, *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        """The origin by which a client may be allowed to ask this server."""
        return self.url("", host=host, scheme=scheme)


def answer(
    body: bytes = b"{}", *headers: str, status: str = "200 OK", length: bool = True
) -> bytes:
    """One whole HTTP/1.1 answer."""
    head = [f"HTTP/1.1 {status}", *headers]
    if length:
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*head, "", ""]).encode("latin-1") + body


def certificate_for(folder: Path, *hosts: str, days_ago: int = 0) -> Certificate:
    """Make a certificate for `hosts`, valid for 30 days from `days_ago`."""
    made = datetime.now(UTC) - timedelta(days=days_ago)
    chain, key = loopback_certificate(at=made, hosts=hosts)
    certificate = Certificate(folder / f"{hosts[0]}.pem", folder / f"{hosts[0]}.key")
    certificate.chain.write_bytes(chain)
    certificate.key.write_bytes(key)
    return certificate


@contextlib.contextmanager
def serving(say: Say | bytes, *, certificate: Certificate | None = None) -> Iterator[Server]:
    """Run a server that answers each request with the bytes, or lets `say` do as it likes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener.getsockname()[1])
        context = _context(certificate, server) if certificate else None
        ended = threading.Event()
        thread = threading.Thread(
            target=_serve, args=(listener, server, say, context, ended), daemon=True
        )
        thread.start()
        yield server
        ended.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)


def _context(certificate: Certificate, server: Server) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)
    context.sni_callback = lambda _socket, name, _context: server.names.append(name)
    return context


def _serve(
    listener: socket.socket,
    server: Server,
    say: Say | bytes,
    context: ssl.SSLContext | None,
    ended: threading.Event,
) -> None:
    while not ended.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        server.connections += 1
        threading.Thread(
            target=_converse, args=(connection, server, say, context), daemon=True
        ).start()


def _converse(
    connection: socket.socket, server: Server, say: Say | bytes, context: ssl.SSLContext | None
) -> None:
    with contextlib.suppress(OSError), connection:
        connection.settimeout(5)
        secured = context.wrap_socket(connection, server_side=True) if context else connection
        with secured:
            server.requests.append(_head_from(secured))
            if isinstance(say, bytes):
                secured.sendall(say)
            else:
                say(secured)
            if isinstance(secured, ssl.SSLSocket):
                secured.unwrap()


def _head_from(connection: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head and (more := connection.recv(65536)):
        head += more
    return head
