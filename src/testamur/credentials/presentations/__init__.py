"""Presentations: credentials handed to a verifier by whoever holds them.

    unsigned = build_presentation([credential], holder=did)
    asked = Asked(challenge=nonce, domain="https://employer.example")
    signed = sign_presentation(unsigned, signer=key, options=options, asked=asked)
    report = examine_presentation(signed, asked=asked, resolver=web, at=now, examine=examine)

As documents with a Data Integrity proof, as tokens (`sign_presentation_jwt`), and in envelopes.
"""

from testamur.credentials.presentations.examining import examine_presentation
from testamur.credentials.presentations.making import (
    Asked,
    build_presentation,
    sign_presentation,
    sign_presentation_jwt,
)

__all__ = [
    "Asked",
    "build_presentation",
    "examine_presentation",
    "sign_presentation",
    "sign_presentation_jwt",
]
