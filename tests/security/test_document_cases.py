"""Hostile documents and keys at the front door, each test named after its case.

Whatever is handed over, `examine` gives a report; nothing that was not signed is ever valid, and
nothing hostile takes long. What is judged is the whole credential, not the proof alone.
"""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import jsonschema  # noqa: F401 -- with all its extras it takes seconds, before any clock runs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import testamur
from testamur.credentials.dids import VerificationMethod, did_document
from testamur.credentials.issue import JWT, sign
from testamur.credentials.jose import sign_jws
from testamur.credentials.resolution import Offline
from testamur.encoding import (
    base64url_decode,
    base64url_encode,
    compact_json,
    copy_json,
    format_timestamp,
    parse_json,
)
from testamur.errors import Refused, Unreachable
from testamur.keys import PublicKey, SigningKey
from testamur.ld.contexts import KNOWN, context_bytes
from testamur.problems import Verdict
from tests.conftest import has_shared, shared
from tests.effort import examples
from tests.patience import within
from tests.simulated_web import SimulatedWeb
from tests.situations import ADA, AT, CHEN, ELI, ISSUED, UNI, badge, endorsement, signed, world
from tests.spoiled_documents import at, places

VALID, INVALID = Verdict.VALID, Verdict.INVALID
SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022", JWT]
RDFC_AND_JCS = SUITES[:2]
OWN = ADA.did


def text_of(suite="eddsa-rdfc-2022", **members):
    """Ada's badge of her own, which needs no web to be verified."""
    return sign(badge(by=ADA, **members), signer=ADA.key, at=ISSUED, proof=suite).text


def document_of(suite="eddsa-rdfc-2022", **members):
    return json.loads(text_of(suite, **members))


def judged(source, *, web=None, at=AT, **policy):
    text = compact_json(source) if isinstance(source, dict) else source
    return testamur.examine(
        text, resolver=web or Offline(), at=at, policy=testamur.Policy(**policy)
    )


def codes(report):
    return [problem.code for problem in report.problems]


def quickly(source, *, seconds=1.0, **named):
    """The report, which must be there soon."""
    with within(seconds):
        return judged(source, **named)


@pytest.mark.parametrize("suite", SUITES)
def test_what_every_case_begins_with_is_valid(suite):
    assert judged(text_of(suite)).verdict is VALID


# ---------------------------------------------------------------------------------------- JSON


@pytest.mark.parametrize(
    "path",
    sorted(shared("vectors/jsontestsuite/test_parsing").glob("n_*.json"))
    if has_shared("vectors/jsontestsuite")
    else [],
    ids=lambda path: path.stem,
)
def test_json_001_a_text_that_is_no_json_is_told(path):
    assert quickly(path.read_bytes(), seconds=0.5).verdict is INVALID


def test_json_002_a_text_that_is_json_and_no_credential_is_told():
    folder = shared("vectors/jsontestsuite/test_parsing")
    for path in sorted(folder.glob("[yi]_*.json")):
        assert judged(path.read_bytes()).verdict is INVALID, path.name


@pytest.mark.parametrize("suite", RDFC_AND_JCS)
@pytest.mark.parametrize("place", ["issuer", "proof", "credentialSubject", "type", "validUntil"])
def test_json_003_a_member_twice_is_never_read(suite, place):
    """Once at the top, once inside; the good one first, and last."""
    good = document_of(suite, valid_until=AT + timedelta(days=9))
    evil = {"issuer": "did:web:evil.example", "proof": [], "type": "x"}.get(
        place, "2099-01-01T00:00:00Z"
    )
    whole = compact_json(good)
    for member in (f'{{"{place}":{json.dumps(evil)},', f'{{"{place}":{json.dumps(good[place])},'):
        assert codes(judged(whole.replace("{", member, 1))) == ["json.duplicate-key"]
    inside = whole.replace('"proof":[{', '"proof":[{"type":"DataIntegrityProof",')
    assert codes(judged(inside)) == ["json.duplicate-key"]
    subject = whole.replace('"credentialSubject":{', '"credentialSubject":{"id":"urn:evil",')
    assert codes(judged(subject)) == ["json.duplicate-key"]


