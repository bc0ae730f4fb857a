"""What is measured: the credential of `tests/sample_credential.py`, for many recipients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from testamur.credentials.issue import Press
from testamur.credentials.proofs import ProofOptions
from testamur.keys import SigningKey
from tests.sample_credential import ISSUED, SLOTS, sample, sample_values

__all__ = ["KEY", "OPTIONS", "did_key_values", "document_of", "press", "values"]

KEY: Final = SigningKey.from_seed(bytes(range(32)))
OPTIONS: Final = ProofOptions(
    cryptosuite="eddsa-rdfc-2022",
    verification_method=f"{KEY.public.did_key}#{KEY.public.multikey}",
    created=ISSUED,
)
_RECIPIENT: Final = SLOTS.index(("credentialSubject", "id"))


def document_of(number: int) -> dict[str, Any]:
    """The unsigned credential of recipient `number`, issued by `KEY`."""
    return sample(number, issuer=KEY.public.did_key)


def press() -> Press:
    """A press for the sample credential."""
    return Press(document_of(0), SLOTS, signer=KEY, options=OPTIONS)


def values(count: int) -> list[list[str]]:
    """The slots of `count` recipients known by their e-mail addresses."""
    return [sample_values(number) for number in range(count)]


def did_key_values(count: int) -> list[list[str]]:
    """The slots of `count` recipients known by did:key."""
    found = values(count)
    for number, row in enumerate(found):
        row[_RECIPIENT] = f"{KEY.public.did_key[:-6]}{number:06d}"
    return found


def texts(rows: Sequence[list[str]]) -> list[str]:
    """The signed credentials of these recipients."""
    pressed = press()
    return [pressed.sign(row).text for row in rows]
