"""The one outbound fetcher: where it may go, how long it may take, how much it may bring.

No other module opens a socket. What it is sent to ask for comes from strangers' documents, so:

- https on its usual port to a public host name; plain http, other ports, addresses written as
  numbers and hosts of the own network only where whoever runs this allows the origin by name;
- a name is looked up once, every address it has must be public, and the connection goes to one of
  those very addresses, with the certificate checked against the name;
- one deadline for everything from the look-up to the last byte; a cap on the body, packed and
  unpacked, and on what comes before it; few requests at a time;
- a host that did not answer is not asked again for ten seconds;
- no redirects unless asked for, and each is judged like a first address;
- no cookies, no credentials, no proxy from the environment.

HTTP is spoken by the standard library over sockets made here: general clients bound each read, not
the whole, and choose the address themselves.
"""

from __future__ import annotations

import ipaddress
import math
import queue
import re
import socket
import ssl
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urljoin

from testamur.credentials.locations import Location, is_host_name, read_location
from testamur.credentials.resolution import MAX_FETCHED_BYTES, Fetched, Resolver, within
from testamur.encoding import gunzip
from testamur.errors import Refused, Unreachable
from testamur.problems import Problem

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

__all__ = ["Web", "address_to_serve", "is_public_address"]

MAX_HEAD_BYTES: Final = 65_536
"""The most bytes of an answer that are not its body."""

MAX_REDIRECTS: Final = 5

_PORTS: Final = {"https": 443, "http": 80}
_LOCAL_NAMES: Final = (".localhost", ".local", ".internal", ".home.arpa", ".onion")
_MAX_ADDRESSES: Final = 8
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MAX_AGE: Final = re.compile(r"\bmax-age=\"?([0-9]{1,9})")
_DIGITS: Final = re.compile(r"[0-9]{1,9}\Z")

_FRESH: Final = 30.0
_MAX_FRESH: Final = 300.0
_DOWN: Final = 10.0
_DOWN_CODES: Final = ("fetch.timeout", "fetch.unreachable")
_CACHED_ANSWERS: Final = 512
_CACHED_BYTES: Final = 16_000_000

# Global unicast (RFC 4291 §2.4) and what the IANA special-purpose registries take out of it.
_PUBLIC_V6: Final = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC: Final = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # shared by carriers
            "127.0.0.0/8",  # loopback
            "168.63.129.16/32",  # a cloud's own service at a public address
            "169.254.0.0/16",  # link local, cloud metadata
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments, cloud metadata
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/3",  # multicast, reserved, broadcast
            "2001::/23",  # Teredo, ORCHID, benchmarks
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: an IPv4 address inside
            "2620:4f:8000::/48",  # AS112
            "3ffe::/16",  # 6bone, given back
            "3fff::/20",  # documentation
        ),
    )
)