def test_json_003_a_member_twice_inside_a_token_is_never_read():
    doubled = f'{{"issuer":"did:web:evil.example","issuer":"{OWN}"}}'.encode()
    head = {"alg": "EdDSA", "typ": "vc+jwt", "kid": ADA.method}
    token = sign_jws(doubled, signer=ADA.key, header=head)
    assert codes(judged(token)) == ["json.duplicate-key"]


@pytest.mark.parametrize(
    "name", ["nam\u0065\u0301", "nam\u00e9", "na\u200dme", "name\u200b", "\u2060name"]
)
@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_json_004_names_that_look_alike_are_never_valid(suite, name):
    document = document_of(suite)
    assert judged(document | {name: "Python mastery"}).verdict is INVALID
    renamed = {name if key == "name" else key: value for key, value in document.items()}
    assert judged(renamed).verdict is INVALID


def test_json_006_a_text_beyond_every_limit_is_told_at_once():
    for size, code in ((2_200_000, "json.too-large"), (17_000_000, "json.too-large")):
        report = quickly('{"a":"' + "x" * size + '"}')
        assert codes(report) == [code]


# ------------------------------------------------------------------------------------- JSON-LD


ADDED = {
    "at the top": lambda d: d.update(gpa="4.0"),
    "to the subject": lambda d: d["credentialSubject"].update(grade="A"),
    "to the achievement": lambda d: d["credentialSubject"]["achievement"].update(gpa=4),
    "an object": lambda d: d["credentialSubject"].update(extra={"id": "urn:x", "name": "x"}),
    "to the issuer": lambda d: d["issuer"].update(rank="1"),
    "to the proof": lambda d: d["proof"][0].update(note="x"),
    "a term of another place": lambda d: d.update(achievementType="Degree"),
    "a defined term": lambda d: d.update(description="With honours."),
}


@pytest.mark.parametrize("change", ADDED.values(), ids=ADDED)
@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_ld_001_whatever_is_added_is_told(suite, change):
    document = document_of(suite)
    change(document)
    assert judged(document).verdict is INVALID


LOOK_ALIKES = [
    "Name",
    "n\u0430me",
    "name ",
    "@foo",
    "@grade",
    "@id",
    "@type",
    "_:name",
    "schema:name",
]


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_ld_002_a_name_that_looks_like_a_term_is_told(name):
    document = document_of()
    assert judged(document | {name: "x"}).verdict is INVALID
    document["credentialSubject"][name] = "x"
    assert judged(document).verdict is INVALID


@settings(max_examples=examples(100, 5_000))
@given(st.text(min_size=1, max_size=12), st.sampled_from(["x", 1, True, None, [], {}, ["x"]]))
def test_ld_002_no_name_of_any_letters_adds_a_word(name, value):
    for suite in RDFC_AND_JCS:
        document = document_of(suite)
        if name not in document:
            assert judged(document | {name: value}).verdict is INVALID


@pytest.mark.parametrize("value", [None, [], {}, "", [None], [[]]], ids=repr)
@pytest.mark.parametrize("name", ["validUntil", "endorsement", "evidence", "credentialStatus"])
@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_ld_003_a_term_without_a_value_is_told(suite, name, value):
    assert judged(document_of(suite) | {name: value}).verdict is INVALID


EVIL_CONTEXTS: list[Any] = [
    {"@vocab": "https://evil.example/"},
    {"name": "https://schema.org/description"},
    {"issuer": "https://www.w3.org/2018/credentials#holder"},
    {"validUntil": None},
    {"credentialStatus": "@nest"},
    {"name": None, "description": "https://schema.org/name"},
    {},
]


@pytest.mark.parametrize("context", EVIL_CONTEXTS, ids=str)
@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_ld_004_a_context_written_into_a_signed_document_is_told(suite, context):
    document = document_of(suite)
    document["@context"].append(context)
    assert judged(document).verdict is INVALID


@pytest.mark.parametrize("context", [one for one in EVIL_CONTEXTS if one], ids=str)
def test_ld_005_no_context_redefines_what_was_signed_even_where_own_ones_are_accepted(context):
    document = document_of()
    for place in (len(document["@context"]), 0, 1):
        altered = copy_json(document)
        altered["@context"].insert(place, context)
        altered["validUntil"] = "2020-01-01T00:00:00Z"
        assert judged(altered, inline_contexts=True).verdict is INVALID


