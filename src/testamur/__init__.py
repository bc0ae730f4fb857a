"""Testamur, the library: micro-credentials issued, verified, stacked, and put to use.

    import testamur as tm

    key = tm.SigningKey.generate()
    badge = tm.Achievement(
        "https://uni.example/a/py", name="Python basics", criteria="Pass the exam", ects=2.5, eqf=5
    )
    issuer = tm.Issuer(key.public.did_key, name="Example University")
    signed = tm.issue(badge, to="mailto:ada@uni.example", by=issuer, key=key, at=now)

    report = tm.examine(signed, resolver=tm.Offline(), at=now)   # never raises: verdict, checks
    good = tm.verify(signed, resolver=tm.Offline(), at=now)      # or raises NotVerified

    done = tm.stack([good], toward=rule, at=now)   # .counted .rejected .remaining .complete
    gaps = tm.gap([good], target=goal, at=now)     # per skill: asked, verified, why, what left
    way = tm.plan(gaps.needs, offers=catalogue)    # what to take, in which order, and proof
    hits = tm.match({"a": [good]}, profile=job, at=now)   # .matches: ranked, each point explained

Time, randomness and what may be fetched are parameters; `Offline()` opens no socket, `Web()` is the
one fetcher. Names are loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from testamur.credentials.bake import bake, unbake
    from testamur.credentials.bundle import make_bundle
    from testamur.credentials.document import Credential
    from testamur.credentials.issue import Press, issue, sign
    from testamur.credentials.openbadges import (
        Achievement,
        Alignment,
        Identity,
        Issuer,
        ResultDescription,
    )
    from testamur.credentials.resolution import Offline
    from testamur.credentials.verify import Policy, VerifiedCredential, verify
    from testamur.errors import NotVerified, Refused, TestamurError, Unreachable
    from testamur.interop.intake import examine
    from testamur.keys import PublicKey, SigningKey
    from testamur.net import Web
    from testamur.pathways.gap import gap
    from testamur.pathways.plan.planning import plan
    from testamur.pathways.stack import stack
    from testamur.problems import Outcome, Report, Verdict
    from testamur.talent.match import match

__version__ = "0.1.0"

_ROOMS = {
    "credentials.bake": ("bake", "unbake"),
    "credentials.bundle": ("make_bundle",),
    "credentials.document": ("Credential",),
    "credentials.issue": ("Press", "issue", "sign"),
    "credentials.openbadges": (
        "Achievement",
        "Alignment",
        "Identity",
        "Issuer",
        "ResultDescription",
    ),
    "credentials.resolution": ("Offline",),
    "credentials.verify": ("Policy", "VerifiedCredential", "verify"),
    "errors": ("NotVerified", "Refused", "TestamurError", "Unreachable"),
    "interop.intake": ("examine",),
    "keys": ("PublicKey", "SigningKey"),
    "net": ("Web",),
    "pathways.gap": ("gap",),
    "pathways.plan.planning": ("plan",),
    "pathways.stack": ("stack",),
    "problems": ("Outcome", "Report", "Verdict"),
    "talent.match": ("match",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Achievement",
    "Alignment",
    "Credential",
    "Identity",
    "Issuer",
    "NotVerified",
    "Offline",
    "Outcome",
    "Policy",
    "Press",
    "PublicKey",
    "Refused",
    "Report",
    "ResultDescription",
    "SigningKey",
    "TestamurError",
    "Unreachable",
    "Verdict",
    "VerifiedCredential",
    "Web",
    "bake",
    "examine",
    "gap",
    "issue",
    "make_bundle",
    "match",
    "plan",
    "sign",
    "stack",
    "unbake",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
