"""A small world of issuers, and what they sign: the cast of every judgement.

`UNI` issues, `ELI` is the quality body that endorses it, `CHEN` is somebody else, `ADA` the learner.
All but Ada publish their keys at their did:web addresses; UNI publishes its status lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from testamur.credentials.dids import VerificationMethod, did_document
from testamur.credentials.document import Credential
from testamur.credentials.issue import sign
from testamur.credentials.openbadges import (
    Achievement,
    Issuer,
    credential_document,
    endorsement_document,
)
from testamur.credentials.status import (
    StatusRow,
    Window,
    build_list,
    status_credential,
    status_entry,
)
from testamur.encoding import JsonObject, parse_object
from testamur.keys import SigningKey
from tests.simulated_web import SimulatedWeb

__all__ = [
    "ADA",
    "AT",
    "CHEN",
    "ELI",
    "LISTS",
    "UNI",
    "Party",
    "badge",
    "endorsement",
    "signed",
    "world",
]

AT: Final = datetime(2026, 5, 2, 12, tzinfo=UTC)
ISSUED: Final = AT - timedelta(days=1)
LISTS: Final = {
    "revocation": "https://uni.example/status/revocation",
    "suspension": "https://uni.example/status/suspension",
}


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody with a name, an address and a key."""

    name: str
    did: str
    key: SigningKey

    @property
    def profile(self) -> Issuer:
        """How a credential names them."""
        return Issuer(self.did, name=self.name)

    @property
    def method(self) -> str:
        """The URL of their key."""
        return f"{self.did}#{self.key.public.multikey}"

    @property
    def published(self) -> JsonObject:
        """Their did.json."""
        key = VerificationMethod(self.method, self.did, self.key.public, None, None)
        return did_document(self.did, [key])


def _party(name: str, host: str, seed: bytes) -> Party:
    return Party(name, f"did:web:{host}", SigningKey.from_seed(seed * 32))


UNI: Final = _party("University of Example", "uni.example", b"u")
ELI: Final = _party("Quality Council", "quality.example", b"q")
CHEN: Final = _party("Chen College", "chen.example", b"c")
_ADAS: Final = SigningKey.from_seed(b"a" * 32)
ADA: Final = Party("Ada", _ADAS.public.did_key, _ADAS)

_PYTHON: Final = Achievement(
    "https://uni.example/a/python", name="Python basics", criteria="Pass the exam."
)


def badge(
    *, status: Sequence[str] = (), index: int = 7, by: Party = UNI, **members: Any
) -> JsonObject:
    """The unsigned credential of Ada's badge; `status` names the lists it has an entry in."""
    entries = [status_entry(LISTS[purpose], index=index, purpose=purpose) for purpose in status]
    stated: dict[str, Any] = {
        "id": "urn:uuid:5f6b1f0e-0000-4000-8000-000000000001",
        "to": ADA.did,
        "issuer": by.profile,
        "valid_from": ISSUED,
        "status": entries or None,
    }
    return credential_document(_PYTHON, **(stated | members))


def endorsement(*, by: Party = ELI, about: str = UNI.did, **members: Any) -> JsonObject:
    """The unsigned endorsement of UNI by the quality body."""
    stated: dict[str, Any] = {
        "id": "urn:uuid:5f6b1f0e-0000-4000-8000-000000000002",
        "about": about,
        "issuer": by.profile,
        "valid_from": ISSUED,
    }
    return endorsement_document("In good standing.", **(stated | members))


def signed(document: JsonObject, *, by: Party = UNI, proof: str | None = None) -> JsonObject:
    """The document with its proof, parsed."""
    return parse_object(sign(document, signer=by.key, at=ISSUED, proof=proof).text)


def world(*, revoked: Sequence[int] = (), suspended: Sequence[int] = ()) -> SimulatedWeb:
    """The web in which everybody's key and UNI's lists are published, as of now."""
    web = SimulatedWeb(at=AT)
    for party in (UNI, ELI, CHEN):
        host = party.did.removeprefix("did:web:")
        web.publish(f"https://{host}/.well-known/did.json", party.published)
    for purpose, rows in (("revocation", revoked), ("suspension", suspended)):
        web.publish(LISTS[purpose], status_list(purpose, rows).text)
    return web


def status_list(purpose: str, rows: Sequence[int], *, by: Party = UNI) -> Credential:
    """A signed status list in which the entries `rows` are set."""
    document = status_credential(
        LISTS[purpose],
        issuer=by.did,
        purpose=purpose,
        encoded_list=build_list(map(StatusRow, rows)),
        window=Window(ISSUED, end=AT + timedelta(days=1)),
    )
    return sign(document, signer=by.key, at=ISSUED)