def is_public_address(address: str) -> bool:
    """Whether an IPv4 or IPv6 address is one that strangers may send this program to."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed not in _PUBLIC_V6:
        return False
    return not any(
        parsed in network for network in _NOT_PUBLIC if network.version == parsed.version
    )


_NOBODYS: Final = frozenset({"example", "invalid", "test"})


def address_to_serve(host: str, port: int) -> str:
    """The address of `host` that a server may listen on.

    Raises `Refused` (`service.address-refused`) where it is none of this machine's or `port` is
    taken: servers that share ports would otherwise not notice each other.
    """
    try:
        address = look_up(host, port)[0]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((address, port))
    except (OSError, UnicodeError) as error:
        told = f"{host} port {port}: {_words_of(error)}"
        raise Refused.because("service.address-refused", told) from None
    return address


def look_up(host: str, port: int) -> list[str]:
    """Every address of `host`, as the system's resolver gives them.

    Names reserved for documentation and tests (RFC 2606 §2) are nobody's, and not asked for.
    """
    if host.rpartition(".")[2] in _NOBODYS:
        raise socket.gaierror(socket.EAI_NONAME, "the name is reserved, and nobody's")
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Web:
    """The network as a `Resolver`. Thread-safe; a copy stays at hand for at most five minutes.

    `allow_origins` names what is exempt from the rules on scheme, port and address, in full:
    `http://localhost:8000`. `allow_http` lets plain http to public hosts on port 80. `trust` is a
    PEM file of certificate authorities instead of the system's. `deadline` is in seconds, for one
    fetch with all its redirects. `now` and `look_up` stand in for the clock and for DNS.
    """

    def __init__(  # noqa: PLR0913 - one setting each, every one with a safe default
        self,
        *,
        allow_origins: Iterable[str] = (),
        allow_http: bool = False,
        redirects: int = 0,
        trust: Path | str | None = None,
        deadline: float = 5.0,
        at_once: int = 16,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),  # noqa: TID251 - the edge
        look_up: Callable[[str, int], Sequence[str]] = look_up,
    ) -> None:
        self._allowed = frozenset(read_location(origin).origin for origin in allow_origins)
        self._schemes = ("https", "http") if allow_http else ("https",)
        self._redirects = min(redirects, MAX_REDIRECTS)
        self._trust = trust
        self._deadline = deadline
        self._requests = threading.BoundedSemaphore(at_once)
        self._lookups = threading.BoundedSemaphore(2 * at_once)
        self._now = now
        self._look_up = look_up
        self._tls: ssl.SSLContext | None = None
        self._cache = _Cache()

    def fetch(self, url: str, /, *, accept: str = "*/*", limit: int = MAX_FETCHED_BYTES) -> Fetched:
        """Bring the document at `url`; see `Resolver.fetch`.

        Raises `Refused` (`fetch.blocked`) or `Unreachable` (`fetch.unreachable`, `fetch.timeout`,
        `fetch.status`, `fetch.gone`, `fetch.too-large`, `fetch.malformed`).
        """
        return self._fetch(url, accept, limit, until=math.inf)

    def hurried(self, *, seconds: float) -> Resolver:
        """The same network for one judgement, in which all fetches together take so long at most.

        Only a judgement of strangers' documents needs it: each of many addresses may be slow.
        """
        return _Hurried(self, time.monotonic() + seconds)

    def _fetch(self, url: str, accept: str, limit: int, *, until: float) -> Fetched:
        location = self._judge(url)
        kept = self._cache.find((location.url, accept)) or self._cache.find((location.origin,))
        if isinstance(kept, Problem):
            raise Unreachable(kept)
        if kept is None:
            kept = self._ask(location, accept, limit, until=until)
        return within(replace(kept, url=url), limit=limit)

    def _judge(self, url: str) -> Location:
        """The location of `url`, if its scheme, host and port may be asked at all."""
        location = read_location(url)
        if location.origin in self._allowed:
            return location
        if location.scheme not in self._schemes:
            raise _blocked(url, f"{location.scheme} is not spoken")
        if location.port != _PORTS[location.scheme]:
            raise _blocked(url, f"port {location.port} is not asked")
        if not is_host_name(location.host) or "." not in location.host:
            raise _blocked(url, "the host is not a public name")
        if location.host.endswith(_LOCAL_NAMES):
            raise _blocked(url, "the host is a name of the own network")
        return location

    def _ask(self, location: Location, accept: str, limit: int, *, until: float) -> Fetched:
        deadline = min(time.monotonic() + self._deadline, until)
        budget = _Budget(deadline, limit + MAX_HEAD_BYTES)
        try:
            with _problems_of(location), _slot(self._requests, budget):
                answer = self._follow(location, accept, limit, budget)
        except Unreachable as failure:
            if failure.problem.code in _DOWN_CODES and deadline < until:
                self._cache.keep((location.origin,), failure.problem, seconds=_DOWN)
            raise
        copy = Fetched(location.url, answer.body, answer.media_type, self._now())
        self._cache.keep((location.url, accept), copy, seconds=answer.fresh)
        return copy

    def _follow(self, location: Location, accept: str, limit: int, budget: _Budget) -> _Answer:
        left = self._redirects
        while True:
            with self._connect(location, budget) as connection:
                answer = _exchange(connection, location, accept, limit, budget)
            if answer.status == HTTPStatus.OK:
                return answer
            if not left or answer.status not in _REDIRECTS:
                code = "fetch.gone" if answer.status == HTTPStatus.GONE else "fetch.status"
                raise Unreachable.because(code, f"{location.url} answers {answer.status}")
            left -= 1
            location = self._judge_onward(location, answer.onward)

    def _judge_onward(self, location: Location, onward: str) -> Location:
        target = self._judge(urljoin(location.url, onward))
        if (location.scheme, target.scheme) == ("https", "http"):
            raise _blocked(target.url, f"{location.url} sends on from https to http")
        return target

    def _connect(self, location: Location, budget: _Budget) -> socket.socket:
        """A connection to one of the judged addresses, for https with the name proven."""
        plain = _connect_to(self._addresses(location, budget), location.port, budget)
        if location.scheme == "http":
            return plain
        try:
            plain.settimeout(budget.seconds())
            return self._tls_context().wrap_socket(
                plain, server_hostname=location.host.strip("[]"), suppress_ragged_eofs=False
            )
        except BaseException:
            plain.close()
            raise

    def _addresses(self, location: Location, budget: _Budget) -> Sequence[str]:
        """Every address of the host; raises `Refused` if one of them is not public."""
        if not self._lookups.acquire(timeout=budget.seconds()):
            raise TimeoutError
        found: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                found.put(self._look_up(location.host, location.port))
            except Exception as error:  # noqa: BLE001 - handed to the thread that waits
                found.put(error)
            finally:
                self._lookups.release()

        # The system's resolver cannot be interrupted, only left behind.
        threading.Thread(target=ask, daemon=True, name="testamur-look-up").start()
        try:
            answer = found.get(timeout=budget.seconds())
        except queue.Empty:
            raise TimeoutError from None
        if isinstance(answer, Exception):
            raise answer
        if location.origin not in self._allowed and not all(map(is_public_address, answer)):
            raise _blocked(location.url, "the host has an address that is not public")
        return answer

    def _tls_context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context(cafile=self._trust)
        return self._tls


@dataclass(frozen=True, slots=True)
class _Hurried:
    """A network that answers nothing more after the moment `until` on the monotonic clock."""

    web: Web
    until: float

    def fetch(self, url: str, /, *, accept: str = "*/*", limit: int = MAX_FETCHED_BYTES) -> Fetched:
        """Bring the document at `url`; see `Resolver.fetch`."""
        return self.web._fetch(url, accept, limit, until=self.until)  # noqa: SLF001 - one module


class _TooLarge(Exception):
    """More came than the fetch may take."""


@dataclass(slots=True)
class _Budget:
    """What one fetch may still take: until `deadline` on the monotonic clock, and so many bytes."""

    deadline: float
    bytes_left: int

    def seconds(self) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def spend(self, count: int) -> None:
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise _TooLarge


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer: `onward` is where a redirect points, `fresh` for how many seconds it holds."""

    status: int
    body: bytes = b""
    media_type: str = ""
    onward: str = ""
    fresh: float = 0.0


