"""openbadgeslib and openvc-core verify what we sign, and we what they sign; none what was altered.

What they cannot verify is named in `limits.py`, and shown here: we find it valid, they refuse it in
the words that stand there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import islice
from random import Random
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob3.ldp import (
    OB3LdpVerifier,
    add_data_integrity_proof,
    verify_data_integrity_proof,
)
from openbadgeslib.ob3.verifier import OB3Verifier
from openvc.errors import OpenvcError
from openvc.keys import Ed25519SigningKey, P256SigningKey, P384SigningKey
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_ecdsa_rdfc import EcdsaRdfcProofSuite
from openvc.proof.di_jcs import EcdsaJcsProofSuite, EddsaJcsProofSuite
from openvc.proof.vc_jwt import VcJwtProofSuite
from openvc.status import CredentialRevoked, CredentialSuspended
from openvc.verify import VerificationPolicy, verify_credential

from testamur.credentials.artwork import badge_png, badge_svg
from testamur.credentials.bake import bake
from testamur.credentials.issue import sign, verification_method_of
from testamur.credentials.jose import sign_credential
from testamur.credentials.proofs import ProofOptions, derive, sign_selective
from testamur.credentials.status import status_entry
from testamur.credentials.verify import examine
from testamur.encoding import compact_json, parse_object
from testamur.keys import SigningKey
from testamur.ld import canonicalise
from testamur.ld.contexts import KNOWN, load_context
from testamur.problems import Verdict
from tests.alterations import TOKEN_ALTERATIONS, says_nothing_twice
from tests.interop.limits import LIMITS
from tests.interop.tampering import TAMPERED, tampered
from tests.strategies import AWARDED, LISTS, REVOKED, Award, key_of, published_lists, random_award

SOON = AWARDED + timedelta(minutes=1)
FAR = AWARDED + timedelta(days=36_500)
"""Both libraries hold some dates against the clock of the machine."""

CONTEXTS = {url: load_context(url) for url in KNOWN}
EUROPEAN = "https://w3id.org/testamur/microcredential/v1"
KINDS = ("ed25519", "p256", "p384")
SUITES = {"eddsa-rdfc-2022": "ed25519", "eddsa-jcs-2022": "ed25519", "ecdsa-rdfc-2019": "p256"}
MANY, SOME, FEW = 24, 8, 4
TOKENS = 30

web_of = cache(published_lists)


def is_valid(source: dict[str, Any] | str | bytes, key: SigningKey) -> bool:
    return examine(source, resolver=web_of(key), at=SOON).verdict is Verdict.VALID


def is_accepted(verify: Callable[..., object], *said: Any) -> bool:
    """Whether one of the libraries accepts it; what is not a refusal of its own is raised."""
    try:
        verify(*said)
    except (LibOpenBadgesException, OpenvcError):
        return False
    return True


# -------------------------------------------------------------------------------- the libraries


def by_openvc(source: dict[str, Any] | str, key: SigningKey) -> object:
    """Its whole pipeline: form, key, issuer, proof, dates and status, whose list it verifies too."""
    return verify_credential(
        source,
        policy=VerificationPolicy(now=SOON),
        resolve_status_list=lambda url: list_by_openvc(url, key),
        extra_contexts=CONTEXTS,
    )


@cache
def list_by_openvc(url: str, key: SigningKey) -> dict[str, Any]:
    listed = alone(parse_object(web_of(key).fetch(url).body))
    return verify_credential(listed, policy=VerificationPolicy(now=SOON)).credential


def alone(document: dict[str, Any]) -> dict[str, Any]:
    """The document with its one proof as an object, as openvc-core reads it."""
    [proof] = document["proof"]
    return document | {"proof": proof}


def proof_by_openbadgeslib(document: dict[str, Any], key: SigningKey) -> object:
    return verify_data_integrity_proof(document, public_pem(key), extra_contexts=CONTEXTS)


def by_openbadgeslib(source: dict[str, Any] | str, key: SigningKey, **asked: Any) -> object:
    """Its whole verifier: form, key, issuer, proof and dates, and what else is `asked`."""
    verifier = OB3LdpVerifier if isinstance(source, dict) else OB3Verifier
    if key.public.kind.value == "p384":  # it resolves no did:key of this kind
        return verifier(public_pem(key)).verify(source, **asked)
    return verifier.for_issuer_did(key.public.did_key).verify(source, **asked)


@cache
def public_pem(key: SigningKey) -> bytes:
    public = load_pem_private_key(key.to_pem(), None).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


# --------------------------------------------------------------------------------- what we sign


@cache
def awards(count: int, fit: Callable[[str], object] = bool) -> list[Award]:
    """The first random awards that never end and whose text is `fit`."""
    key = key_of("issuer")
    drawn = map(random_award, range(10_000))
    lasting = (replace(one, details=one.details | {"valid_until": None}) for one in drawn)
    return list(islice((one for one in lasting if fit(compact_json(one.document(key)))), count))


def is_plain(text: str) -> bool:
    """Nothing in it that openvc-core cannot bring back into compacted form (see `LIMITS`)."""
    return '"endorsement"' not in text and '"geo"' not in text


def is_plain_to_both(text: str) -> bool:
    """Nor a context that openbadgeslib does not bring along, nor the label of a blank node."""
    return is_plain(text) and EUROPEAN not in text and "_:" not in text


def is_distinct(text: str) -> bool:
    """Nor anything said twice, so that each alteration changes what is said."""
    return is_plain_to_both(text) and says_nothing_twice(parse_object(text))


def has_endorsement(text: str) -> bool:
    return '"endorsement"' in text


def has_place(text: str) -> bool:
    return '"geo"' in text and not has_endorsement(text)


def has_european_elements(text: str) -> bool:
    return EUROPEAN in text


def signed(awarded: Iterable[Award], key: SigningKey, suite: str) -> list[dict[str, Any]]:
    return [award.signed(key, proof=suite).document for award in awarded]


def tokens(awarded: Iterable[Award], key: SigningKey, form: Any) -> list[str]:
    method = verification_method_of(key.public.did_key, key)
    documents = (award.document(key) for award in awarded)
    return [sign_credential(one, signer=key, kid=method, form=form) for one in documents]


def with_status(award: Award, index: int, purpose: str = "revocation") -> Award:
    entry = status_entry(LISTS[purpose], index=index, purpose=purpose)
    return replace(award, details=award.details | {"status": entry})


def shown_in_part(award: Award, key: SigningKey) -> dict[str, Any]:
    """What a holder shows of it; its dates and its status are mandatory."""
    document = award.document(key)
    method = verification_method_of(key.public.did_key, key)
    options = ProofOptions(cryptosuite="ecdsa-sd-2023", verification_method=method, created=AWARDED)
    wanted = {"issuer", "validFrom", "validUntil", "credentialStatus"} & document.keys()
    mandatory = [f"/{name}" for name in sorted(wanted)]
    base = sign_selective(
        document | {"proof": []}, signer=key, options=options, mandatory=mandatory
    )
    return derive(base, pointers=["/credentialSubject"])


def test_openbadgeslib_verifies_proofs_of_ours() -> None:
    key = key_of("issuer")
    documents = signed(awards(MANY), key, "eddsa-rdfc-2022")

    assert [one for one in documents if not is_accepted(proof_by_openbadgeslib, one, key)] == []


def test_openbadgeslib_accepts_every_credential_whose_contexts_it_brings_along() -> None:
    key = key_of("issuer")
    documents = signed(awards(MANY), key, "eddsa-rdfc-2022")

    accepted = [is_accepted(by_openbadgeslib, one, key) for one in documents]

    assert accepted == [EUROPEAN not in one["@context"] for one in documents]
    assert accepted.count(True) >= FEW


@pytest.mark.parametrize("kind", KINDS)
def test_openbadgeslib_verifies_tokens_of_ours(kind: str) -> None:
    key = key_of("issuer", kind)
    for token in tokens(awards(TOKENS), key, "openbadges"):
        assert is_accepted(by_openbadgeslib, token, key)
        assert is_valid(token, key)


@pytest.mark.parametrize("suite", SUITES)
def test_openvc_accepts_every_credential_it_can_bring_back(suite: str) -> None:
    """By a `jcs` suite, which knows no contexts, that is each of them."""
    key = key_of("issuer", SUITES[suite])
    documents = signed(awards(MANY if suite.startswith("eddsa") else SOME), key, suite)

    accepted = [is_accepted(by_openvc, alone(one), key) for one in documents]

    assert accepted == ["jcs" in suite or is_plain(compact_json(one)) for one in documents]
    assert any(accepted)


def test_openvc_accepts_with_p384_what_has_one_canonical_form_by_either_hash() -> None:
    key = key_of("issuer", "p384")
    awarded = awards(FEW, is_plain)
    members = [award.document(key) for award in awarded]
    short = ("@context", "id", "type", "issuer", "validFrom")
    subject = {"type": ["AchievementSubject"], "id": "did:example:ada"}
    members += [
        {name: one[name] for name in short}
        | {"issuer": key.public.did_key, "credentialSubject": subject}
        for one in members
    ]
    for document in (sign(one, signer=key, at=AWARDED).document for one in members):
        unsigned = {name: value for name, value in document.items() if name != "proof"}
        forms = {canonicalise(unsigned, algorithm=name).nquads for name in ("sha256", "sha384")}
        assert is_accepted(by_openvc, alone(document), key) == (len(forms) == 1)
        assert (document["issuer"] == key.public.did_key) <= (len(forms) == 1)


@pytest.mark.parametrize("kind", KINDS)
def test_openvc_verifies_tokens_of_ours(kind: str) -> None:
    key = key_of("issuer", kind)
    for token in tokens(awards(TOKENS), key, "vc-claim"):
        assert is_accepted(by_openvc, token, key)
        assert is_valid(token, key)


def test_both_verify_what_is_shown_in_part() -> None:
    key = key_of("issuer", "p256")
    listed = [with_status(award, REVOKED - 1) for award in awards(FEW, is_plain_to_both)]
    ending = [replace(one, details=one.details | {"valid_until": FAR}) for one in listed]
    for document in (shown_in_part(award, key) for award in ending):
        assert is_accepted(by_openvc, alone(document), key)
        assert is_accepted(by_openbadgeslib, document, key)
        assert is_valid(document, key)


@pytest.mark.parametrize("form", ["png", "svg"])
def test_openbadgeslib_takes_tokens_and_documents_out_of_our_images(form: str) -> None:
    key = key_of("issuer")
    drawn = {"png": badge_png, "svg": badge_svg}[form]("Python basics", issuer="University")
    picture = drawn.encode() if isinstance(drawn, str) else drawn
    take = {"png": OB3Verifier.extract_token_from_png, "svg": OB3Verifier.extract_token_from_svg}
    awarded = awards(SOME)
    documents = [award.signed(key).text for award in awarded]
    for text in (*documents, *tokens(awarded, key, "openbadges")):
        assert take[form](bake(picture, text)) == text


# --------------------------------------------------------------------------- what they cannot do


def limits() -> dict[str, tuple[Callable[..., object], dict[str, Any] | str, SigningKey]]:
    """For each limit, whom to ask, and for what."""
    ed, p256, p384 = (key_of("issuer", kind) for kind in KINDS)
    [plain] = awards(1, is_plain)
    [endorsed] = awards(1, has_endorsement)
    [placed] = awards(1, has_place)
    [european] = awards(1, has_european_elements)
    listed = with_status(plain, REVOKED - 1)

    def with_list(token: str, key: SigningKey) -> object:
        fetch = web_of(key).fetch
        return by_openbadgeslib(token, key, check_status=True, download=lambda url: fetch(url).body)

    rdfc = plain.signed(ed).document
    [own], [open_badges], [claim], [held] = (
        *(tokens([plain], ed, form) for form in ("vc+jwt", "openbadges", "vc-claim")),
        tokens([listed], ed, "openbadges"),
    )
    return {
        "openvc: a list of proofs": (by_openvc, rdfc, ed),
        "openvc: P-384": (by_openvc, alone(plain.signed(p384).document), p384),
        "openvc: endorsements": (by_openvc, alone(endorsed.signed(ed).document), ed),
        "openvc: geo": (by_openvc, alone(placed.signed(ed).document), ed),
        "openvc: vc+jwt": (by_openvc, own, ed),
        "openvc: Open Badges token": (by_openvc, open_badges, ed),
        "openbadgeslib: eddsa-jcs-2022": (
            by_openbadgeslib,
            plain.signed(ed, proof="eddsa-jcs-2022").document,
            ed,
        ),
        "openbadgeslib: ecdsa-rdfc-2019": (by_openbadgeslib, plain.signed(p256).document, p256),
        "openbadgeslib: further contexts": (by_openbadgeslib, european.signed(ed).document, ed),
        "openbadgeslib: parts without an end": (by_openbadgeslib, shown_in_part(plain, p256), p256),
        "openbadgeslib: vc+jwt": (by_openbadgeslib, own, ed),
        "openbadgeslib: vc claim": (by_openbadgeslib, claim, ed),
        "openbadgeslib: proof of a list": (with_list, held, ed),
    }


def test_what_they_cannot_verify_is_valid_and_refused_in_the_words_we_tell() -> None:
    tried = limits()
    assert tried.keys() == LIMITS.keys()
    for name, (verify, source, key) in tried.items():
        assert is_valid(source, key), name
        with pytest.raises((LibOpenBadgesException, OpenvcError)) as refused:
            verify(source, key)
        assert str(refused.value).startswith(LIMITS[name].says), (name, str(refused.value))


# ------------------------------------------------------------------------------------- tampered


def without_proof_context(document: dict[str, Any]) -> dict[str, Any]:
    """As openvc-core reads it by a `jcs` suite: the context of the proof is the document's."""
    return document | {"proof": document["proof"] | {"@context": document.get("@context")}}