def test_ld_005_two_terms_of_one_kind_cannot_be_swapped():
    document = document_of(description="Awarded at the end of the course.")
    document["name"], document["description"] = document["description"], document["name"]
    assert codes(judged(document)) == ["proof.signature-mismatch"]


@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_ld_006_a_context_is_the_one_that_ships_whatever_stands_at_its_address(suite):
    web = world()
    for url in KNOWN:
        web.publish(
            url, context_bytes(url).replace(b"schema.org/name", b"schema.org/alternateName")
        )
    good = signed(badge(), proof=suite)
    assert judged(good, web=web).verdict is VALID
    assert judged(good | {"name": "x"}, web=web).verdict is INVALID
    assert not set(web.requests) & set(KNOWN)


ADDRESSES = [
    "http://127.0.0.1:9/x",
    "https://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    "ftp://uni.example/context",
    "data:application/ld+json,{}",
    "context.json",
    "//uni.example/context",
    "",
    "https://www.w3.org/ns/credentials/v2/",
    "https://WWW.W3.ORG/ns/credentials/v2",
    "https://www.w3.org/ns/credentials/v2#",
]


class NoWeb:
    """Whoever asks this resolver for anything fails the test."""

    def fetch(self, url, /, **_named):
        raise AssertionError(url)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_ld_007_no_context_is_ever_asked_for(suite, address):
    document = document_of(suite)
    document["@context"].append(address)
    assert judged(document, web=NoWeb()).verdict is INVALID
    assert judged(document | {"@context": address}, web=NoWeb()).verdict is INVALID


HUGE = {
    "ten megabytes": {"t" + str(n): "https://x.example/" + "y" * 100 for n in range(80_000)},
    "a thousand addresses": ["https://www.w3.org/ns/credentials/v2"] * 1_000,
    "an import": {"@import": "https://www.w3.org/ns/credentials/v2"},
    "a context of itself": {"@context": {"@context": {"@context": {}}}},
    "a term in terms of itself": {"a": "b:x", "b": "a:x"},
    "contexts in contexts": json.loads('{"x":{"@context":' * 20 + "{}" + "}}" * 20),
}


@pytest.mark.parametrize("context", HUGE.values(), ids=HUGE)
@pytest.mark.parametrize("inline", [False, True])
def test_ld_007_no_context_costs_much(context, inline):
    document = document_of()
    listed = context if isinstance(context, list) else [*document["@context"], context]
    altered = document | {"@context": listed, "x": "y"}
    assert quickly(altered, seconds=2, inline_contexts=inline).verdict is INVALID


@pytest.mark.parametrize("place", ["credentialSubject", "issuer", "proof", "evidence"])
@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_ld_008_a_context_below_the_top_is_told(suite, place):
    document = document_of(suite)
    holder = document.setdefault(place, [{"type": "Evidence"}])
    holder = holder[0] if isinstance(holder, list) else holder
    signed_in = holder.get("@context")
    for context in (document["@context"], [], {}, None, "https://www.w3.org/ns/credentials/v2"):
        holder["@context"] = context
        if context != signed_in:
            assert judged(document).verdict is INVALID


KEYWORDS = [
    "@graph",
    "@included",
    "@reverse",
    "@nest",
    "@json",
    "@list",
    "@index",
    "@set",
    "@value",
]


@pytest.mark.parametrize("keyword", KEYWORDS)
@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_ld_011_no_keyword_moves_a_claim_under_another_subject(suite, keyword):
    document = document_of(suite)
    claim = document["credentialSubject"]
    for moved in (
        {"credentialSubject": {keyword: claim}},
        {"credentialSubject": {keyword: [claim], "id": "did:example:eve"}},
        {"credentialSubject": claim, keyword: {"id": "did:example:eve", **claim}},
    ):
        altered = {k: v for k, v in document.items() if k != "credentialSubject"} | moved
        assert judged(altered).verdict is INVALID


