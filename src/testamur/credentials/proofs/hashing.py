"""What a proof signs: the hash of its own options, then the hash of the document.

Two ways to make the hashes (VC DI EdDSA Cryptosuites 1.0 §3.2, §3.3; VC DI ECDSA 1.0 §3.2, §3.3):

- `RDFC` hashes the canonical RDF of the options and of the document. The options stand in the
  document's contexts, and in the suite's own where the document's do not define it;
- `JCS` hashes the canonical JSON of both. The options carry the contexts the document had when it
  was signed. Contexts named after those stand only if they change nothing of what it says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from testamur import ld
from testamur.encoding import (
    Json,
    JsonObject,
    canonical_json,
    compact_json,
    copy_json,
    parse_object,
)
from testamur.errors import Refused
from testamur.ld.contexts import is_known, load_context

__all__ = ["JCS", "RDFC", "SUITE_CONTEXTS", "Means", "Transformation", "with_suite_context"]

SUITE_CONTEXTS: Final = {
    "DataIntegrityProof": "https://w3id.org/security/data-integrity/v2",
    "Ed25519Signature2020": "https://w3id.org/security/suites/ed25519-2020/v1",
}
"""Proof type to the context that defines it, for documents whose own contexts do not."""

MAX_KEPT_CONFIG: Final = 4096
"""Longer options are a stranger's; keeping many of them would fill the memory."""


@dataclass(frozen=True, slots=True)
class Means:
    """By which algorithm to hash, and whether the document may define terms of its own."""

    algorithm: ld.HashName = "sha256"
    inline_contexts: bool = False


@dataclass(frozen=True, slots=True)
class Transformation:
    """One way of making the two hashes, as the functions that do it.

    Each takes the document and the proof's options. `options` gives the options as the proof of a
    new signature shall carry them; the other two give the bytes of a hash. The document holds
    earlier proofs where the proof is chained to them, and no others.
    """

    options: Callable[[JsonObject, JsonObject], JsonObject]
    options_hash: Callable[[JsonObject, JsonObject, Means], bytes]
    document_hash: Callable[[JsonObject, JsonObject, Means], bytes]


def with_suite_context(document: JsonObject, *, proof_type: str) -> JsonObject:
    """The document, with the context that defines `proof_type` named last if none does yet."""
    contexts = _listed(document.get("@context"))
    for context in contexts:
        if _defines(context, proof_type):
            return document
    return document | {"@context": [*contexts, SUITE_CONTEXTS[proof_type]]}


def _rdfc_options(_document: JsonObject, options: JsonObject) -> JsonObject:
    return options


def _rdfc_options_hash(document: JsonObject, options: JsonObject, means: Means) -> bytes:
    if "@context" in options:
        raise Refused.because(
            "context.refused", "the suite signs no context of the proof's own", "/proof/@context"
        )
    stated = options | {"@context": document.get("@context")}
    config = compact_json(with_suite_context(stated, proof_type=options["type"]))
    hash_config = _kept_hash if len(config) <= MAX_KEPT_CONFIG else _config_hash
    return hash_config(config, means)


def _config_hash(config: str, means: Means) -> bytes:
    try:
        return _digest(parse_object(config), means)
    except Refused as refused:
        problem = refused.problem
        raise Refused(replace(problem, pointer=f"/proof{problem.pointer}")) from None


_kept_hash: Final = lru_cache(maxsize=1024)(_config_hash)
"""The credentials of one batch share their options to the byte."""


def _rdfc_document_hash(document: JsonObject, _options: JsonObject, means: Means) -> bytes:
    return _digest(document, means)


def _digest(document: JsonObject, means: Means) -> bytes:
    return ld.digest(document, algorithm=means.algorithm, inline_contexts=means.inline_contexts)


def _jcs_options(document: JsonObject, options: JsonObject) -> JsonObject:
    if "@context" not in document:
        return options
    return options | {"@context": copy_json(document["@context"])}


def _jcs_options_hash(_document: JsonObject, options: JsonObject, means: Means) -> bytes:
    return hashlib.new(means.algorithm, canonical_json(options)).digest()


def _jcs_document_hash(document: JsonObject, options: JsonObject, means: Means) -> bytes:
    if "@context" in options:
        document = _as_signed(document, options["@context"], means)
    return hashlib.new(means.algorithm, canonical_json(document)).digest()


def _as_signed(document: JsonObject, signed: Json, means: Means) -> JsonObject:
    """The document with the contexts it was signed with (VC DI EdDSA 1.0 §3.3.2 step 4)."""
    contexts, before = _listed(document.get("@context")), _listed(signed)
    if contexts[: len(before)] != before:
        raise Refused.because(
            "proof.context-mismatch",
            "the document was signed with other contexts than it names",
            "/@context",
            "VC DI EdDSA 1.0 §3.3.2",
        )
    as_signed = document | {"@context": signed}
    if len(contexts) > len(before):
        _refuse_other_meaning(document, as_signed, means)
    return as_signed


def _refuse_other_meaning(document: JsonObject, as_signed: JsonObject, means: Means) -> None:
    now, then = (
        ld.canonicalise(each, inline_contexts=means.inline_contexts).lines
        for each in (document, as_signed)
    )
    if now != then:
        raise Refused.because(
            "proof.context-mismatch",
            "a context added after signing changes what the document says",
            "/@context",
            "VC-DI 1.0 §2.4.1",
        )


def _listed(contexts: Json) -> list[Json]:
    if contexts is None:
        return []
    return contexts if isinstance(contexts, list) else [contexts]


def _defines(context: Json, term: str) -> bool:
    if isinstance(context, str):
        return _published_defines(context, term)
    if isinstance(context, list):
        return any(_defines(part, term) for part in context)
    return isinstance(context, dict) and (
        term in context or _defines(context.get("@context"), term)
    )


@lru_cache(maxsize=256)
def _published_defines(url: str, term: str) -> bool:
    return is_known(url) and _defines(load_context(url).get("@context"), term)


RDFC: Final = Transformation(_rdfc_options, _rdfc_options_hash, _rdfc_document_hash)
JCS: Final = Transformation(_jcs_options, _jcs_options_hash, _jcs_document_hash)
