"""The secrets of claims and shares: how they are made, kept and read again.

- The token and the code of a claim are derived from the award with the instance's own secret, so
  that making a claim twice gives the same link. Of the token only its hash is kept.
- A code is typed by people: ten letters and digits without those that are mistaken for another, in
  two groups, 50 bits. However it is typed, it is read the same.
- The token of a share is random, and kept, for whoever shared sees the address again.
"""

from __future__ import annotations

import hmac
import re
import secrets
from typing import Final
from uuid import UUID

from django.conf import settings

__all__ = [
    "code_of",
    "make_share_token",
    "plain_code",
    "shown_code",
    "token_of",
]

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH: Final = 10
_MISTAKEN: Final = str.maketrans("OIL", "011")
_CODE: Final = re.compile(rf"[{_ALPHABET}]{{{_CODE_LENGTH}}}\Z")


def token_of(award: UUID) -> str:
    """The secret of the link that claims `award`: 256 bits, always the same for one instance."""
    return _derived("claim-token", award).hex()


def code_of(award: UUID, *, attempt: int = 0) -> str:
    """The code that claims `award`; another `attempt` gives another one."""
    number = int.from_bytes(_derived(f"claim-code-{attempt}", award))
    letters = []
    for _ in range(_CODE_LENGTH):
        number, letter = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[letter])
    return "".join(letters)


def plain_code(typed: str) -> str | None:
    """The code somebody typed, as it is kept; None for what can be none."""
    code = re.sub(r"[\s\-\u2010-\u2015]+", "", typed).upper().translate(_MISTAKEN)
    return code if _CODE.match(code) else None


def shown_code(code: str) -> str:
    """The code in two groups, as people read it."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def make_share_token() -> str:
    """A new secret for the address of a share: 192 bits."""
    return secrets.token_urlsafe(24)


def _derived(purpose: str, award: UUID) -> bytes:
    key = settings.KEY_SECRET.encode()
    return hmac.digest(key, f"testamur.{purpose}:{award}".encode(), "sha256")
