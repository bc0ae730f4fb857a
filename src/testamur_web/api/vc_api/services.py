"""What VC-API asks for, each as one call of the library.

What is issued, in steps:

1. the credential is one: its shape, its resources' digests, the status entries it brings;
2. it is issued in the name of the key that signs, whoever it named before;
3. where the mechanism keeps a status list, the credential gets a place in it;
4. every member is a term some context defines, and only then it is signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import uuid4

from testamur import ld
from testamur.credentials.data_model import check_presentation_shape, check_shape
from testamur.credentials.identifiers import listed
from testamur.credentials.issue import verification_method_of
from testamur.credentials.jose import (
    ENVELOPED_CREDENTIAL,
    ENVELOPED_PRESENTATION,
    envelope,
    sign_credential,
)
from testamur.credentials.jose.claims import V2_CONTEXT
from testamur.credentials.presentations import (
    Asked,
    examine_presentation,
    sign_presentation,
    sign_presentation_jwt,
)
from testamur.credentials.proofs import ProofOptions, derive, sign_document, sign_selective
from testamur.credentials.proofs.options import read_proof
from testamur.credentials.resolution import Offline
from testamur.credentials.resources import check_resources
from testamur.credentials.status import status_entry
from testamur.credentials.status.entries import BITSTRING_TYPES, read_entry, status_type
from testamur.credentials.verify import Policy, examine, examine_unsecured
from testamur.encoding import Json, JsonObject
from testamur.errors import Refused
from testamur.keys import SigningKey
from testamur.problems import Outcome, Problem, Report
from testamur_web.api.answers import Faulty
from testamur_web.api.vc_api.mechanisms import JWT, SELECTIVE, Mechanism
from testamur_web.api.vc_api.station import OwnLists, Station, the_web

__all__ = [
    "Question",
    "derive_credential",
    "issue_credential",
    "issue_presentation",
    "set_status",
    "verify_credential",
    "verify_presentation",
]

_NEVER_HIDDEN: Final = (
    "issuer",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
    "credentialStatus",
)
"""What a holder must show where the issuer does not say: who issued it and how long it holds."""

_WHOLE: Final = {SELECTIVE: "ecdsa-rdfc-2019"}
"""The suite that signs presentations where a mechanism's own signs parts of credentials."""

_JWT_LIFE: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Question:
    """What a verifier is asked: everything, or the proof alone, and what it must be bound to."""

    proof_only: bool = False
    purpose: str | None = None
    challenge: str | None = None
    domain: str | None = None


def issue_credential(
    station: Station,
    mechanism: Mechanism,
    credential: JsonObject,
    *,
    mandatory: tuple[str, ...] | None,
    at: datetime,
) -> JsonObject | str:
    """The credential, issued: with a proof, or as a token; raises `Refused` or `Conflict`.

    `mandatory` are JSON Pointers to what selective disclosure may not hide.
    """
    _check_credential(credential)
    document = _named(credential, "issuer", station.issuer_of(mechanism))
    if mechanism.status_purpose:
        document = _with_status(station, mechanism, document)
    key = station.key_of(mechanism)
    ld.expand(document, inline_contexts=True)
    if mechanism.suite == JWT:
        method = verification_method_of(key.public.did_key, key)
        token = sign_credential(document, signer=key, kid=method)
        return envelope(token, kind=ENVELOPED_CREDENTIAL) if _is_enveloped(document) else token
    options = _options(mechanism.suite, key, at)
    if mechanism.suite == SELECTIVE:
        shown = [f"/{name}" for name in _NEVER_HIDDEN if name in document]
        return sign_selective(
            document,
            signer=key,
            options=options,
            mandatory=shown if mandatory is None else mandatory,
            inline_contexts=True,
        )
    return sign_document(document, signer=key, options=options, inline_contexts=True)


def verify_credential(
    station: Station, source: JsonObject | str, question: Question, *, at: datetime
) -> Report:
    """The judgement of a credential, given as a document, an envelope or a token."""
    resolver = OwnLists(station, at=at, then=the_web())
    return examine(source, resolver=resolver, at=at, policy=_policy(question))


def derive_credential(credential: JsonObject, *, pointers: tuple[str, ...]) -> JsonObject:
    """What a holder shows: the mandatory members and those `pointers` point to."""
    return derive(credential, pointers=pointers, inline_contexts=True)


