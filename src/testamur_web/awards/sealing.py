"""The secrets of issuer keys at rest: encrypted, and opened only where something is signed.

PKCS #8, encrypted with a key that is derived from `settings.KEY_SECRET` for each by itself. A
database that is lost without that secret loses no key. A secret that does not fit is the fault of
nobody who asks: it is `Unreachable` until whoever runs the instance states the right one.
"""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from testamur.errors import Refused, Unreachable
from testamur.keys import SigningKey
from testamur.problems import Problem
from testamur_web.awards.models import IssuerKey

__all__ = ["problem_of_keys", "seal", "signer_of"]


def seal(key: SigningKey) -> bytes:
    """The secret of `key`, encrypted."""
    return key.to_pem(settings.KEY_SECRET.encode())


def signer_of(row: IssuerKey) -> SigningKey:
    """The key of `row`, ready to sign.

    Raises `Unreachable` (`service.key-secret`) where the instance's secret is another.
    """
    try:
        return _opened(bytes(row.secret), settings.KEY_SECRET.encode())
    except Refused:
        told = f"the key {row.multikey} was encrypted with another secret"
        raise Unreachable.because("service.key-secret", told) from None


def problem_of_keys(*, most: int | None = None) -> Problem | None:
    """What keeps the newest keys, `most` of them or all, from being opened."""
    for row in IssuerKey.objects.order_by("-created_at")[:most]:
        try:
            signer_of(row)
        except Unreachable as failure:
            return failure.problem
    return None


@lru_cache(maxsize=64)
def _opened(sealed: bytes, secret: bytes) -> SigningKey:
    """To open one takes as long as to sign a hundred credentials."""
    return SigningKey.from_pem(sealed, secret)
