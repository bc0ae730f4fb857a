"""The ways a credential is secured here, each under a path of its own.

A conformance suite knows an endpoint by its URL alone, so every cryptosuite, kind of key and
envelope has a path; what stands under a path is the same API.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from testamur.credentials.issue import JWT
from testamur.credentials.proofs.selective import SUITE_NAME as SELECTIVE
from testamur.keys import KeyKind

__all__ = ["DEFAULT", "JWT", "MECHANISMS", "SELECTIVE", "Mechanism"]


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One way of securing: `path` from the root, the cryptosuite or `JWT`, the kind of key.

    `status_purpose` names the status list that its credentials stand in, "" for none.
    """

    path: str
    suite: str
    kind: KeyKind
    status_purpose: str = ""

    @property
    def prefix(self) -> str:
        """What stands before every address of this mechanism."""
        return f"{self.path}/" if self.path else ""


DEFAULT: Final = Mechanism("", "eddsa-rdfc-2022", KeyKind.ED25519)

_TABLE: Final = (
    DEFAULT,
    Mechanism("eddsa-rdfc-2022", "eddsa-rdfc-2022", KeyKind.ED25519),
    Mechanism("eddsa-jcs-2022", "eddsa-jcs-2022", KeyKind.ED25519),
    Mechanism("ecdsa-rdfc-2019/p-256", "ecdsa-rdfc-2019", KeyKind.P256),
    Mechanism("ecdsa-rdfc-2019/p-384", "ecdsa-rdfc-2019", KeyKind.P384),
    Mechanism("ecdsa-jcs-2019/p-256", "ecdsa-jcs-2019", KeyKind.P256),
    Mechanism("ecdsa-jcs-2019/p-384", "ecdsa-jcs-2019", KeyKind.P384),
    Mechanism("ecdsa-sd-2023/p-256", SELECTIVE, KeyKind.P256),
    Mechanism("vc-jwt/ed25519", JWT, KeyKind.ED25519),
    Mechanism("vc-jwt/p-256", JWT, KeyKind.P256),
    Mechanism("vc-jwt/p-384", JWT, KeyKind.P384),
    Mechanism("status", "eddsa-rdfc-2022", KeyKind.ED25519, "revocation"),
    Mechanism("status/suspension", "eddsa-rdfc-2022", KeyKind.ED25519, "suspension"),
)

MECHANISMS: Final = {mechanism.path: mechanism for mechanism in _TABLE}
"""Path to mechanism; the empty path is the default."""
