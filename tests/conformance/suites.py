"""What published vectors are run, how many there are, and each divergence by name with its reason.

The tests beside this file prove every row; docs/reference/conformance.md tells them to readers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Final

from tests.conformance import (
    test_cctv_ed25519,
    test_data_integrity_vectors,
    test_inspector_ob20,
    test_inspector_ob30,
    test_json_test_suite,
    test_rdf_canon,
    test_wycheproof_jose,
    test_wycheproof_signatures,
)
from tests.shared_data import shared

__all__ = ["SUITES", "Suite"]


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite of published vectors."""

    name: str
    publisher: str
    vectors: Callable[[], int]
    proven_by: str
    divergences: Callable[[], Mapping[str, str]] = lambda: MappingProxyType({})


def _in_files(folder: str, *patterns: str) -> int:
    return sum(1 for pattern in patterns for _ in shared(folder).glob(pattern))


def _jose(name: str) -> Suite:
    titles = {"signature": "signatures", "key": "keys", "crypto": "crypto"}

    def divergences() -> Mapping[str, str]:
        listed = {
            f"tcId {case}": reason
            for (kind, case), reason in test_wycheproof_jose.DIVERGENCES.items()
            if kind == name
        }
        encrypted = [
            test["tcId"]
            for _, test in test_wycheproof_jose.vectors(name)
            if "jwe" in test and test["result"] == "valid"
        ]
        return listed | {
            f"tcId {case}": "valid: encrypted tokens are not read" for case in encrypted
        }

    return Suite(
        f"JSON Web {titles[name]}",
        "Wycheproof (C2SP)",
        lambda: len(test_wycheproof_jose.vectors(name)),
        "test_wycheproof_jose.py",
        divergences,
    )


def _signed_documents(root: str, *more: str) -> int:
    """How many signed documents a W3C repository has, each with its intermediate values."""
    whole = sum(one[0] == root for one in test_data_integrity_vectors.WHOLE.values())
    return whole + _in_files(root, *more)


def _rsa_divergences() -> Mapping[str, str]:
    listed = test_wycheproof_signatures.DIVERGENCES
    return {
        f"{file.removesuffix('_test.json')} tcId {case}": reason
        for file, cases in listed.items()
        for case, reason in cases.items()
    }


def _inspector_divergences() -> Mapping[str, str]:
    return {
        fixture: f"{verdict.value}: {reason}"
        for fixture, (verdict, reason) in test_inspector_ob30.DIVERGENCES.items()
    }


def _rdf_canon() -> int:
    manifest = shared(*test_rdf_canon.FOLDER, "manifest.jsonld")
    return len(json.loads(manifest.read_text())["entries"])


_SIGNATURES: Final = "test_wycheproof_signatures.py"

SUITES: Final = (
    Suite(
        "JSON parsing (RFC 8259)",
        "JSONTestSuite",
        lambda: sum(len(test_json_test_suite.files(kind)) for kind in "ynit"),
        "test_json_test_suite.py",
        lambda: test_json_test_suite.DIVERGENCES,
    ),
    Suite(
        "Ed25519 signatures",
        "Wycheproof (C2SP)",
        lambda: test_wycheproof_signatures.RAW["ed25519_test.json"],
        _SIGNATURES,
    ),
    Suite(
        "Ed25519 edge points",
        "CCTV (C2SP)",
        lambda: sum(1 for _ in test_cctv_ed25519.vectors()),
        "test_cctv_ed25519.py",
    ),
    Suite(
        "ECDSA signatures, P-256 and P-384",
        "Wycheproof (C2SP)",
        lambda: sum(
            count
            for file, count in chain(
                test_wycheproof_signatures.RAW.items(), test_wycheproof_signatures.DER.items()
            )
            if file.startswith("ecdsa")
        ),
        _SIGNATURES,
    ),
    Suite(
        "RSA PKCS #1 signatures, 2048 and 3072 bits",
        "Wycheproof (C2SP)",
        lambda: sum(
            count
            for file, count in test_wycheproof_signatures.RAW.items()
            if file.startswith("rsa")
        ),
        _SIGNATURES,
        _rsa_divergences,
    ),
    _jose("signature"),
    _jose("key"),
    _jose("crypto"),
    Suite("RDF Dataset Canonicalization 1.0", "W3C", _rdf_canon, "test_rdf_canon.py"),
    Suite(
        "EdDSA cryptosuites: signed documents, with every value on the way",
        "W3C",
        lambda: _signed_documents(
            test_data_integrity_vectors.EDDSA, "proof-set-chain/signedProof*.json"
        ),
        "test_data_integrity_vectors.py",
    ),
    Suite(
        "ECDSA cryptosuites: signed documents, with every value on the way",
        "W3C",
        lambda: _signed_documents(
            test_data_integrity_vectors.ECDSA,
            "ecdsa-sd-2023/*/addSignedSDBase.json",
            "ecdsa-sd-2023/*/derivedRevealDocument.json",
        ),
        "test_data_integrity_vectors.py",
    ),
    Suite(
        "Open Badges 3.0 and CLR 2.0 implementation guide",
        "1EdTech",
        lambda: _in_files("vectors/ob3-implementation-guide", "*/*"),
        "test_implementation_guide.py",
    ),
    Suite(
        "Open Badges 3.0 and CLR 2.0 fixtures of the official validator",
        "1EdTech",
        lambda: len(test_inspector_ob30.ROWS),
        "test_inspector_ob30.py",
        _inspector_divergences,
    ),
    Suite(
        "Open Badges 2.0 fixtures of the official validator",
        "1EdTech",
        lambda: len(test_inspector_ob20.ROWS),
        "test_inspector_ob20.py",
    ),
)