def issue_presentation(
    station: Station,
    mechanism: Mechanism,
    presentation: JsonObject,
    *,
    asked: Asked,
    at: datetime,
) -> JsonObject | str:
    """The presentation, held and signed by the mechanism's key; raises `Refused`."""
    if problems := check_presentation_shape(presentation):
        raise Faulty(problems)
    _check_proofs(presentation)
    key = station.key_of(mechanism)
    document = _named(presentation, "holder", key.public.did_key)
    method = verification_method_of(key.public.did_key, key)
    if mechanism.suite == JWT:
        token = sign_presentation_jwt(
            document, signer=key, kid=method, asked=asked, made=at, expires=at + _JWT_LIFE
        )
        return envelope(token, kind=ENVELOPED_PRESENTATION) if _is_enveloped(document) else token
    options = _options(_WHOLE.get(mechanism.suite, mechanism.suite), key, at)
    return sign_presentation(
        document, signer=key, options=options, asked=asked, inline_contexts=True
    )


def verify_presentation(
    station: Station, source: JsonObject | str, question: Question, *, at: datetime
) -> Report:
    """The judgement of a presentation and of every credential in it."""
    resolver = OwnLists(station, at=at, then=the_web())
    of_each = _policy(Question(proof_only=question.proof_only))
    return examine_presentation(
        source,
        asked=Asked(challenge=question.challenge, domain=question.domain),
        resolver=resolver,
        at=at,
        examine=partial(examine, resolver=resolver, at=at, policy=of_each),
        examine_unsecured=partial(_examine_said, resolver=resolver, at=at, policy=of_each),
        inline_contexts=True,
    )


def set_status(
    station: Station, mechanism: Mechanism, credential: str, entry: JsonObject, *, is_set: bool
) -> None:
    """Set or clear the status of a credential issued here; raises `Refused`."""
    purpose = entry.get("statusPurpose", mechanism.status_purpose)
    if status_type(entry) not in BITSTRING_TYPES or purpose != mechanism.status_purpose:
        told = f"the list here is a bitstring for {mechanism.status_purpose}"
        raise Refused.because("request.malformed", told, "/credentialStatus")
    station.register.set_status(credential, purpose=purpose, is_set=is_set)


def _examine_said(
    credential: JsonObject | str, *, resolver: OwnLists, at: datetime, policy: Policy
) -> Report:
    """What a holder says without a proof of its own; a token always has one."""
    if isinstance(credential, str):
        return examine(credential, resolver=resolver, at=at, policy=policy)
    return examine_unsecured(credential, resolver=resolver, at=at, policy=policy)


def _policy(question: Question) -> Policy:
    return Policy(
        inline_contexts=True,
        proof_only=question.proof_only,
        purpose=question.purpose or "assertionMethod",
        challenge=question.challenge,
        domain=question.domain,
    )


def _check_credential(credential: JsonObject) -> None:
    problems = check_shape(credential)
    resources = check_resources(credential, resolver=Offline())
    if resources.outcome is Outcome.FAILED:
        problems += resources.problems
    problems += _status_problems(credential.get("credentialStatus"))
    if problems:
        raise Faulty(problems)
    _check_proofs(credential)


def _check_proofs(document: JsonObject) -> None:
    """What stands beside the proof that is added is a proof itself."""
    for proof in listed(document.get("proof")):
        read_proof(proof)


def _status_problems(stated: Json) -> list[Problem]:
    problems: list[Problem] = []
    for entry in listed(stated):
        try:
            if status_type(entry) in BITSTRING_TYPES:
                problems += read_entry(entry).problems
        except Refused as error:
            problems.append(error.problem)
    return problems


def _is_enveloped(document: JsonObject) -> bool:
    """Whether a token of the document has an envelope, as those of VC-DM 2.0 have."""
    return V2_CONTEXT in listed(document.get("@context"))


def _named(document: JsonObject, member: str, identity: str) -> JsonObject:
    """The document in the name of `identity`, whatever else it says of its issuer or holder."""
    stated = document.get(member)
    named = stated | {"id": identity} if isinstance(stated, dict) else identity
    return document | {member: named}


def _with_status(station: Station, mechanism: Mechanism, document: JsonObject) -> JsonObject:
    """The document with its place in the list; one without an id gets one, to be known by."""
    purpose = mechanism.status_purpose
    if "id" not in document:
        document = document | {"id": f"urn:uuid:{uuid4()}"}
    place = station.register.allot(document["id"], purpose=purpose)
    entry = status_entry(station.list_url(mechanism), index=place, purpose=purpose)
    others = listed(document.get("credentialStatus"))
    return document | {"credentialStatus": [*others, entry] if others else entry}


def _options(suite: str, key: SigningKey, at: datetime) -> ProofOptions:
    method = verification_method_of(key.public.did_key, key)
    return ProofOptions(cryptosuite=suite, verification_method=method, created=at)
