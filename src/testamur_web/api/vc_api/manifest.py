"""The endpoints as the W3C conformance suites want to be told of them.

A suite finds the endpoints it tests by their `tags`, signs in the name of an issuer's `id`, and
asks ECDSA endpoints which curves they take. `configuration` is what its `localConfig.cjs` holds.
"""

from __future__ import annotations

from typing import Final

from testamur.encoding import JsonObject
from testamur.keys import KeyKind
from testamur_web.api.vc_api.mechanisms import DEFAULT, JWT, MECHANISMS, SELECTIVE, Mechanism
from testamur_web.api.vc_api.station import Station

__all__ = ["configuration", "implementation"]

_CURVES: Final = {KeyKind.P256: "P-256", KeyKind.P384: "P-384"}
_VERSIONS: Final = ["1.1", "2.0"]
_EVERY_SUITE: Final = [
    "vc2.0",
    "eddsa-rdfc-2022",
    "eddsa-jcs-2022",
    "Ed25519Signature2020",
    "ecdsa-rdfc-2019",
    "ecdsa-jcs-2019",
    "BitstringStatusList",
]
_JWT_PATH: Final = "vc-jwt/p-256"
_SELECTIVE_PATH: Final = "ecdsa-sd-2023/p-256"


def configuration(station: Station) -> JsonObject:
    """The whole of a suite's local configuration, for this service alone."""
    return {
        "settings": {"enableInteropTests": False, "testAllImplementations": False},
        "implementations": [implementation(station)],
    }


def implementation(station: Station) -> JsonObject:
    """This service as one implementation: its endpoints, by what they do."""
    selective, tokens = MECHANISMS[_SELECTIVE_PATH], MECHANISMS[_JWT_PATH]
    return {
        "name": "Testamur",
        "implementation": "Testamur",
        "issuers": [_issuer(station, mechanism) for mechanism in MECHANISMS.values()],
        "verifiers": [
            _verifier(station, DEFAULT, _EVERY_SUITE, list(_CURVES.values())),
            _verifier(station, selective, [SELECTIVE], ["P-256"]),
            _verifier(station, tokens, ["EnvelopingProof"], []),
        ],
        "vpVerifiers": [
            _endpoint(station, DEFAULT, "presentations/verify", ["vc2.0"]),
            _endpoint(station, tokens, "presentations/verify", ["EnvelopingProof"]),
        ],
        "vcHolders": [_endpoint(station, selective, "credentials/derive", ["vcHolder"])],
        "holders": [_endpoint(station, DEFAULT, "presentations", ["VCALM"])],
    }


def _issuer(station: Station, mechanism: Mechanism) -> JsonObject:
    told = _endpoint(station, mechanism, "credentials/issue", _tags_of(mechanism))
    if mechanism.kind in _CURVES:
        told["supportedEcdsaKeyTypes"] = [_CURVES[mechanism.kind]]
    return told


def _verifier(
    station: Station, mechanism: Mechanism, tags: list[str], curves: list[str]
) -> JsonObject:
    told = _endpoint(station, mechanism, "credentials/verify", tags)
    return told | ({"supportedEcdsaKeyTypes": curves} if curves else {})


def _endpoint(station: Station, mechanism: Mechanism, path: str, tags: list[str]) -> JsonObject:
    return {
        "id": station.issuer_of(mechanism),
        "endpoint": station.address(mechanism, path),
        "method": "POST",
        "supports": {"vc": _VERSIONS},
        "tags": tags,
    }


def _tags_of(mechanism: Mechanism) -> list[str]:
    if mechanism is DEFAULT:
        return ["vc2.0"]
    if mechanism.suite == JWT:
        return ["EnvelopingProof"]
    if mechanism.status_purpose:
        return ["BitstringStatusList", mechanism.status_purpose.title()]
    return [mechanism.suite]
