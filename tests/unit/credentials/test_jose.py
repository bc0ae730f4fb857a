"""Credentials and presentations as tokens: written, read back, and believed for the right key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from testamur import errors
from testamur.credentials import jose
from testamur.credentials.dids import VerificationMethod, did_document
from testamur.credentials.resolution import Offline
from testamur.encoding import base64url_encode, compact_json
from testamur.errors import Refused, Unreachable
from testamur.keys import PublicKey, SigningKey
from tests.simulated_web import SimulatedWeb

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
BASHIR = SigningKey.from_seed(b"\1" * 32)
MALLORY = SigningKey.from_seed(b"\2" * 32)
KEYS = {kind: SigningKey.generate(kind) for kind in ("ed25519", "p256", "p384")}
UNI = "did:web:uni.example"
ADA = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


def kid_of(key, controller=None):
    """The URL of the key: its own did:key, or the key as `controller` publishes it."""
    public = key.public
    return VerificationMethod.publish(public, controller=controller or public.did_key).id


def credential(issuer=BASHIR.public.did_key, **members):
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002",
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": ADA},
    } | members


def old_credential(**members):
    return {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "id": "urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002",
        "type": ["VerifiableCredential"],
        "issuer": {"id": BASHIR.public.did_key, "type": ["Profile"]},
        "issuanceDate": "2026-01-01T00:00:00Z",
        "expirationDate": "2027-01-01T00:00:00Z",
        "credentialSubject": {"id": ADA},
    } | members


def web_of(controller=UNI, keys=(BASHIR,), **said):
    """A web on which `controller` publishes `keys`."""
    methods = [
        VerificationMethod.publish(key.public, controller=controller, **said) for key in keys
    ]
    url = f"https://{controller.removeprefix('did:web:')}/.well-known/did.json"
    where = url if controller.startswith("did:web:") else controller
    return SimulatedWeb({where: did_document(controller, methods)})


def signed(payload, *, key=BASHIR, **header):
    return jose.sign_jwt(payload, signer=key, header={"kid": kid_of(key), **header})


def crafted(header, payload, *, key=BASHIR):
    """A token with any header at all, signed with `key`."""
    parts = [compact_json(part).encode() for part in (header, payload)]
    text = ".".join(map(base64url_encode, parts))
    return f"{text}.{base64url_encode(key.sign(text.encode()))}"


def code_of(call, *args, **kwargs):
    with pytest.raises(errors.TestamurError) as caught:
        call(*args, **kwargs)
    return caught.value.problem.code


def verify(token, *, resolver=None, at=NOON):
    return jose.verify_credential_jwt(token, resolver=resolver or Offline(), at=at)


# -- the token -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "alg"), [("ed25519", "EdDSA"), ("p256", "ES256"), ("p384", "ES384")]
)
def test_every_kind_of_key_signs_and_verifies(kind, alg):
    key = KEYS[kind]
    token = jose.sign_jws(b"payload", signer=key, header={"typ": "x"})
    jws = jose.verify_jws(token, key=key.public, typ=["x"])
    assert (jws.header["alg"], jws.payload, jws.typ) == (alg, b"payload", "x")


def test_an_ed25519_key_may_use_its_new_name():
    token = jose.sign_jws(b"", signer=BASHIR, header={"alg": "Ed25519"})
    assert jose.verify_jws(token, key=BASHIR.public).header == {"alg": "Ed25519"}


def test_a_key_signs_with_its_own_algorithm_only():
    assert code_of(jose.sign_jws, b"", signer=BASHIR, header={"alg": "ES256"}) == "jose.alg-refused"


def test_a_media_type_is_compared_in_its_short_form():
    token = jose.sign_jws(b"", signer=BASHIR, header={"typ": "application/VC+JWT"})
    assert jose.verify_jws(token, key=BASHIR.public, typ=["vc+jwt"]).typ == "vc+jwt"
    assert code_of(jose.verify_jws, token, key=BASHIR.public, typ=[""]) == "jose.typ-mismatch"


def test_another_key_did_not_sign_it():
    token = jose.sign_jws(b"", signer=BASHIR, header={})
    assert code_of(jose.verify_jws, token, key=MALLORY.public) == "jose.signature-mismatch"


def test_a_flipped_bit_anywhere_is_never_accepted():
    token = jose.sign_credential(credential(), signer=BASHIR, kid=kid_of(BASHIR))
    for place in range(len(token)):
        changed = token[:place] + chr(ord(token[place]) ^ 1) + token[place + 1 :]
        with pytest.raises(errors.TestamurError):
            verify(changed)


def test_a_token_is_recognised_before_it_is_read():
    token = signed({})
    assert jose.is_token(token)
    assert jose.is_token(f"{token}~")
    assert jose.is_token("aaaa.b.c.d.e")
    for text in ('{"a":"b.c.d"}', "https://uni.example/a.b.c", "", "plain words", "a.b.c"):
        assert not jose.is_token(text)


def test_a_token_larger_than_accepted_is_refused_unread():
    assert code_of(jose.parse_jws, "a" * 100, limit=99) == "jose.malformed"


# -- credentials -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("form", ["vc+jwt", "vc-claim", "openbadges"])
def test_a_credential_comes_back_as_it_was(kind, form):
    key = KEYS[kind]
    document = credential(key.public.did_key, validUntil="2027-01-01T00:00:00Z")
    token = jose.sign_credential(document, signer=key, kid=kid_of(key), form=form)
    verified = verify(token)
    assert verified.document == document
    assert verified.method.key == key.public
    assert verified.header["typ"] == ("vc+jwt" if form == "vc+jwt" else "JWT")


def test_a_version_one_credential_is_written_with_its_claims():
    token = jose.sign_credential(old_credential(), signer=BASHIR, kid=kid_of(BASHIR))
    verified = verify(token)
    assert verified.document == old_credential()
    assert verified.claims == {
        "iss": BASHIR.public.did_key,
        "sub": ADA,
        "jti": old_credential()["id"],
        "nbf": 1767225600,
        "exp": 1798761600,
    }
    form = {"signer": BASHIR, "kid": kid_of(BASHIR), "form": "vc+jwt"}
    assert code_of(jose.sign_credential, old_credential(), **form) == "jose.typ-mismatch"


def test_what_the_document_leaves_out_is_filled_in_from_the_claims():
    bare = {"@context": old_credential()["@context"], "type": ["VerifiableCredential"]}
    claims = {"iss": BASHIR.public.did_key, "sub": ADA, "jti": "urn:a:b", "nbf": 0, "exp": 2e9}
    opened = jose.credential_of_jwt(signed({**claims, "vc": {**bare, "credentialSubject": {}}}))
    assert opened.document == bare | {
        "credentialSubject": {"id": ADA},
        "issuer": BASHIR.public.did_key,
        "id": "urn:a:b",
        "issuanceDate": "1970-01-01T00:00:00Z",
        "expirationDate": "2033-05-18T03:33:20Z",
    }
    token = signed({**claims, "vc": {**bare, "credentialSubject": {}, "issuer": {"name": "Uni"}}})
    assert jose.credential_of_jwt(token).document["issuer"]["id"] == BASHIR.public.did_key


def test_a_claim_in_whole_seconds_agrees_with_a_finer_date():
    document = old_credential(issuanceDate="2026-01-01T00:00:00.250Z")
    token = jose.sign_credential(document, signer=BASHIR, kid=kid_of(BASHIR))
    assert verify(token).document == document


CONTRADICTIONS = {
    "another issuer": {"iss": "did:web:other.example"},
    "another subject": {"sub": "did:web:eve.example"},
    "another id": {"jti": "urn:uuid:0"},
    "another beginning": {"nbf": 1767225601},
    "another end": {"exp": 1798761599},
}


@pytest.mark.parametrize("claims", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_claim_and_a_member_say_the_same(claims):
    token = signed({"vc": old_credential(), **claims})
    assert code_of(jose.credential_of_jwt, token) == "jose.claim-mismatch"
    newer = credential(validFrom="2026-01-01T00:00:00Z", validUntil="2027-01-01T00:00:00Z")
    assert code_of(jose.credential_of_jwt, signed({**newer, **claims})) == "jose.claim-mismatch"


def test_one_subject_claim_cannot_speak_for_two_subjects():
    document = old_credential(credentialSubject=[{"id": ADA}, {"id": UNI}])
    token = signed({"vc": document, "sub": ADA})
    assert code_of(jose.credential_of_jwt, token) == "jose.claim-mismatch"


@pytest.mark.parametrize(
    "claims",
    [{"iss": 5}, {"jti": ""}, {"sub": None}, {"nbf": "2026-01-01T00:00:00Z"}, {"exp": True},
     {"exp": 1e300}, {"nbf": None}, {"vc": []}],
)  # fmt: skip
def test_a_claim_has_its_form(claims):
    token = signed({"vc": old_credential(), **claims})
    assert code_of(jose.credential_of_jwt, token) == "jose.claim-malformed"


def test_dates_beside_a_new_credential_are_those_of_the_signature():
    def token(**claims):
        return signed(credential() | claims, typ="vc+jwt")

    assert verify(token(nbf=0, iat=1767225600)).document == credential()
    assert verify(token(iat="2026-01-01T00:00:00Z")).document == credential()
    noon = int(NOON.timestamp())
    assert verify(token(exp=noon + 1))
    assert code_of(verify, token(exp=noon)) == "jose.expired"
    assert code_of(verify, token(nbf=noon + 301)) == "jose.not-yet-valid"
    assert code_of(verify, token(iat=noon + 301)) == "jose.not-yet-valid"
    assert code_of(verify, token(nbf=5, exp=5)) == "jose.claim-mismatch"
    assert code_of(verify, token(iat="last year")) == "time.malformed"


def test_a_new_credential_has_no_wrapping_claim():
    for name in ("vc", "vp"):
        token = signed(credential() | {name: {}}, typ="vc+jwt")
        assert code_of(jose.credential_of_jwt, token) == "jose.claim-mismatch"


def test_a_member_is_never_written_where_it_would_be_read_as_a_claim():
    for name in ("iss", "exp", "vc", "cnf"):
        document = credential() | {name: "x"}
        told = code_of(jose.sign_credential, document, signer=BASHIR, kid=kid_of(BASHIR))
        assert told == "jose.claim-mismatch"


def test_what_a_token_carries_is_named_in_cty():
    assert jose.credential_of_jwt(signed(credential(), typ="vc+jwt", cty="vc"))
    for content in ("JWT", "vp", "bad+cty"):
        token = signed(credential(), typ="vc+jwt", cty=content)
        assert code_of(jose.credential_of_jwt, token) == "jose.typ-mismatch"


# -- whose key -------------------------------------------------------------------------------------


def test_a_key_of_a_did_web_is_looked_up():
    document = credential(UNI)
    token = jose.sign_credential(document, signer=BASHIR, kid=kid_of(BASHIR, UNI))
    assert verify(token, resolver=web_of()).method.controller == UNI
    assert code_of(verify, token) == "fetch.offline"


def test_kid_may_be_the_name_of_a_key_among_the_issuers():
    token = signed(credential(UNI), kid=BASHIR.public.multikey, typ="vc+jwt")
    assert verify(token, resolver=web_of()).method.id == kid_of(BASHIR, UNI)
    token = signed(credential(UNI), kid=f"#{BASHIR.public.multikey}", typ="vc+jwt")
    assert verify(token, resolver=web_of()).method.id == kid_of(BASHIR, UNI)


def test_a_key_of_somebody_else_is_refused_before_anybody_is_asked():
    web = web_of(keys=[MALLORY])
    token = signed(credential("did:web:other.example"), kid=kid_of(MALLORY, UNI), key=MALLORY)
    assert code_of(verify, token, resolver=web) == "jose.key-not-bound"
    assert web.requests == []


def test_a_key_on_the_web_must_name_the_issuer_as_its_controller():
    issuer = "https://uni.example/issuer"
    web = web_of(issuer)
    token = signed(credential(issuer), kid=kid_of(BASHIR, issuer), typ="vc+jwt")
    assert verify(token, resolver=web).method.controller == issuer
    token = signed(credential("https://victim.example/issuer"), kid=kid_of(BASHIR, issuer))
    assert code_of(verify, token, resolver=web) == "jose.key-not-bound"


def test_a_did_that_is_a_key_needs_no_kid():
    token = crafted({"alg": "EdDSA"}, credential())
    assert verify(token).method.key == BASHIR.public
    token = crafted({"alg": "EdDSA"}, credential(UNI))
    assert code_of(verify, token, resolver=web_of()) == "jose.key-not-named"


def test_a_jwk_counts_only_as_a_key_the_issuer_publishes():
    def token(key, issuer, **header):
        return crafted(
            {"alg": "EdDSA", "jwk": key.public.jwk, **header}, credential(issuer), key=key
        )

    own = BASHIR.public.did_key
    assert verify(token(BASHIR, own)).method.key == BASHIR.public
    assert verify(token(BASHIR, own, kid=kid_of(BASHIR))).method.key == BASHIR.public
    assert verify(token(BASHIR, UNI), resolver=web_of()).method.id == kid_of(BASHIR, UNI)
    assert code_of(verify, token(MALLORY, own)) == "jose.key-not-bound"
    assert code_of(verify, token(MALLORY, own, kid=kid_of(BASHIR))) == "jose.key-not-bound"
    assert code_of(verify, token(MALLORY, UNI), resolver=web_of()) == "jose.key-not-bound"
    assert code_of(verify, token(MALLORY, UNI)) == "fetch.offline"
    silent = SimulatedWeb({"https://uni.example/i": {"id": "https://uni.example/i"}})
    stranger = token(MALLORY, "https://uni.example/i")
    assert code_of(verify, stranger, resolver=silent) == "jose.key-not-bound"


def test_a_retired_key_signs_nothing_more():
    token = signed(credential(UNI) | {"iat": 1767225600}, kid=kid_of(BASHIR, UNI), typ="vc+jwt")
    before, after = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2))
    assert verify(token, resolver=web_of(expires=after))
    assert code_of(verify, token, resolver=web_of(revoked=after)) == "proof.key-revoked"
    assert code_of(verify, token, resolver=web_of(revoked=before)) == "proof.key-retired"
    undated = signed(credential(UNI), kid=kid_of(BASHIR, UNI), typ="vc+jwt")
    assert code_of(verify, undated, resolver=web_of(expires=after)) == "proof.key-retired"


@pytest.mark.parametrize("kid", ["", 5, None, "x" * 2049])
def test_kid_is_the_name_of_a_key(kid):
    token = crafted({"alg": "EdDSA", "kid": kid}, credential())
    assert code_of(verify, token) == "jose.key-not-named"


def test_a_credential_names_its_issuer():
    document = credential()
    del document["issuer"]
    assert code_of(verify, signed(document)) == "jose.key-not-bound"


# -- presentations ---------------------------------------------------------------------------------


def presentation(**members):
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": BASHIR.public.did_key,
    } | members


@pytest.mark.parametrize(
    ("context", "typ"),
    [
        ("https://www.w3.org/ns/credentials/v2", "vp+jwt"),
        ("https://www.w3.org/2018/credentials/v1", "JWT"),
    ],
)
def test_a_presentation_comes_back_as_it_was(context, typ):
    document = presentation(**{"@context": [context]}, id="urn:uuid:1")
    claims = {"nonce": "n", "aud": "https://employer.example"}
    token = jose.sign_presentation(document, signer=BASHIR, kid=kid_of(BASHIR), claims=claims)
    verified = jose.verify_presentation_jwt(token, resolver=Offline(), at=NOON)
    assert verified.document == document
    assert verified.header["typ"] == typ
    assert verified.claims == claims | {"iss": BASHIR.public.did_key, "jti": "urn:uuid:1"}


def test_a_presentation_without_holder_is_held_by_whose_key_it_is():
    document = presentation()
    del document["holder"]
    token = signed(document, typ="vp+jwt")
    method = jose.verify_presentation_jwt(token, resolver=Offline(), at=NOON).method
    assert method.controller == BASHIR.public.did_key
    for header in ({"alg": "EdDSA"}, {"alg": "EdDSA", "kid": "key-1"}):
        nobody = crafted(header, document)
        told = code_of(jose.verify_presentation_jwt, nobody, resolver=Offline(), at=NOON)
        assert told == "jose.key-not-named"


def test_a_holder_and_the_one_who_signs_are_the_same():
    token = signed(presentation(holder={"id": UNI}, iss=BASHIR.public.did_key), typ="vp+jwt")
    assert code_of(jose.presentation_of_jwt, token) == "jose.claim-mismatch"


def test_a_key_for_assertions_does_not_present():
    methods = [VerificationMethod.publish(BASHIR.public, controller=UNI)]
    document = did_document(UNI, methods) | {"authentication": []}
    web = SimulatedWeb({"https://uni.example/.well-known/did.json": document})
    token = signed(presentation(holder=UNI), kid=kid_of(BASHIR, UNI), typ="vp+jwt")
    told = code_of(jose.verify_presentation_jwt, token, resolver=web, at=NOON)
    assert told == "did.purpose"


# -- envelopes -------------------------------------------------------------------------------------


def test_an_envelope_gives_back_its_token():
    token = signed(credential())
    enveloped = jose.envelope(token)
    assert jose.is_envelope(enveloped)
    assert jose.unwrap(enveloped) == token
    assert not jose.is_envelope(enveloped, kind=jose.ENVELOPED_PRESENTATION)
    assert not jose.is_envelope(token)
    wrapped = jose.envelope(token, kind=jose.ENVELOPED_PRESENTATION)
    assert jose.unwrap(wrapped, kind=jose.ENVELOPED_PRESENTATION) == token


BAD_ENVELOPES = {
    "no context": {"@context": []},
    "another context": {"@context": "https://www.w3.org/ns/credentials/examples/v2"},
    "another type": {"type": "VerifiableCredential"},
    "a second type": {"type": ["EnvelopedVerifiableCredential", "VerifiableCredential"]},
    "the token alone": {"id": "aaaa.bbbb.cccc"},
    "not text": {"id": 5},
    "another media type": {"id": "data:text/plain,aaaa.bbbb.cccc"},
    "a presentation": {"id": "data:application/vp+jwt,aaaa.bbbb.cccc"},
    "base64 over it": {"id": "data:application/vc+jwt;base64,aaaa"},
    "a member beside it": {"issuer": "did:web:uni.example"},
}


@pytest.mark.parametrize("changed", BAD_ENVELOPES.values(), ids=BAD_ENVELOPES)
def test_an_envelope_keeps_its_form(changed):
    enveloped = jose.envelope("aaaa.bbbb.cccc") | changed
    assert code_of(jose.unwrap, enveloped) == "jose.envelope-malformed"


@pytest.mark.parametrize(
    ("media_type", "code"),
    [
        ("application/vc+sd-jwt", "jose.sd-jwt-not-supported"),
        ("application/dc+sd-jwt", "jose.sd-jwt-not-supported"),
        ("application/vc+cose;base64", "jose.envelope-not-supported"),
    ],
)
def test_an_envelope_of_another_kind_is_told_apart(media_type, code):
    enveloped = jose.envelope("") | {"id": f"data:{media_type},aaaa"}
    with pytest.raises(Unreachable) as caught:
        jose.unwrap(enveloped)
    assert caught.value.problem.code == code


# -- other people's tokens -------------------------------------------------------------------------


def test_a_transcript_of_another_issuer_verifies_with_the_key_that_issuer_publishes(shared):
    token = shared("vectors/1edtech-inspector/clr20/simple.jwt").read_text().strip()
    opened = jose.credential_of_jwt(token)
    issuer = opened.document["issuer"]["id"]
    key = PublicKey.from_jwk(opened.header["jwk"])
    publishing = did_document(issuer, [VerificationMethod.publish(key, controller=issuer)])
    verified = verify(token, resolver=SimulatedWeb({issuer: publishing}))
    assert verified.document["name"] == "Sample Transcript"
    inside = verified.document["credentialSubject"]["verifiableCredential"][0]
    assert verify(inside, resolver=SimulatedWeb({issuer: publishing}))
    assert code_of(verify, token) == "fetch.offline"
    keys = [VerificationMethod.publish(MALLORY.public, controller=issuer)]
    other = SimulatedWeb({issuer: did_document(issuer, keys)})
    assert code_of(verify, token, resolver=other) == "jose.key-not-bound"


def test_time_is_the_callers():
    token = signed(credential() | {"exp": int(NOON.timestamp())}, typ="vc+jwt")
    assert verify(token, at=NOON - timedelta(days=900))
    with pytest.raises(Refused):
        verify(token, at=NOON)
