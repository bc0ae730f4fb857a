"""Keys by name: from the URL of a verification method to the key, and who controls it.

    method = resolve_method(proof["verificationMethod"], resolver=web, purpose="assertionMethod",
                            at=now)
    method.key.verify(data, signature)

`method.controller` is for the caller to hold against the issuer, `method.revoked` and
`method.expires` for the caller to hold against the moment of signing. Read are did:key, did:jwk,
did:web, controller and key documents over https, and the 1EdTech form `controller#key`.
"""

from testamur.credentials.dids.documents import did_document
from testamur.credentials.dids.methods import VerificationMethod
from testamur.credentials.dids.resolve import resolve_method
from testamur.credentials.dids.web import did_web_of, did_web_url

__all__ = ["VerificationMethod", "did_document", "did_web_of", "did_web_url", "resolve_method"]