@pytest.mark.parametrize("way", TAMPERED)
@pytest.mark.parametrize("suite", SUITES)
def test_none_of_us_accepts_an_altered_document(suite: str, way: str) -> None:
    key = key_of("issuer", SUITES[suite])
    rng = Random(2026)  # noqa: S311 -- chance, not secrets
    for award in awards(3, is_distinct):
        issued = award.signed(key, proof=suite)
        for changed in tampered(issued.text, way, rng, 2):
            assert not is_valid(changed, key)
            if suite == "eddsa-rdfc-2022":
                assert not is_accepted(by_openbadgeslib, changed, key)
            if has_one_proof(changed):
                unseen = "jcs" in suite and without_proof_context(
                    alone(changed)
                ) == without_proof_context(alone(issued.document))
                assert is_accepted(by_openvc, alone(changed), key) == unseen


def has_one_proof(document: dict[str, Any]) -> bool:
    proof = document.get("proof")
    return isinstance(proof, list) and len(proof) == 1 and isinstance(proof[0], dict)


@pytest.mark.parametrize(
    ("verify", "form"), [(by_openvc, "vc-claim"), (by_openbadgeslib, "openbadges")]
)
@pytest.mark.parametrize("kind", KINDS)
def test_none_of_us_accepts_an_altered_token(
    verify: Callable[..., object], form: str, kind: str
) -> None:
    key = key_of("issuer", kind)
    rng = Random(2026)  # noqa: S311
    for token in tokens(awards(5), key, form):
        for way in ("a bit is flipped", "a part says something else"):
            for changed in (TOKEN_ALTERATIONS[way](token, rng) for _ in range(8)):
                assert not is_valid(changed, key)
                assert not is_accepted(verify, changed.decode(errors="replace"), key), changed
        assert not is_valid(f"{token}==", key)  # RFC 7515 §2; both of them accept it


