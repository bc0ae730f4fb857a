"""What the Python libraries beside us cannot verify of ours, with what they say and why.

`test_python_libraries.py` asks each of them for each; docs/reference/conformance.md tells it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["LIMITS", "Limit"]


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that `library` refuses although it is valid: `says` begins its own words."""

    library: str
    what: str
    says: str
    why: str


_CONTEXTS: Final = "the document is not in compacted form under its @context"

LIMITS: Final[Mapping[str, Limit]] = MappingProxyType(
    {
        "openvc: a list of proofs": Limit(
            "openvc-core",
            "a credential whose `proof` is a list, as Open Badges 3.0 has it",
            "dict has no `proof`",
            "it reads `proof` as one object; given the one proof of the list, it verifies",
        ),
        "openvc: P-384": Limit(
            "openvc-core",
            "`ecdsa-rdfc-2019` with P-384, where blank nodes are ordered by their hashes",
            "ecdsa-rdfc-2019 proof does not verify",
            "it names blank nodes by SHA-256, not by the SHA-384 of the key (VC-DI-ECDSA §3.2.3): "
            "exactly the documents whose two canonical forms are one are verified",
        ),
        "openvc: endorsements": Limit(
            "openvc-core",
            "an embedded endorsement, by an `rdfc` suite",
            _CONTEXTS,
            "it wants the whole to be in compacted form under one context; an embedded credential "
            "has its own",
        ),
        "openvc: geo": Limit(
            "openvc-core",
            "an address with `geo`, by an `rdfc` suite",
            _CONTEXTS,
            "the Open Badges context gives the property `geo` and the type `GeoCoordinates` one "
            "IRI, so that compacting calls the type `geo`",
        ),
        "openvc: vc+jwt": Limit(
            "openvc-core",
            "a `vc+jwt` token (VC-JOSE-COSE)",
            "no issuer (iss / vc.issuer) present",
            "it reads the `vc` claim of VC 1.1 alone; ours in that form it verifies",
        ),
        "openvc: Open Badges token": Limit(
            "openvc-core",
            "an Open Badges 3.0 token, its claims beside the credential's members",
            "no embedded `vc` object in token",
            "the same",
        ),
        "openbadgeslib: eddsa-jcs-2022": Limit(
            "openbadgeslib",
            "`eddsa-jcs-2022`",
            "credential carries no supported Data Integrity proof",
            "it has `eddsa-rdfc-2022` and `ecdsa-sd-2023` alone",
        ),
        "openbadgeslib: ecdsa-rdfc-2019": Limit(
            "openbadgeslib",
            "`ecdsa-rdfc-2019`",
            "credential carries no supported Data Integrity proof",
            "the same",
        ),
        "openbadgeslib: further contexts": Limit(
            "openbadgeslib",
            "a context it does not bring along, such as that of the European elements, by "
            "`OB3LdpVerifier`",
            "JSON-LD context 'https://w3id.org/testamur/microcredential/v1' is not in the bundled",
            "it can be given contexts for the proof alone (`verify_data_integrity_proof`), and so "
            "verifies the proof of each",
        ),
        "openbadgeslib: parts without an end": Limit(
            "openbadgeslib",
            "`ecdsa-sd-2023`, of a credential that never ends or has no status",
            "ecdsa-sd-2023 presentation omitted validUntil",
            "it wants `validFrom`, `validUntil` and `credentialStatus` shown, for a holder might "
            "hide them",
        ),
        "openbadgeslib: vc+jwt": Limit(
            "openbadgeslib",
            "a `vc+jwt` token (VC-JOSE-COSE)",
            "JWT payload is missing the required 'iss' claim",
            "it reads the Open Badges 3.0 form alone; ours in that form it verifies",
        ),
        "openbadgeslib: vc claim": Limit(
            "openbadgeslib",
            "a token with a `vc` claim (VC 1.1)",
            "credential is not an OpenBadgeCredential/AchievementCredential",
            "the same",
        ),
        "openbadgeslib: proof of a list": Limit(
            "openbadgeslib",
            "the embedded proof of a status list",
            "status list https://uni.example/status/1 is not a signed JWT-VC",
            "it verifies status lists as tokens alone; ours as a token it verifies",
        ),
    }
)