def test_ld_011_a_claim_is_not_moved_by_what_two_objects_are_called():
    """Statements about the credential stand at its top, not beside another mention of it."""
    told = badge(by=ADA, valid_until=AT - timedelta(hours=1))
    told["refreshService"] = {"id": told["id"], "type": "1EdTechCredentialRefresh"}
    document = json.loads(sign(told, signer=ADA.key, at=ISSUED).text)
    assert codes(judged(document)) == ["dates.expired"]
    document["refreshService"] |= {
        "type": ["1EdTechCredentialRefresh", "VerifiableCredential"],
        "validUntil": document.pop("validUntil"),
    }
    assert codes(judged(document)) == ["document.refused-value"]


def test_ld_011_a_claim_is_not_hidden_by_another_name_for_its_identifier():
    document = document_of()
    document["@context"].append("https://www.w3.org/ns/odrl.jsonld")
    assert judged(document).verdict is VALID, "this context changes no statement"
    subject = document["credentialSubject"]
    subject["uid"] = subject.pop("id")
    assert codes(judged(document)) == ["document.refused-value"]


def two_subjects(document):
    document["credentialSubject"] = [
        document["credentialSubject"],
        copy_json(document["credentialSubject"]) | {"id": "did:example:eve"},
    ]


ARRAYS = {
    "two subjects of one badge": (two_subjects, INVALID),
    "one subject in a list": (
        lambda d: d.update(credentialSubject=[d["credentialSubject"]]),
        INVALID,
    ),
    "two subjects of a plain credential": (
        lambda d: (
            d.pop("credentialSchema", None),
            d.update(
                type=["VerifiableCredential"], credentialSubject=[{"id": OWN}, {"id": CHEN.did}]
            ),
        ),
        VALID,
    ),
    "an achievement in a list": (
        lambda d: d["credentialSubject"].update(
            achievement=[d["credentialSubject"]["achievement"]]
        ),
        INVALID,
    ),
    "two ends": (
        lambda d: d.update(validUntil=["2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"]),
        INVALID,
    ),
    "an end in a list": (lambda d: d.update(validUntil=["2020-01-01T00:00:00Z"]), INVALID),
    "no subject": (lambda d: d.update(credentialSubject={}), INVALID),
}


@pytest.mark.parametrize(("change", "verdict"), ARRAYS.values(), ids=ARRAYS)
def test_ld_012_lists_have_one_answer_when_they_are_signed_so(change, verdict):
    document = badge(by=ADA)
    change(document)
    assert judged(sign(document, signer=ADA.key, at=ISSUED).text).verdict is verdict


@pytest.mark.parametrize("issuer", [[OWN], [OWN, CHEN.did], {}, None, 7], ids=repr)
@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_ld_012_an_issuer_is_one(suite, issuer):
    with pytest.raises(Refused):
        sign(badge(by=ADA) | {"issuer": issuer}, signer=ADA.key, at=ISSUED, proof=suite)
    assert judged(document_of(suite) | {"issuer": issuer}).verdict is INVALID


@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_ld_012_a_second_subject_after_signing_is_told(suite):
    document = document_of(suite)
    two_subjects(document)
    assert judged(document).verdict is INVALID


def test_ld_012_one_proof_that_does_not_hold_fails_all():
    document = document_of()
    good = document["proof"][0]
    other = good | {"proofValue": document_of(name="Another")["proof"][0]["proofValue"]}
    for proofs in ([good, other], [other, good], [other]):
        assert judged(document | {"proof": proofs}).verdict is INVALID


def test_ld_013_a_language_or_direction_after_signing_is_told():
    for value in (
        {"@value": "Python basics", "@language": "en"},
        {"@value": "Python basics", "@direction": "rtl"},
        {"@value": "Python basics"},
        {"en": "Python basics"},
        [{"@value": "Python basics", "@language": "en"}],
    ):
        assert judged(document_of() | {"name": value}).verdict is INVALID
    tagged = document_of(name=None) | {"name": {"@value": "Kurs", "@language": "pl"}}
    unsigned = {k: v for k, v in tagged.items() if k != "proof"}
    own = json.loads(sign(unsigned, signer=ADA.key, at=ISSUED).text)
    assert judged(own).verdict is VALID
    for other in ({"@value": "Kurs", "@language": "de"}, "Kurs"):
        assert judged(own | {"name": other}).verdict is INVALID


