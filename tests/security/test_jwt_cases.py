"""Hostile tokens: none is believed, none opens a socket, none takes long.

Named after the cases JWT-001 to JWT-015 and SDJ-002, SDJ-003 of the hostile cases that concern a
credential or presentation written as a token. JWT-013 is `tests/conformance/test_wycheproof_jose`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur import errors
from testamur.credentials import jose
from testamur.credentials.presentations import Asked, examine_presentation
from testamur.credentials.resolution import Offline
from testamur.encoding import base64url_encode
from testamur.errors import Refused
from testamur.keys import SigningKey
from testamur.problems import Outcome, Verdict
from tests.effort import examples
from tests.judging import ProofJudge
from tests.patience import within
from tests.simulated_web import SimulatedWeb

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
BASHIR = SigningKey.from_seed(b"\1" * 32)
MALLORY = SigningKey.from_seed(b"\2" * 32)
ISSUER = BASHIR.public.did_key
KID = f"{ISSUER}#{BASHIR.public.multikey}"
GOOD_HEADER = {"alg": "EdDSA", "kid": KID, "typ": "vc+jwt"}
CREDENTIAL = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "issuer": ISSUER,
    "credentialSubject": {"id": "did:web:ada.example"},
}
TOKEN = jose.sign_credential(CREDENTIAL, signer=BASHIR, kid=KID)


def crafted(header, payload=CREDENTIAL, *, key=BASHIR):
    """A token signed with `key` under any header, given as members or as text."""
    head = header if isinstance(header, str) else json.dumps(header)
    text = f"{base64url_encode(head.encode())}.{base64url_encode(json.dumps(payload).encode())}"
    return f"{text}.{base64url_encode(key.sign(text.encode()))}"


def code_of(token, *, web=None):
    """How the token is refused; fails the test if it is believed."""
    with pytest.raises(errors.TestamurError) as caught:
        jose.verify_credential_jwt(token, resolver=web or Offline(), at=NOON)
    return caught.value.problem.code


def test_the_good_token_is_believed():
    assert jose.verify_credential_jwt(TOKEN, resolver=Offline(), at=NOON).document == CREDENTIAL
    assert jose.verify_credential_jwt(crafted(GOOD_HEADER), resolver=Offline(), at=NOON)


@pytest.mark.parametrize(
    "alg", ["none", "nOnE", "NONE", "None", "", ["EdDSA"], 5, None, True, {"EdDSA": 1}]
)
def test_jwt_001_no_algorithm_is_an_algorithm(alg):
    assert code_of(crafted(GOOD_HEADER | {"alg": alg})) == "jose.alg-refused"
    header, payload, _ = crafted(GOOD_HEADER | {"alg": alg}).split(".")
    for unsigned in (f"{header}.{payload}.", f"{header}.{payload}"):
        with pytest.raises(Refused):
            jose.verify_credential_jwt(unsigned, resolver=Offline(), at=NOON)


def test_jwt_001_a_header_without_algorithm():
    assert code_of(crafted({"kid": KID})) == "jose.alg-refused"


@pytest.mark.parametrize("alg", ["ES256", "ES384", "ES256K", "RS256", "PS256", "HS256", "Ed448"])
def test_jwt_003_the_algorithm_comes_from_the_key(alg):
    assert code_of(crafted(GOOD_HEADER | {"alg": alg})) == "jose.alg-refused"
    key = SigningKey.from_seed(b"\3" * 32, kind="p256")
    kid = f"{key.public.did_key}#{key.public.multikey}"
    payload = CREDENTIAL | {"issuer": key.public.did_key}
    for wrong in {alg, "EdDSA"} - {"ES256"}:
        token = crafted({"alg": wrong, "kid": kid}, payload, key=key)
        assert code_of(token) == "jose.alg-refused"


def test_jwt_003_a_public_key_is_no_shared_secret():
    head = base64url_encode(json.dumps(GOOD_HEADER | {"alg": "HS256"}).encode())
    text = f"{head}.{TOKEN.split('.')[1]}"
    tag = hmac.new(BASHIR.public.raw, text.encode(), hashlib.sha256).digest()
    assert code_of(f"{text}.{base64url_encode(tag)}") == "jose.alg-refused"


@pytest.mark.parametrize(
    "brought",
    [
        {"jku": "http://169.254.169.254/keys"},
        {"jku": "https://evil.example/keys"},
        {"x5u": "https://evil.example/chain.pem"},
        {"x5c": ["MIIB"]},
    ],
    ids=lambda brought: next(iter(brought)),
)
def test_jwt_004_a_header_brings_no_keys(brought):
    web = SimulatedWeb()
    assert code_of(crafted(GOOD_HEADER | brought, key=MALLORY), web=web) == "jose.header-refused"
    assert code_of(crafted(GOOD_HEADER | brought), web=web) == "jose.header-refused"
    assert web.requests == []


@pytest.mark.parametrize("kid", [{}, {"kid": KID}], ids=["without kid", "with kid"])
def test_jwt_004_the_attackers_jwk_never_decides(kid):
    web = SimulatedWeb()
    header = {"alg": "EdDSA", "jwk": MALLORY.public.jwk} | kid
    assert code_of(crafted(header, key=MALLORY), web=web) == "jose.key-not-bound"
    assert web.requests == []


def test_jwt_004_a_jwk_in_the_header_is_a_public_key():
    header = {"alg": "EdDSA", "jwk": BASHIR.to_jwk()}
    assert code_of(crafted(header)) == "key.refused"
    assert code_of(crafted({"alg": "EdDSA", "jwk": "key"})) == "jose.key-not-bound"


@pytest.mark.parametrize(
    "asked",
    [{"crit": ["bork"], "bork": 1}, {"crit": []}, {"crit": ["exp"]}, {"crit": "exp"},
     {"crit": None}, {"b64": False}, {"b64": True}, {"crit": ["b64"], "b64": False}],
    ids=json.dumps,
)  # fmt: skip
def test_jwt_006_no_extension_is_understood(asked):
    assert code_of(crafted(GOOD_HEADER | asked)) == "jose.crit-refused"


@pytest.mark.parametrize(
    "header",
    [
        '{"alg":"none","alg":"EdDSA","kid":"%s"}',
        '{"alg":"EdDSA","alg":"none","kid":"%s"}',
        '{"alg":"EdDSA","kid":"did:web:evil.example#k","kid":"%s"}',
        '{"alg":"EdDSA","\\u0061lg":"EdDSA","kid":"%s"}',
    ],
)
def test_jwt_007_nothing_stands_twice_in_a_header(header):
    assert code_of(crafted(header % KID)) == "json.duplicate-key"


def test_jwt_007_nothing_stands_twice_in_a_payload():
    text = json.dumps(CREDENTIAL)[:-1] + f', "issuer": "{ISSUER}"}}'
    token = jose.sign_jws(text.encode(), signer=BASHIR, header={"kid": KID, "typ": "vc+jwt"})
    assert code_of(token) == "json.duplicate-key"


HEADER, PAYLOAD, SIGNATURE = TOKEN.split(".")
LAST = SIGNATURE[-1]
NEXT_LETTER = {"A": "B", "Q": "R", "g": "h", "w": "x"}.get(LAST, "B")
MALFORMED = {
    "padding": f"{TOKEN}==",
    "padding of every part": f"{HEADER}=.{PAYLOAD}==.{SIGNATURE}==",
    "a newline at the end": f"{TOKEN}\n",
    "a newline inside": f"{HEADER}.\n{PAYLOAD}.{SIGNATURE}",
    "a space before": f" {TOKEN}",
    "a tab after": f"{TOKEN}\t",
    "a scheme before": f"Bearer {TOKEN}",
    "quotes around": f'"{TOKEN}"',
    "the standard alphabet": f"{HEADER}.{PAYLOAD}.{'+/' + SIGNATURE[2:]}",
    "trailing bits": f"{HEADER}.{PAYLOAD}.{SIGNATURE[:-1]}{NEXT_LETTER}",
    "one letter too many": f"{TOKEN}A",
    "a byte too many": f"{TOKEN}AA",
    "a byte less": f"{TOKEN[:-2]}",
    "no signature": f"{HEADER}.{PAYLOAD}.",
    "no payload": f"{HEADER}..{SIGNATURE}",
    "no header": f".{PAYLOAD}.{SIGNATURE}",
    "two parts": f"{HEADER}.{PAYLOAD}",
    "four parts": f"{TOKEN}.AAAA",
    "full-width dots": TOKEN.replace(".", "\uff0e"),
    "a null byte": f"{TOKEN}\0",
    "a letter of another alphabet": TOKEN.replace("e", "\u0435", 1),
    "nothing": "",
    "the JSON serialisation": json.dumps(
        {"payload": PAYLOAD, "signatures": [{"protected": HEADER, "signature": SIGNATURE}]}
    ),
}


@pytest.mark.parametrize("token", MALFORMED.values(), ids=MALFORMED)
def test_jwt_008_a_token_has_one_spelling(token):
    with pytest.raises(Refused):
        jose.verify_credential_jwt(token, resolver=Offline(), at=NOON)


@settings(max_examples=examples(400, 100_000))
@given(
    place=st.integers(0, len(TOKEN)),
    cut=st.integers(0, 3),
    put=st.text(st.sampled_from("=.+/-_~ \n\0ABab01\u00e9"), max_size=3),
)
def test_jwt_008_no_change_of_a_token_is_believed(place, cut, put):
    changed = TOKEN[:place] + put + TOKEN[place + cut :]
    if changed != TOKEN:
        with pytest.raises(errors.TestamurError):
            jose.verify_credential_jwt(changed, resolver=Offline(), at=NOON)


@pytest.mark.parametrize(
    "typ",
    ["at+jwt", "application/at+jwt", "logout+jwt", "openid4vci-proof+jwt", "kb+jwt", "dpop+jwt",
     "statuslist+jwt", "vp+jwt", "secevent+jwt", "bad+typ", "JWT ", "vc"],
)  # fmt: skip
def test_jwt_012_a_token_made_for_something_else_is_no_credential(typ):
    assert code_of(crafted(GOOD_HEADER | {"typ": typ})) == "jose.typ-mismatch"


@pytest.mark.parametrize("typ", [5, None, ["vc+jwt"]])
def test_jwt_012_typ_is_text(typ):
    assert code_of(crafted(GOOD_HEADER | {"typ": typ})) == "jose.malformed"


@pytest.mark.parametrize(
    "payload",
    [
        {"iss": ISSUER, "sub": "ada", "aud": "lms", "exp": 4102444800, "nonce": "n"},
        {"iss": ISSUER, "vp": {"type": ["VerifiablePresentation"]}},
        {"iss": ISSUER, "vc": CREDENTIAL, "vp": {}},
        {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiablePresentation"},
        {"type": ["VerifiableCredential"], "issuer": ISSUER},
    ],
    ids=["LTI id_token", "presentation", "both", "bare presentation", "no context"],
)
@pytest.mark.parametrize("typ", [{}, {"typ": "JWT"}], ids=["no typ", "JWT"])
def test_jwt_012_what_a_token_of_no_type_carries_must_be_a_credential(payload, typ):
    header = {"alg": "EdDSA", "kid": KID} | typ
    assert code_of(crafted(header, payload)) == "jose.typ-mismatch"


def test_jwt_012_a_credential_is_no_presentation():
    for token in (TOKEN, crafted({"alg": "EdDSA", "kid": KID})):
        with pytest.raises(Refused) as caught:
            jose.verify_presentation_jwt(token, resolver=Offline(), at=NOON)
        assert caught.value.problem.code == "jose.typ-mismatch"


def test_jwt_012_a_payload_is_an_object():
    for payload in ([], "text", 5):
        assert code_of(crafted(GOOD_HEADER, payload)) == "json.malformed"


AUDIENCES = {
    "missing": {},
    "another": {"aud": "https://other.example"},
    "empty": {"aud": []},
    "one of several": {"aud": ["https://employer.example", "https://other.example"]},
    "an object": {"aud": {"https://employer.example": True}},
    "a part of it": {"aud": "https://employer.example.evil.example"},
}


@pytest.mark.parametrize("claims", AUDIENCES.values(), ids=AUDIENCES)
def test_jwt_014_a_presentation_for_somebody_else_is_refused(claims):
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": ISSUER,
    }
    token = jose.sign_presentation(
        document, signer=BASHIR, kid=KID, claims={"nonce": "n", **claims}
    )
    report = examine_presentation(
        token,
        asked=Asked(challenge="n", domain="https://employer.example"),
        resolver=Offline(),
        at=NOON,
        examine=ProofJudge(Offline(), at=NOON),
    )
    assert report.verdict is Verdict.INVALID
    assert [problem.code for problem in report.problems] == ["proof.domain-mismatch"]


def test_jwt_014_an_issuer_signs_for_itself_alone():
    payload = CREDENTIAL | {"issuer": "did:web:another.example"}
    web = SimulatedWeb()
    assert code_of(crafted(GOOD_HEADER, payload), web=web) == "jose.key-not-bound"
    assert code_of(crafted(GOOD_HEADER, CREDENTIAL | {"iss": "did:web:another.example"}))
    assert web.requests == []


def test_jwt_015_encrypted_and_compressed_tokens_are_not_read():
    bomb = base64url_encode(zlib.compress(bytes(20_000_000), 9))
    for algorithm in ("dir", "RSA-OAEP"):
        head = base64url_encode(
            json.dumps({"alg": algorithm, "enc": "A256GCM", "zip": "DEF"}).encode()
        )
        with within(0.2):
            assert code_of(f"{head}..{'A' * 16}.{bomb}.{'A' * 22}") == "jose.encrypted"
    for member in ({"zip": "DEF"}, {"enc": "A256GCM"}, {"epk": {}}):
        assert code_of(crafted(GOOD_HEADER | member)) == "jose.header-refused"


def test_a_header_larger_than_any_key_needs_is_not_read():
    assert code_of(crafted(GOOD_HEADER | {"x": "a" * 8192})) == "json.too-large"


def sd_jwt(payload, *disclosures):
    """An SD-JWT whose issuer signature is good."""
    token = crafted({"alg": "EdDSA", "kid": KID, "typ": "vc+sd-jwt"}, payload)
    return "~".join([token, *disclosures, ""])


def disclosure(*parts):
    return base64url_encode(json.dumps(parts).encode())


def nested_disclosures(depth):
    """Disclosures each of which hides the next."""
    inner, listed = "leaf", []
    for number in range(depth):
        text = disclosure("salt", f"d{number}", inner)
        listed.append(text)
        inner = {"_sd": [base64url_encode(hashlib.sha256(text.encode()).digest())]}
    return listed


SD_JWTS = {
    "md5": sd_jwt(CREDENTIAL | {"_sd_alg": "md5", "_sd": ["x"]}, disclosure("s", "a", 1)),
    "no algorithm": sd_jwt(CREDENTIAL | {"_sd": ["x"]}),
    "unknown algorithm": sd_jwt(CREDENTIAL | {"_sd_alg": "rot13", "_sd": ["x"]}),
    "dots in a list": sd_jwt(CREDENTIAL | {"evidence": [{"...": "x"}]}, disclosure("s", 1)),
    "ten thousand deep": sd_jwt(CREDENTIAL | {"_sd": ["x"]}, *nested_disclosures(10_000)),
    "no disclosures": sd_jwt(CREDENTIAL),
}


@pytest.mark.parametrize("token", SD_JWTS.values(), ids=SD_JWTS)
def test_sdj_002_an_sd_jwt_is_told_apart_and_not_judged(token):
    with within(0.2), pytest.raises(errors.TestamurError) as caught:
        jose.verify_credential_jwt(token, resolver=Offline(), at=NOON)
    assert caught.value.problem.code in {"jose.sd-jwt-not-supported", "jose.malformed"}


def test_sdj_003_a_key_binding_is_never_taken_as_given():
    binding = crafted({"alg": "none", "typ": "kb+jwt"}, {"nonce": "n", "aud": "v"}, key=MALLORY)
    for token in (sd_jwt(CREDENTIAL), sd_jwt(CREDENTIAL) + binding):
        assert code_of(token) == "jose.sd-jwt-not-supported"
        report = examine_presentation(
            token,
            asked=Asked(challenge="n", domain="v"),
            resolver=Offline(),
            at=NOON,
            examine=ProofJudge(Offline(), at=NOON),
        )
        assert report.verdict is Verdict.UNDETERMINED
        assert report.outcome_of("presentation") is Outcome.UNDETERMINED