@pytest.mark.parametrize(
    ("purpose", "refusal"), [("revocation", CredentialRevoked), ("suspension", CredentialSuspended)]
)
def test_openvc_refuses_what_was_revoked_or_suspended(
    purpose: str, refusal: type[OpenvcError]
) -> None:
    key = key_of("issuer")
    for award in awards(2, is_plain):
        good, bad = (
            with_status(award, index, purpose).signed(key).document
            for index in (REVOKED - 1, REVOKED)
        )
        assert is_accepted(by_openvc, alone(good), key)
        with pytest.raises(refusal):
            by_openvc(alone(bad), key)


@pytest.mark.parametrize("purpose", LISTS)
def test_openbadgeslib_refuses_what_was_revoked_or_suspended(purpose: str) -> None:
    """With the status list as a token, which it verifies."""
    key = key_of("issuer")
    listed = parse_object(web_of(key).fetch(LISTS[purpose]).body)
    del listed["proof"]
    token = sign(listed, signer=key, at=AWARDED, proof="jwt").text
    asked = {"check_status": True, "download": lambda _: token.encode()}
    for award in awards(3):
        good, bad = (
            tokens([with_status(award, index, purpose)], key, "openbadges")[0]
            for index in (REVOKED - 1, REVOKED)
        )
        by_openbadgeslib(good, key, **asked)
        with pytest.raises(LibOpenBadgesException, match=f"Credential status '{purpose}' is set"):
            by_openbadgeslib(bad, key, **asked)