# ---------------------------------------------------------------------------- canonical forms


def alike(count):
    """Alignments that cannot be told apart."""
    entry = {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://x.example/"}
    return [copy_json(entry) for _ in range(count)]


def nameless(depth):
    """Organisations without a name, each inside another, that look alike from where they stand."""
    return {"type": ["Profile"]} | ({"parentOrg": nameless(depth - 1)} if depth else {})


@pytest.mark.parametrize(("count", "depth"), [(9, 0), (60, 0), (500, 0), (3, 50), (3_000, 0)])
def test_rdfc_001_nodes_that_look_alike_are_put_in_order_or_refused_soon(count, depth):
    document = document_of()
    document["credentialSubject"]["achievement"]["alignment"] = alike(count)
    if depth:
        document["issuer"]["parentOrg"] = nameless(depth)
    report = quickly(document, seconds=2)
    assert report.verdict is INVALID
    assert {"canonical.work-limit", "proof.signature-mismatch"} & set(codes(report))


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["credentialSubject"]["achievement"].update(alignment=alike(400)),
        lambda d: d["issuer"].update(parentOrg=nameless(50)),
        lambda d: d.update(SHAPES["a star"](3_500)),
        lambda d: d.update(SHAPES["a star"](3_500) | {"zzz": "not signed"}),
    ],
)
def test_rdfc_001_many_proofs_do_not_multiply_the_work(change):
    """An attacker signs as often as is read, each time with a key of their own."""
    document = document_of()
    change(document)
    document["proof"] = [
        document["proof"][0] | {"created": f"2026-05-01T11:59:{second:02}Z"} for second in range(32)
    ]
    report = quickly(document, seconds=5)
    assert report.verdict is INVALID
    assert len(codes(report)) >= 32


SHAPES = {
    "a chain": lambda n: {"issuer": chain(min(n, 40))},
    "a star": lambda n: {"evidence": [{"type": "Evidence", "name": f"e {k}"} for k in range(n)]},
    "all alike": lambda n: {"evidence": [{"type": "Evidence"} for _ in range(n)]},
    "a wall of text": lambda n: {
        "evidence": [{"id": f"urn:e:{k}", "type": "Evidence"} for k in range(n)]
    },
}


def chain(size):
    holder: dict[str, Any] = {"id": OWN, "type": ["Profile"]}
    first = holder
    for number in range(size):
        holder["parentOrg"] = {"type": ["Profile"], "name": f"Organisation {number}"}
        holder = holder["parentOrg"]
    return first


@pytest.mark.parametrize("count", [1_000, 10_000, 30_000])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_rdfc_002_documents_of_any_size_are_answered_soon(shape, count):
    report = quickly(document_of() | shape(count), seconds=3)
    assert report.verdict is INVALID


# --------------------------------------------------------------------------------------- time


ENDS = {
    "exactly now": (AT, INVALID),
    "a second ago": (AT - timedelta(seconds=1), INVALID),
    "in a second": (AT + timedelta(seconds=1), VALID),
    "in the year 9999": (datetime(9999, 12, 31, 23, 59, 59, tzinfo=AT.tzinfo), VALID),
}


@pytest.mark.parametrize(("end", "verdict"), ENDS.values(), ids=ENDS)
def test_tim_002_a_credential_holds_until_its_end_and_not_at_it(end, verdict):
    assert judged(text_of(valid_until=end)).verdict is verdict


@pytest.mark.parametrize(("seconds", "verdict"), [(-1, INVALID), (0, VALID), (1, VALID)])
def test_tim_002_a_credential_holds_from_its_start_on(seconds, verdict):
    start = ISSUED + timedelta(hours=1)
    report = judged(text_of(valid_from=start), at=start + timedelta(seconds=seconds))
    assert report.verdict is verdict


