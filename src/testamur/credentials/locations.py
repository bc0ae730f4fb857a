"""How an address on the web must be written, so that everyone who reads it goes to the same place.

RFC 3986 in ASCII, with one spelling for each host: names of letters, digits and hyphens, or an
address in its canonical form. What other software reads as a number (`127.1`, `0x7f.1`,
`2130706433`) is no name here (WHATWG URL §3.5). User names, and whatever would need repair, are
refused. Whether an address may be asked is the fetcher's to judge, not this module's.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final

from testamur.errors import Refused

__all__ = ["Location", "is_host_name", "is_ip_address", "read_location"]

_MAX_URL: Final = 2048
_MAX_NAME: Final = 253
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z")
_NUMBER: Final = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")
_URL: Final = re.compile(
    r"(?P<scheme>https?)://"
    r"(?P<host>[A-Za-z0-9.-]+|\[[0-9a-f:.]+\])"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<target>(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?)"
    r"(?:#(?P<fragment>(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*))?\Z"
)
_USUAL_PORT: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Location:
    """Where a document is: `target` is the path and query as they are sent; never a fragment."""

    scheme: str
    host: str
    port: int
    target: str
    fragment: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host and port, the port only where it is not the scheme's usual one."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """Host and port, as the Host header has them."""
        return self.host if self.port == _USUAL_PORT[self.scheme] else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """The address in its one spelling, without the fragment."""
        return self.origin + self.target


def read_location(url: str) -> Location:
    """Read an absolute http or https URL; raises `Refused` (`fetch.blocked`) on any other text."""
    found = _URL.match(url) if len(url) <= _MAX_URL else None
    if not found:
        raise Refused.because(
            "fetch.blocked", f"{url[:200]!r} is not a plain https address", spec="RFC 3986"
        )
    host = found["host"].lower()
    port = int(found["port"] or _USUAL_PORT[found["scheme"]])
    if not (is_host_name(host) or is_ip_address(host)) or port > 65535:
        raise Refused.because("fetch.blocked", f"{url[:200]!r} does not name a host")
    target = found["target"]
    target = target if target.startswith("/") else f"/{target}"
    return Location(found["scheme"], host, port, target, found["fragment"] or "")


def is_host_name(host: str) -> bool:
    """Whether `host` is a DNS name in lower case, and nothing that could be read as an address."""
    labels = host.split(".")
    return (
        len(host) <= _MAX_NAME and all(map(_LABEL.match, labels)) and not _NUMBER.match(labels[-1])
    )


def is_ip_address(host: str) -> bool:
    """Whether `host` is an IPv4 address, or an IPv6 address in brackets, canonically written."""
    bare = host[1:-1] if host.startswith("[") else host
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return False
    return str(address) == bare and (address.version == 6) == host.startswith("[")
