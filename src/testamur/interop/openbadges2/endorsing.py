"""Endorsements: what others say of the badge, its class and its issuer, each verified like a badge.

Rules kept here (Open Badges 2.0, Endorsement):

- an endorsement is judged whole, its own endorsements included, to a bounded depth and number;
- one that points back at what is being judged already is not judged again;
- it counts only if it is about what it stands beside: the badge, its class or its issuer;
- what an issuer says in favour of itself is not counted; whoever else endorses is told by name and
  by host, for a name may be anybody's;
- one that fails makes the badge fail, since its issuer put it there; one that cannot be had leaves
  a doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from testamur.encoding import Json, JsonObject
from testamur.interop.openbadges2.chain import Chain, kind_of
from testamur.interop.openbadges2.findings import Findings, in_a_sentence
from testamur.interop.openbadges2.linked import authority_of, reference_of
from testamur.interop.openbadges2.vocabulary import SPEC, many
from testamur.problems import Report, Verdict

__all__ = ["MAX_DEPTH", "MAX_ENDORSEMENTS", "Endorsed", "Endorsing", "check_endorsements"]

MAX_DEPTH: Final = 3
"""How many endorsements may stand on each other: the endorsement of an endorser, and so on."""

MAX_ENDORSEMENTS: Final = 32
"""The most endorsements judged for one badge."""

_SECTION: Final = f"{SPEC}, Endorsement"


@dataclass(frozen=True, slots=True)
class Endorsed:
    """An endorsement as it was judged: the verdict, the text that counts, and whose it is."""

    report: Report
    document: JsonObject
    chain: Chain


@dataclass(slots=True)
class Endorsing:
    """What is shared by all endorsements of one badge."""

    judge: Callable[[str | JsonObject, int], Endorsed]
    seen: set[str] = field(default_factory=set)
    count: int = 0


def check_endorsements(
    document: JsonObject, chain: Chain, endorsing: Endorsing, depth: int, findings: Findings
) -> list[str]:
    """Judge every endorsement beside `document`; gives the names of its issuer's endorsers."""
    trusting: list[str] = []
    about_issuer = _plain({chain.issuer.address, chain.issuer.own_id}) if chain.issuer else set()
    about = _about(document, chain) | about_issuer
    for pointer, value in _beside(document, chain):
        if not _is_to_be_judged(value, pointer, endorsing, depth, findings):
            continue
        endorsed = endorsing.judge(value, depth + 1)
        if not _holds(endorsed, pointer, about, findings):
            continue
        if _is_own_praise(endorsed, chain):
            findings.note("What the issuer says in favour of itself is not counted.")
            continue
        name = _speaker(endorsed)
        findings.passed(f"Endorsed by {name}.")
        if _claimed(endorsed) in about_issuer:
            trusting.append(name)
    return trusting


def _is_own_praise(endorsed: Endorsed, chain: Chain) -> bool:
    endorser = endorsed.chain.issuer
    if endorser is None or chain.issuer is None:
        return False
    return not _plain(endorser.names).isdisjoint(_plain(chain.issuer.names))


def _speaker(endorsed: Endorsed) -> str:
    """Who endorses: the name it gives itself, and the host that proves it."""
    endorser = endorsed.chain.issuer
    is_proven = endorser is not None and endorser.is_published
    address = endorser.address if endorser and is_proven else reference_of(endorsed.document)
    return f"{endorsed.chain.issuer_name} ({in_a_sentence(authority_of(address))})"


def _beside(document: JsonObject, chain: Chain) -> Iterator[tuple[str, Json]]:
    places = [("/endorsement", document)]
    if chain.badge is not None:
        places.append(("/badge/endorsement", chain.badge.document))
    if chain.issuer is not None:
        place = "/badge/issuer" if chain.badge else "/issuer"
        places.append((f"{place}/endorsement", chain.issuer.document))
    for pointer, place_of in places:
        for index, value in enumerate(many(place_of.get("endorsement"))):
            yield f"{pointer}/{index}", value


def _is_to_be_judged(
    value: Json, pointer: str, endorsing: Endorsing, depth: int, findings: Findings
) -> bool:
    name = value if isinstance(value, str) else reference_of(value)
    if name and name in endorsing.seen:
        return False
    if depth == MAX_DEPTH:
        findings.note("Endorsements of those who endorse the endorsers were not followed.")
        return False
    endorsing.seen.add(name)
    endorsing.count += 1
    if endorsing.count > MAX_ENDORSEMENTS:
        findings.doubt(
            "openbadges2.too-many-documents",
            f"more than {MAX_ENDORSEMENTS} endorsements; this one was not judged",
            pointer,
        )
        return False
    return True


def _holds(endorsed: Endorsed, pointer: str, about: set[str], findings: Findings) -> bool:
    first = next((problem.detail for problem in endorsed.report.problems), "")
    match endorsed.report.verdict:
        case Verdict.UNDETERMINED:
            findings.doubt(
                "openbadges2.endorsement-undetermined",
                f"the endorsement cannot be judged: {first}",
                pointer,
                _SECTION,
            )
            return False
        case Verdict.INVALID:
            complaint = first
        case Verdict.VALID if kind_of(endorsed.document) != "Endorsement":
            complaint = "it is not an Endorsement"
        case Verdict.VALID if _claimed(endorsed) not in about:
            complaint = "it is about something else"
        case _:
            return True
    findings.fail(
        "openbadges2.endorsement-refused",
        f"the endorsement does not hold: {complaint}",
        pointer,
        _SECTION,
    )
    return False


def _about(document: JsonObject, chain: Chain) -> set[str]:
    names = {reference_of(document)}
    if chain.badge is not None:
        names |= chain.badge.names
        names |= {reference_of(other) for other in many(chain.badge.document.get("related"))}
    return _plain(names) - {""}


def _claimed(endorsed: Endorsed) -> str:
    claimed = reference_of(endorsed.document.get("claim"))
    return next(iter(_plain({claimed})))


def _plain(addresses: set[str] | frozenset[str]) -> set[str]:
    """The addresses with http and https told as one: who is meant does not hang on it."""
    return {address.replace("http://", "https://", 1) for address in addresses}