STAMPS = {
    "2030-06-30T23:59:60Z": "time.malformed",
    "2030-02-29T00:00:00Z": "time.malformed",
    "2030-01-01T00:00:00": "time.malformed",
    "2030-01-01": "time.malformed",
    "10000-01-01T00:00:00Z": "time.malformed",
    "0000-01-01T00:00:00Z": "time.malformed",
    "9999-12-31T23:59:59-12:00": "time.malformed",
    "2030-01-01T00:00:00+14:01": "time.malformed",
    "2026-05-02T13:59:59+14:00": "dates.expired",
    "2026-05-01T23:59:59-12:00": "dates.expired",
    "2026-05-02T11:59:59.999999Z": "dates.expired",
}


@pytest.mark.parametrize(("stamp", "code"), STAMPS.items())
@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_tim_002_a_moment_has_one_reading_or_fails(suite, stamp, code):
    document = badge(by=ADA) | {"validUntil": stamp}
    report = judged(sign(document, signer=ADA.key, at=ISSUED, proof=suite).text)
    assert report.verdict is INVALID
    assert code in codes(report)


@pytest.mark.parametrize(
    "stamp", ["2026-05-03T02:00:00.5+14:00", "2026-05-02T00:00:01-12:00", "2028-02-29T00:00:00Z"]
)
def test_tim_002_zones_and_fractions_are_understood(stamp):
    document = badge(by=ADA) | {"validUntil": stamp}
    assert judged(sign(document, signer=ADA.key, at=ISSUED).text).verdict is VALID


@settings(max_examples=examples(60, 5_000))
@given(st.integers(-400_000_000, 400_000_000))
def test_tim_002_one_moment_decides_at_whatever_distance(seconds):
    end = AT + timedelta(seconds=seconds)
    document = badge(by=ADA, valid_from=ISSUED - timedelta(days=20_000)) | {
        "validUntil": format_timestamp(end)
    }
    report = judged(sign(document, signer=ADA.key, at=ISSUED).text)
    assert report.verdict is (VALID if end > AT else INVALID)


# --------------------------------------------------------------------------------------- keys


def test_key_001_every_credential_still_verifies_after_twenty_rotations():
    """Through did:web: retired keys stay published with their end, and only the last signs on."""
    keys = [SigningKey.from_seed(bytes([number]) * 32) for number in range(1, 22)]
    issued, published = [], []
    for number, key in enumerate(keys):
        moment = ISSUED + timedelta(days=number)
        method = f"{UNI.did}#{key.public.multikey}"
        published = [
            VerificationMethod(old.id, UNI.did, old.key, old.expires or moment, None)
            for old in published
        ]
        published.insert(0, VerificationMethod(method, UNI.did, key.public, None, None))
        document = badge(id=f"urn:uuid:{number}", valid_from=moment)
        issued.append(sign(document, signer=key, at=moment).text)
    web = world().publish(
        "https://uni.example/.well-known/did.json", did_document(UNI.did, published)
    )
    later = ISSUED + timedelta(days=400)
    assert {judged(text, web=web, at=later).verdict for text in issued} == {VALID}
    late = sign(badge(), signer=keys[0], at=later).text
    assert codes(judged(late, web=web, at=later)) == ["proof.key-retired"]


WEAK = {
    "an RSA key of 512 bits": {"kty": "RSA", "e": "AQAB", "n": base64url_encode(b"\xc1" * 64)},
    "an RSA key of 1024 bits": {"kty": "RSA", "e": "AQAB", "n": base64url_encode(b"\xc1" * 128)},
    "an RSA key with the exponent 1": {
        "kty": "RSA",
        "e": "AQ",
        "n": base64url_encode(b"\xc1" * 256),
    },
    "a P-256 point off the curve": {
        "kty": "EC",
        "crv": "P-256",
        "x": base64url_encode(b"\1" * 32),
        "y": base64url_encode(b"\2" * 32),
    },
    "the point at infinity": {
        "kty": "EC",
        "crv": "P-256",
        "x": base64url_encode(bytes(32)),
        "y": base64url_encode(bytes(32)),
    },
    "a low-order Ed25519 point": {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": base64url_encode(b"\1" + bytes(31)),
    },
}