class _Incoming(RawIOBase):
    """The bytes of a connection, under the budget; it passes for the socket HTTPResponse reads."""

    def __init__(self, connection: socket.socket, budget: _Budget) -> None:
        super().__init__()
        self._connection = connection
        self._budget = budget

    def makefile(self, _mode: str) -> BufferedReader:
        return BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        self._connection.settimeout(self._budget.seconds())
        count = self._connection.recv_into(buffer)
        self._budget.spend(count)
        return count


class _Cache:
    """Answers worth giving again for a while; bounded in number and in bytes, oldest out first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, ...], tuple[float, Fetched | Problem]] = OrderedDict()
        self._bytes = 0

    def find(self, key: tuple[str, ...]) -> Fetched | Problem | None:
        with self._lock:
            until, answer = self._kept.get(key, (0.0, None))
            return answer if until > time.monotonic() else None

    def keep(self, key: tuple[str, ...], answer: Fetched | Problem, *, seconds: float) -> None:
        if seconds <= 0:
            return
        with self._lock:
            self._drop(key)
            self._kept[key] = (time.monotonic() + seconds, answer)
            self._bytes += _size(answer)
            while len(self._kept) > _CACHED_ANSWERS or self._bytes > _CACHED_BYTES:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: tuple[str, ...]) -> None:
        _, answer = self._kept.pop(key, (0.0, None))
        self._bytes -= _size(answer)


def _size(answer: Fetched | Problem | None) -> int:
    return len(answer.body) if isinstance(answer, Fetched) else 0


def _connect_to(addresses: Sequence[str], port: int, budget: _Budget) -> socket.socket:
    """A connection to the first address that answers, each given its share of the time."""
    failure: OSError = OSError("the host has no address")
    tried = addresses[:_MAX_ADDRESSES]
    for number, address in enumerate(tried):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(budget.seconds() / (len(tried) - number))
            connection.connect((address, port))
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    raise failure


def _exchange(
    connection: socket.socket, location: Location, accept: str, limit: int, budget: _Budget
) -> _Answer:
    """Send one request, read one answer."""
    connection.settimeout(budget.seconds())
    connection.sendall(
        f"GET {location.target} HTTP/1.1\r\n"
        f"Host: {location.authority}\r\n"
        f"Accept: {accept}\r\n"
        "Accept-Encoding: identity\r\n"
        "User-Agent: testamur\r\n"
        "Connection: close\r\n\r\n".encode("ascii")
    )
    incoming = cast("socket.socket", _Incoming(connection, budget))
    with HTTPResponse(incoming, method="GET") as response:
        response.begin()
        if response.status != HTTPStatus.OK:
            return _Answer(response.status, onward=response.headers.get("Location", ""))
        return _Answer(
            response.status,
            _body_of(response, limit),
            response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
            fresh=_freshness(response.headers),
        )


def _body_of(response: HTTPResponse, limit: int) -> bytes:
    if response.headers.get("Transfer-Encoding", "chunked").lower() != "chunked":
        raise HTTPException("a transfer encoding that was not asked for")
    if (response.length or 0) > limit:
        raise _TooLarge
    body = response.read(limit + 1)
    if len(body) > limit:
        raise _TooLarge
    if response.length:
        raise HTTPException("the body is cut short")
    return _unpacked(body, response.headers.get("Content-Encoding", "identity").lower(), limit)


def _unpacked(body: bytes, encoding: str, limit: int) -> bytes:
    """The body without an encoding that was not asked for: some servers send nothing else."""
    if encoding == "identity":
        return body
    if encoding not in ("gzip", "x-gzip"):
        raise HTTPException("a content encoding that was not asked for")
    try:
        return gunzip(body, limit=limit)
    except Refused as refusal:
        if refusal.problem.code == "encoding.too-large":
            raise _TooLarge from None
        raise HTTPException(refusal.problem.detail) from None


def _freshness(headers: Message) -> float:
    """For how many seconds the answer may be given again (RFC 9111 §4.2), within our bounds."""
    rules = headers.get("Cache-Control", "").lower()
    if "no-store" in rules or "no-cache" in rules:
        return 0.0
    stated = _MAX_AGE.search(rules)
    if not stated:
        return _FRESH
    age = headers.get("Age", "0")
    return min(int(stated[1]) - (int(age) if _DIGITS.match(age) else 0), _MAX_FRESH)


@contextmanager
def _slot(slots: threading.BoundedSemaphore, budget: _Budget) -> Iterator[None]:
    if not slots.acquire(timeout=budget.seconds()):
        raise TimeoutError
    try:
        yield
    finally:
        slots.release()


@contextmanager
def _problems_of(location: Location) -> Iterator[None]:
    """Tell what goes wrong on the way as a problem with the location."""
    try:
        yield
    except TimeoutError:
        raise Unreachable.because("fetch.timeout", f"{location.url} takes too long") from None
    except _TooLarge:
        raise Unreachable.because(
            "fetch.too-large", f"{location.url} is larger than accepted"
        ) from None
    except ssl.SSLCertVerificationError as error:
        raise Unreachable.because(
            "fetch.unreachable", f"{location.url} does not prove its name: {error.verify_message}"
        ) from None
    except (OSError, UnicodeError) as error:
        told = f"{location.url}: {_words_of(error)}"
        raise Unreachable.because("fetch.unreachable", told) from None
    except (HTTPException, ValueError) as error:
        raise Unreachable.because("fetch.malformed", f"{location.url}: {error!r:.200}") from None


def _words_of(error: OSError | UnicodeError) -> str:
    """What went wrong, without the number the system gives it."""
    if isinstance(error, UnicodeError):
        return "not a host name"
    return error.strerror or str(error)


def _blocked(url: str, why: str) -> Refused:
    return Refused.because("fetch.blocked", f"{url[:200]}: {why}")
