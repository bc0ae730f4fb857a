"""Where this service stands: its folder, its address, and what follows from both.

The address is stated, never taken from a request: what is signed names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from testamur.credentials.issue import verification_method_of
from testamur.credentials.proofs import ProofOptions, sign_document
from testamur.credentials.resolution import MAX_FETCHED_BYTES, Fetched, Resolver, within
from testamur.credentials.status import Window, build_list, status_credential
from testamur.encoding import JsonObject, compact_json
from testamur.keys import SigningKey
from testamur.net import Web
from testamur_web.api.vc_api.keyring import open_key
from testamur_web.api.vc_api.mechanisms import MECHANISMS, Mechanism
from testamur_web.api.vc_api.status_register import StatusRegister

__all__ = ["LIST_LIFE", "LIST_TTL", "OwnLists", "Station", "the_web"]

LIST_LIFE: Final = timedelta(days=1)
"""How long a published list says it holds."""

LIST_TTL: Final = timedelta(minutes=1)
"""How long a copy of a published list may be used."""


@dataclass(frozen=True, slots=True)
class Station:
    """One service: `state` is its folder, `url` its address without a closing slash."""

    state: Path
    url: str

    @property
    def register(self) -> StatusRegister:
        """Who stands where in the status lists."""
        return _register_in(self.state)

    def key_of(self, mechanism: Mechanism) -> SigningKey:
        """The key a mechanism signs with."""
        return open_key(self.state, mechanism.kind)

    def issuer_of(self, mechanism: Mechanism) -> str:
        """Who issues under a mechanism: the did:key of its key."""
        return self.key_of(mechanism).public.did_key

    def address(self, mechanism: Mechanism, path: str) -> str:
        """The URL of `path` under a mechanism."""
        return f"{self.url}/{mechanism.prefix}{path}"

    def list_url(self, mechanism: Mechanism) -> str:
        """Where the status list of a mechanism is published."""
        return self.address(mechanism, "list")

    def status_list(self, mechanism: Mechanism, *, at: datetime) -> JsonObject:
        """The status list as it stands at this moment, signed."""
        issuer = self.issuer_of(mechanism)
        document = status_credential(
            self.list_url(mechanism),
            issuer=issuer,
            purpose=mechanism.status_purpose,
            encoded_list=build_list(self.register.rows(mechanism.status_purpose)),
            window=Window(at, at + LIST_LIFE, LIST_TTL),
        )
        key = self.key_of(mechanism)
        method = verification_method_of(issuer, key)
        options = ProofOptions(cryptosuite=mechanism.suite, verification_method=method, created=at)
        return sign_document(document, signer=key, options=options)


class OwnLists:
    """A resolver that knows the station's own status lists and asks `then` for all else.

    A service that asked itself over the network would wait for itself.
    """

    def __init__(self, station: Station, *, at: datetime, then: Resolver) -> None:
        self._station, self._at, self._then = station, at, then
        self._own = {
            station.list_url(mechanism): mechanism
            for mechanism in MECHANISMS.values()
            if mechanism.status_purpose
        }

    def fetch(self, url: str, /, *, accept: str = "*/*", limit: int = MAX_FETCHED_BYTES) -> Fetched:
        """Bring the document at `url`; see `Resolver.fetch`."""
        mechanism = self._own.get(url)
        if mechanism is None:
            return self._then.fetch(url, accept=accept, limit=limit)
        body = compact_json(self._station.status_list(mechanism, at=self._at)).encode()
        return within(Fetched(url, body, "application/json", self._at), limit=limit)


@lru_cache(maxsize=1)
def the_web() -> Web:
    """The one fetcher of this process."""
    return Web()


@lru_cache(maxsize=8)
def _register_in(state: Path) -> StatusRegister:
    return StatusRegister(state)