@pytest.mark.parametrize("jwk", WEAK.values(), ids=WEAK)
def test_key_006_a_weak_key_is_refused_wherever_it_stands(jwk):
    with pytest.raises(Refused) as refused:
        PublicKey.from_jwk(jwk)
    assert refused.value.problem.code == "key.refused"
    method = f"{UNI.did}#weak"
    web = world().publish(
        "https://uni.example/.well-known/did.json",
        {
            "id": UNI.did,
            "verificationMethod": [
                {"id": method, "type": "JsonWebKey", "controller": UNI.did, "publicKeyJwk": jwk}
            ],
            "assertionMethod": [method],
        },
    )
    document = signed(badge())
    document["proof"][0] |= {
        "verificationMethod": method,
        "proofValue": "z" + "1" * 64,
    }
    assert judged(document, web=web).verdict is INVALID


# ------------------------------------------------------------------------------------ unicode


@pytest.mark.parametrize(
    "control", ["\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\U000e0041"]
)
@pytest.mark.parametrize("suite", SUITES)
def test_uni_002_what_turns_a_text_round_cannot_be_slipped_in_after_signing(suite, control):
    text = text_of(suite)
    if suite != JWT:
        altered = text.replace("Python basics", f"Python {control}basics")
    else:
        head, payload, signature = text.split(".")
        said = (
            base64url_decode(payload).decode().replace("Python basics", f"Python {control}basics")
        )
        altered = f"{head}.{base64url_encode(said.encode())}.{signature}"
    assert altered != text
    assert judged(altered).verdict is INVALID


@pytest.mark.parametrize("suite", RDFC_AND_JCS)
def test_uni_004_the_same_text_composed_otherwise_is_another_text(suite):
    document = document_of(suite, name="Zażółć gęślą jaźń")
    assert judged(document).verdict is VALID
    for other in (
        "Zażółć gęślą jaźn\u0301",
        "Zaz\u0307o\u0301łc\u0301 ge\u0328s\u0301la\u0328 jaz\u0301n\u0301",
    ):
        assert judged(document | {"name": other}).verdict is INVALID


# ------------------------------------------------------------------------------- supply chain


def test_sup_001_every_context_that_ships_is_the_pinned_one():
    assert len(KNOWN) > 20
    for url, pin in KNOWN.items():
        assert sha256(context_bytes(url)).hexdigest() == pin.sha256, url
        assert parse_json(context_bytes(url)), url
        assert pin.package
        assert pin.version
        assert pin.licence


# --------------------------------------------------------------------------------------- fuzz


def seeds():
    """One of everything that can be handed over."""
    endorsed = badge(by=ADA, endorsement=[signed(endorsement(about=OWN), by=ELI)])
    yield from (text_of(suite).encode() for suite in SUITES)
    yield sign(endorsed, signer=ADA.key, at=ISSUED).text.encode()
    yield compact_json(signed(badge(status=["revocation", "suspension"]))).encode()
    if has_shared("vectors/1edtech-inspector"):
        folder = shared("vectors/1edtech-inspector")
        yield from (path.read_bytes() for path in sorted(folder.glob("*/*.[j1]*")))
        yield (folder / "ob30/sd/derivedcredential.json").read_bytes()


VALUES: list[Any] = [
    *(None, 0, -1, 1e300, 2**53, True, "", "x", "\0", "a" * 5_000, [], {}, [[]], [None]),
    *({"id": None}, {"id": 1}, {"@value": 1}, {"type": ["VerifiableCredential"]}),
    *("did:key:z", "did:web:a", "https://a/", "urn:x:y", "2020-01-01T00:00:00Z", ["a", "b"]),
    *({"@context": []}, {"a": {"b": {"c": 1}}}, [{"id": "urn:a"}], "eyJhbGciOiJub25lIn0.e30."),
]


def mutated(raw: bytes, rng: random.Random) -> bytes:
    """The same with a few bytes, members or values changed."""
    try:
        value = json.loads(raw) if rng.random() < 0.75 else None
    except ValueError:
        value = None
    if not isinstance(value, dict):
        return mutated_bytes(raw, rng)
    for _ in range(rng.randint(1, 3)):
        mutate(value, rng)
    return json.dumps(value).encode()


