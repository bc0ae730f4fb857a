"""The secrets of issuer keys at rest: encrypted, and opened only where something is signed.

PKCS #8, encrypted with a key that is derived from `settings.KEY_SECRET` for each by itself. A
database that is lost without that secret loses no key.
"""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from testamur.keys import SigningKey
from testamur_web.awards.models import IssuerKey

__all__ = ["seal", "signer_of"]


def seal(key: SigningKey) -> bytes:
    """The secret of `key`, encrypted."""
    return key.to_pem(settings.KEY_SECRET.encode())


def signer_of(row: IssuerKey) -> SigningKey:
    """The key of `row`, ready to sign; raises `Refused` where the instance's secret is another."""
    return _opened(bytes(row.secret), settings.KEY_SECRET.encode())


@lru_cache(maxsize=64)
def _opened(sealed: bytes, secret: bytes) -> SigningKey:
    """To open one takes as long as to sign a hundred credentials."""
    return SigningKey.from_pem(sealed, secret)
