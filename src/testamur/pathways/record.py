"""A composite and its parts in one credential: a CLR 2.0 that says what is part of what.

The second form of a whole. Each credential stands in it as it was signed and speaks for itself; the
associations say which achievement is part of which. What the whole asks for is said by the rule in
the composite: evaluate that by the parts (`pathways.composite`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from testamur.credentials.document import Credential
from testamur.credentials.jose import is_token
from testamur.credentials.openbadges import Issuer
from testamur.encoding import Json, JsonObject, format_timestamp, parse_object
from testamur.errors import Refused
from testamur.pathways.composite import Composite, read_composite
from testamur.pathways.held import digest_of, signed_text

__all__ = ["CONTEXTS", "record_of"]

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
_SCHEMA: Final = (
    "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"
)


def record_of(
    whole: Credential,
    parts: Sequence[Credential],
    *,
    id: str,  # noqa: A002 -- the specification's name
    to: str,
    issuer: Issuer,
    valid_from: datetime,
) -> JsonObject:
    """The unsigned CLR of a composite with its parts.

    Raises `Refused`: `composite.part-missing` where a part that the composite lists is not among
    `parts`, `composite.token` where one is a token, and what `read_composite` raises.
    """
    document = whole.document
    composite = read_composite(document)
    ordered = _in_their_order(composite, parts)
    achievement = document["credentialSubject"]["achievement"]
    return {
        "@context": list(CONTEXTS),
        "id": id,
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": achievement["name"],
        "issuer": issuer.as_json(),
        "validFrom": format_timestamp(valid_from),
        "credentialSubject": {
            "id": to,
            "type": ["ClrSubject"],
            "verifiableCredential": [
                _carried(signed_text(whole.text), "the whole"),
                *(_carried(text, name) for name, text in ordered),
            ],
            "association": [
                _part_of(part.achievement, achievement["id"]) for part in composite.parts
            ],
        },
        "credentialSchema": [{"id": _SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _in_their_order(composite: Composite, parts: Sequence[Credential]) -> list[tuple[str, str]]:
    """The name and the text of each part that a composite lists."""
    by_digest = {digest_of(one.text): signed_text(one.text) for one in parts}
    for part in composite.parts:
        if part.digest not in by_digest:
            told = f"{part.name} is not among the parts"
            raise Refused.because("composite.part-missing", told, part.pointer)
    return [(part.name, by_digest[part.digest]) for part in composite.parts]


def _carried(text: str, name: str) -> Json:
    """A credential as it stands in another: CLR 2.0 has a place for documents alone."""
    if is_token(text):
        raise Refused.because("composite.token", f"{name} is a token, not a document")
    return parse_object(text)


def _part_of(part: str, whole: str) -> JsonObject:
    """Association of CLR 2.0: the achievement `part` is part of the achievement `whole`."""
    return {
        "type": "Association",
        "associationType": "isPartOf",
        "sourceId": part,
        "targetId": whole,
    }