def mutate(value: dict[str, Any], rng: random.Random) -> None:
    """Take one thing out, or put another in its place: any value, or one from elsewhere."""
    if not (found := list(places(value))):
        return
    *path, last = rng.choice(found)
    holder = at(value, path)
    if rng.random() < 0.3:
        del holder[last]
    else:
        other = rng.choice(VALUES) if rng.random() < 0.7 else at(value, rng.choice(found))
        holder[last] = copy_json(other)


def mutated_bytes(raw: bytes, rng: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(4):
            case 0 if at < len(data):
                data[at] ^= 1 << rng.randrange(8)
            case 1:
                data[at:at] = bytes([rng.randrange(256)])
            case 2:
                del data[at : at + rng.randint(1, 20)]
            case _:
                data[at:at] = data[rng.randrange(len(data) + 1) :][: rng.randint(1, 50)]
    return bytes(data)


POLICIES = [
    testamur.Policy(),
    testamur.Policy(fragment_keys=True),
    testamur.Policy(inline_contexts=True),
    testamur.Policy(proof_only=True),
    testamur.Policy(handed_over=True),
]


@pytest.mark.proof
@pytest.mark.parametrize("part", range(4))
def test_no_change_of_anything_stops_the_judge(part):
    """Altered in any way, whatever is handed over gets a report that can be written down."""
    rng = random.Random(2026 + part)  # noqa: S311 -- chance, not secrets
    known = list(seeds())
    for _ in range(examples(300, 50_000)):
        altered = mutated(rng.choice(known), rng)
        with within(2):
            report = testamur.examine(altered, resolver=WORLD, at=AT, policy=rng.choice(POLICIES))
            assert compact_json(report.as_json()), altered


WORLD = world()


@settings(max_examples=examples(300, 20_000))
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        *(
                            "@context",
                            "id",
                            "type",
                            "issuer",
                            "proof",
                            "credentialSubject",
                            "vc",
                            "vp",
                        ),
                        *(
                            "validFrom",
                            "validUntil",
                            "credentialStatus",
                            "endorsement",
                            "endorsementJwt",
                        ),
                        *("verifiableCredential", "holder", "evidence", "credentialSchema", "name"),
                        *(
                            "cryptosuite",
                            "proofValue",
                            "verificationMethod",
                            "proofPurpose",
                            "created",
                        ),
                        *("relatedResource", "digestSRI", "achievement", "recipient", "badge", "x"),
                    ]
                ),
                inner,
                max_size=6,
            )
        ),
        max_leaves=25,
    )
)
def test_no_json_of_any_form_stops_the_judge(value):
    text = json.dumps(value)
    for policy in POLICIES:
        report = testamur.examine(text, resolver=WORLD, at=AT, policy=policy)
        assert report.verdict is not VALID
        assert compact_json(report.as_json())
    if isinstance(value, dict):
        assert (
            testamur.credentials.verify.examine(value, resolver=WORLD, at=AT).verdict is not VALID
        )


@settings(max_examples=examples(500, 20_000))
@given(st.binary(max_size=200))
def test_no_bytes_of_any_kind_stop_the_judge(data):
    for head in (b"", b"{", b"\x89PNG\r\n\x1a\n", b"<svg ", b"eyJ"):
        assert testamur.examine(head + data, resolver=WORLD, at=AT).verdict is not VALID


class Moody:
    """A web that answers every question in another way each time."""

    def __init__(self, rng):
        self.rng = rng

    def fetch(self, url, /, *, accept="*/*", limit=1_000_000):  # noqa: ARG002
        body = self.rng.choice(
            [b"", b"{", b"[]", b"null", b'{"id":1}', b"\xff", b"<html>", b"{}" * 9, b"x" * 10_000]
        )
        if self.rng.random() < 0.3:
            raise Unreachable.because("fetch.unreachable", f"{url} does not answer")
        return SimulatedWeb({url: body}).fetch(url, limit=limit)


@pytest.mark.parametrize("seed", range(5))
def test_no_answer_of_the_web_stops_the_judge(seed):
    rng = random.Random(seed)  # noqa: S311 -- chance, not secrets
    web = Moody(rng)
    for source in seeds():
        report = testamur.examine(source, resolver=web, at=AT, policy=rng.choice(POLICIES))
        assert compact_json(report.as_json())
