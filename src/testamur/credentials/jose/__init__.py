"""JOSE: credentials and presentations as signed tokens.

    token = sign_credential(document, signer=key, kid="did:web:uni.example#key-1")
    verified = verify_credential_jwt(token, resolver=web, at=now)
    verified.document, verified.method

`parse_jws` and `verify_jws` are the strict compact JWS below; `credential_of_jwt` reads a token
without verifying it, for showing and for finding out who must be asked. SD-JWT and encrypted tokens
are not judged.
"""

from testamur.credentials.jose.binding import (
    VerifiedJwt,
    verify_credential_jwt,
    verify_presentation_jwt,
)
from testamur.credentials.jose.claims import (
    JwtForm,
    OpenedJwt,
    credential_of_jwt,
    presentation_of_jwt,
    sign_credential,
    sign_presentation,
)
from testamur.credentials.jose.compact import (
    Jws,
    VerifyingKey,
    is_token,
    parse_jws,
    sign_jws,
    sign_jwt,
    verify_jws,
)
from testamur.credentials.jose.envelopes import (
    ENVELOPED_CREDENTIAL,
    ENVELOPED_PRESENTATION,
    envelope,
    is_envelope,
    unwrap,
)

__all__ = [
    "ENVELOPED_CREDENTIAL",
    "ENVELOPED_PRESENTATION",
    "Jws",
    "JwtForm",
    "OpenedJwt",
    "VerifiedJwt",
    "VerifyingKey",
    "credential_of_jwt",
    "envelope",
    "is_envelope",
    "is_token",
    "parse_jws",
    "presentation_of_jwt",
    "sign_credential",
    "sign_jws",
    "sign_jwt",
    "sign_presentation",
    "unwrap",
    "verify_credential_jwt",
    "verify_jws",
    "verify_presentation_jwt",
]