# ------------------------------------------------------------------------------- theirs, to us


def openvc_key(key: SigningKey) -> Any:
    kinds = {"ed25519": Ed25519SigningKey, "p256": P256SigningKey, "p384": P384SigningKey}
    method = verification_method_of(key.public.did_key, key)
    return kinds[key.public.kind.value].from_jwk(key.to_jwk(), method)


THEIRS = {
    ("eddsa-rdfc-2022", "ed25519"): DataIntegrityProofSuite,
    ("ecdsa-rdfc-2019", "p256"): EcdsaRdfcProofSuite,
    ("eddsa-jcs-2022", "ed25519"): EddsaJcsProofSuite,
    ("ecdsa-jcs-2019", "p256"): EcdsaJcsProofSuite,
    ("ecdsa-jcs-2019", "p384"): EcdsaJcsProofSuite,
}


@pytest.mark.parametrize(("suite", "kind"), THEIRS)
def test_we_verify_what_openvc_signs(suite: str, kind: str) -> None:
    """By a `jcs` suite it signs a context that its proof does not name (VC-DI-EDDSA §3.3.1)."""
    key = key_of("issuer", kind)
    method = verification_method_of(key.public.did_key, key)
    by_jcs = "jcs" in suite
    more = {} if by_jcs else {"extra_contexts": CONTEXTS}
    for award in awards(FEW, is_plain):
        theirs = THEIRS[suite, kind]().add_proof(
            award.document(key),
            signing_key=openvc_key(key),
            verification_method=method,
            created=AWARDED,
            **more,
        )
        assert is_valid(theirs, key) is not by_jcs
        named = without_proof_context(theirs) if by_jcs else theirs
        assert is_valid(named, key)
        assert not is_valid(named | {"name": "Another"}, key)


def test_we_verify_what_openbadgeslib_signs() -> None:
    key = key_of("issuer")
    method = verification_method_of(key.public.did_key, key)
    for award in awards(SOME):
        theirs = add_data_integrity_proof(
            award.document(key), key.to_pem(), method, created=AWARDED, extra_contexts=CONTEXTS
        )
        assert is_valid(theirs, key)
        assert not is_valid(theirs | {"name": "Another"}, key)


@pytest.mark.parametrize("kind", KINDS)
def test_tokens_of_openvc_say_that_they_begin_when_they_were_signed(kind: str) -> None:
    """And not when the credential begins, as VC-DM 1.1 §6.3.1 has it: that alone we refuse."""
    key = key_of("issuer", kind)
    for award in awards(SOME):
        token = VcJwtProofSuite().sign(award.document(key), signing_key=openvc_key(key))
        problems = examine(token, resolver=web_of(key), at=SOON).problems
        assert [(one.code, one.detail) for one in problems] == [
            ("jose.claim-mismatch", "claim 'nbf': it differs from 'validFrom'")
        ]
