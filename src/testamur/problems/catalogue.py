"""The one catalogue of problem codes: what each means, and what the reader can do about it.

Grouped by the room that reports it. A code is never renamed or given a second meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["CATALOGUE", "Meaning"]


class Meaning(NamedTuple):
    """What a code means (`title`) and what to do about it (`remedy`)."""

    title: str
    remedy: str


CATALOGUE: Mapping[str, Meaning] = {
    # encoding
    "json.malformed": Meaning("The text is not JSON.", "Send the file as it was issued."),
    "json.duplicate-key": Meaning(
        "An object names the same member twice.", "Ask the issuer for a corrected file."
    ),
    "json.too-large": Meaning("The document is larger than accepted.", "Send a smaller document."),
    "json.too-deep": Meaning("The document nests too deeply.", "Send a flatter document."),
    "json.number-out-of-range": Meaning(
        "A number cannot be carried exactly by JSON.", "Use a string for long numbers."
    ),
    "encoding.malformed": Meaning(
        "An encoded value is not in its canonical form.", "Send the value as it was issued."
    ),
    "encoding.too-large": Meaning(
        "A compressed value unpacks to more than accepted.", "Ask its issuer for a smaller one."
    ),
    "time.malformed": Meaning(
        "A date and time is not written as YYYY-MM-DDThh:mm:ss with a zone.",
        "Write it like 2026-05-01T12:00:00Z.",
    ),
    # keys
    "key.malformed": Meaning("The key cannot be read.", "Check the file and its form."),
    "key.refused": Meaning(
        "The key is of a kind or strength that is not accepted.",
        "Use an Ed25519, P-256 or P-384 key made by a current tool.",
    ),
    "key.passphrase": Meaning(
        "The key file is encrypted and the passphrase is missing or wrong.",
        "Give the right passphrase.",
    ),
    # ld
    "context.unknown": Meaning(
        "A JSON-LD context is not one of those shipped and pinned.",
        "Use published contexts of Open Badges and Verifiable Credentials.",
    ),
    "context.changed": Meaning(
        "A JSON-LD context that ships with Testamur is not the pinned one.",
        "Install the package again from a source you trust.",
    ),
    "context.refused": Meaning(
        "A context is nested, inline, changed or out of place.",
        "List the contexts once, at the top of the document.",
    ),
    "document.unsigned-term": Meaning(
        "A member would not be covered by the signature.",
        "Remove it, or name a context that defines it.",
    ),
    "document.relative-iri": Meaning(
        "An identifier is not an absolute IRI, so the signature would not cover it.",
        "Write the identifier in full.",
    ),
    "document.refused-value": Meaning(
        "A value cannot be signed without loss.", "Write the value another way, or leave it out."
    ),
    "canonical.work-limit": Meaning(
        "The document's graph would take unbounded work to put in canonical form.",
        "Ask the issuer for a document with named nodes.",
    ),
    # dids
    "did.malformed": Meaning(
        "The identifier of a key is not written as its method demands.",
        "Ask the issuer to write it in its one canonical form.",
    ),
    "did.method-unsupported": Meaning(
        "The identifier of a key is of a kind that is not looked up.",
        "Use did:key, did:web, did:jwk or an https address.",
    ),
    "did.document-malformed": Meaning(
        "What is published about a key cannot be read without doubt.",
        "Ask the issuer to repair the document at that address.",
    ),
    "did.id-mismatch": Meaning(
        "The published document says that it is about another identifier.",
        "Ask the issuer to publish it under its own identifier.",
    ),
    "did.controller-mismatch": Meaning(
        "The key is not controlled by whom it is said to be.",
        "Treat the credential as not from this issuer.",
    ),
    "did.key-not-found": Meaning(
        "The key is not among those that its controller publishes.",
        "Ask the issuer to keep retired keys published.",
    ),
    "did.purpose": Meaning(
        "The key is not published for this purpose.",
        "Ask the issuer to list the key for the purpose it is used for.",
    ),
    "did.private-key": Meaning(
        "A private key is published where everybody can read it.",
        "Tell the issuer: the key is lost and must be replaced.",
    ),
    # resolution and net
    "fetch.offline": Meaning(
        "A document was needed that is not among the local copies, and nothing may be fetched.",
        "Allow the network, or give a copy of the document.",
    ),
    "fetch.blocked": Meaning(
        "The address is one that this software does not ask.",
        "Use a public https address without user name, port or fragment.",
    ),
    "fetch.unreachable": Meaning(
        "The address does not answer, or not over a trusted connection.", "Try again later."
    ),
    "fetch.timeout": Meaning("The address answers too slowly.", "Try again later."),
    "fetch.status": Meaning(
        "The address answers, but not with the document.",
        "Ask whoever publishes it to put it back.",
    ),
    "fetch.too-large": Meaning(
        "The document at the address is larger than accepted.",
        "Ask whoever publishes it for a smaller one.",
    ),
    "fetch.malformed": Meaning(
        "The answer does not keep the rules of HTTP.", "Ask whoever publishes it to repair it."
    ),
}
