"""Keys by name: every form that is looked up, and every way in which a form is wrong."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.credentials.dids import (
    VerificationMethod,
    did_document,
    did_web_of,
    did_web_url,
    resolve_method,
)
from testamur.credentials.locations import is_host_name, is_ip_address, read_location
from testamur.credentials.resolution import Fetched, Offline
from testamur.encoding import base58_encode, base64url_encode, multibase_decode, multibase_encode
from testamur.errors import Refused, Unreachable
from testamur.keys import KeyKind, PublicKey, SigningKey
from testamur.problems import CATALOGUE
from tests.effort import examples
from tests.simulated_web import NOON, SimulatedWeb

UNI = "did:web:uni.example"
UNI_AT = "https://uni.example/.well-known/did.json"
ISSUER = "https://uni.example/issuers/1"
LATER = NOON + timedelta(days=1)

ED = SigningKey.from_seed(bytes(range(32))).public
OTHER = SigningKey.from_seed(bytes(range(1, 33))).public
P256 = SigningKey.from_seed(b"\x07" * 32, kind="p256").public
P384 = SigningKey.from_seed(b"\x07" * 48, kind="p384").public
RSA_JWK = {
    "kty": "RSA",
    "n": "sbX82NTV6IylxCh7MfV4hlyvaniCajuP97GyOqSvTmoEdBOflFvZ06kR_9D6ctt45Fk6hskfnag2GG69NALVH2o4"
    "RCR6tQiLRpKcMRtDYE_thEmfBvDzm_VVkOIYfxu-Ipuo9J_S5XDNDjczx2v-3oDh5-CIHkU46hvFeCvpUS-L8TJSbgX0"
    "kjVk_m4eIb9wh63rtmD6Uz_KBtCo5mmR4TEtcLZKYdqMp3wCjN-TlgHiz_4oVXWbHUefCEe8rFnX1iQnpDHU49_SaXQo"
    "ud1jCaexFn25n-Aa8f8bc5Vm-5SeRwidHa6ErvEhTvf1dz6GoNPp2iRvm-wJ1gxwWJEYPQ",
    "e": "AQAB",
}


def resolve(url, resolver=None, *, purpose="assertionMethod"):
    return resolve_method(url, resolver=resolver or Offline(), purpose=purpose, at=NOON)


def code_of(url, resolver=None, *, purpose="assertionMethod"):
    with pytest.raises((Refused, Unreachable)) as caught:
        resolve(url, resolver, purpose=purpose)
    return caught.value.problem.code


def method(key=ED, *, controller=UNI, name="key-1", **changes):
    return VerificationMethod.publish(key, controller=controller, name=name).as_json() | changes


def document(*methods, controller=UNI, **changes):
    methods = list(methods or [method(controller=controller)])
    ids = [value["id"] for value in methods if "id" in value]
    told = {"id": controller, "verificationMethod": methods, "assertionMethod": ids}
    return {name: value for name, value in (told | changes).items() if value is not None}


def uni(*methods, **changes):
    return SimulatedWeb({UNI_AT: document(*methods, **changes)})


# -- did:key --


@pytest.mark.parametrize("key", [ED, P256, P384])
def test_a_did_key_is_its_own_key_with_and_without_its_fragment(key):
    bare = resolve(key.did_key)
    assert bare == resolve(f"{key.did_key}#{key.multikey}")
    assert (bare.key, bare.controller) == (key, key.did_key)
    assert bare.id == f"{key.did_key}#{key.multikey}"
    assert (bare.is_confirmed, bare.as_of) == (True, NOON)


def supported_vectors(shared):
    folder = shared("vectors/did-method-key/test-vectors")
    for did, vector in json.loads((folder / "ed25519-x25519.json").read_text()).items():
        yield did, SigningKey.from_seed(bytes.fromhex(vector["seed"])).public, vector
    for did, vector in json.loads((folder / "nist-curves.json").read_text()).items():
        jwk = vector.get("verificationMethod", {}).get("publicKeyJwk")
        if jwk and jwk["crv"] in ("P-256", "P-384"):
            yield did, PublicKey.from_jwk(jwk), vector


def test_the_published_did_key_vectors_are_read_and_written(shared):
    seen = list(supported_vectors(shared))
    assert len(seen) >= 9
    for did, key, vector in seen:
        found = resolve(did)
        assert key.did_key == did
        assert found.key == key
        assert found.id in vector["didDocument"]["assertionMethod"]


def test_what_the_published_vectors_say_about_a_key_is_read_from_a_document_too(shared):
    for did, key, vector in supported_vectors(shared):
        moved = json.loads(json.dumps(vector["didDocument"]).replace(did, UNI))
        if key.kind is not KeyKind.ED25519 or "#z6Mk" in json.dumps(moved):
            web = SimulatedWeb({UNI_AT: moved})
            assert resolve(f"{UNI}#{key.multikey}", web).key == key


@pytest.mark.parametrize("file", ["rsa.json", "secp256k1.json", "bls12381.json", "x25519.json"])
def test_the_published_vectors_of_other_kinds_are_refused(shared, file):
    vectors = json.loads(shared("vectors/did-method-key/test-vectors", file).read_text())
    for did in vectors.get("didDocument", vectors):
        assert code_of(did) == "key.refused"


RAW = multibase_decode(ED.multikey)
POINT = multibase_decode(P256.multikey)


@pytest.mark.parametrize(
    ("why", "data"),
    [
        ("no bytes", b""),
        ("a private key", b"\x80\x26" + bytes(32)),
        ("an encryption key (X25519)", b"\xec\x01" + RAW[2:]),
        ("secp256k1", b"\xe7\x01" + POINT[2:]),
        ("P-521", b"\x82\x24" + b"\x02" + bytes(66)),
        ("a code that is not there", b"\xff\x7f" + RAW[2:]),
        ("a varint longer than it need be", b"\xed\x81\x00" + RAW[2:]),
        ("only the code", RAW[:2]),
        ("one byte short", RAW[:-1]),
        ("one byte long", RAW + b"\0"),
        ("the low-order point 1", b"\xed\x01\x01" + bytes(31)),
        ("the low-order point 0", b"\xed\x01" + bytes(32)),
        ("an Ed25519 point not in canonical form", b"\xed\x01" + b"\xff" * 31 + b"\x7f"),
        ("a P-256 point cut short", POINT[:-1]),
        ("a P-256 point with more after it", POINT + b"\0"),
        ("the P-256 point at infinity", b"\x80\x24\x00"),
        ("an x that is on no P-256 curve", b"\x80\x24\x02" + b"\xff" * 32),
        ("an uncompressed P-256 point", b"\x80\x24\x04" + bytes(64)),
        ("P-384 with a P-256 point", b"\x81\x24" + POINT[2:]),
    ],
)
def test_did_003_a_did_key_that_is_no_key_for_signing_is_refused(why, data):
    assert code_of(f"did:key:{multibase_encode(data)}") in {"key.refused", "key.malformed"}, why


@pytest.mark.parametrize(
    "url",
    [
        "did:key:",
        "did:key:u7QEB",
        f"did:key:{ED.multikey[1:]}",
        f"did:key:z0{ED.multikey[1:]}",
        f"did:key: {ED.multikey}",
        f"did:key:1.1:{ED.multikey}",
        f"{ED.did_key}?versionId=1",
        f"{ED.did_key}/path",
        f"{ED.did_key}\n",
        f"did:key:z{'1' * 2100}",
        f"did:key:z{'1' * 1500}",
    ],
)
def test_did_003_a_did_key_written_another_way_is_refused(url):
    assert code_of(url) in {"encoding.malformed", "did.malformed", "key.refused", "key.malformed"}


@pytest.mark.parametrize("fragment", ["", "key-1", OTHER.multikey, ED.multikey + "#"])
def test_a_did_key_cannot_name_another_key(fragment):
    assert code_of(f"{ED.did_key}#{fragment}") == "did.malformed"


# -- did:jwk --


def did_jwk(jwk):
    return "did:jwk:" + base64url_encode(json.dumps(jwk).encode())


@pytest.mark.parametrize("key", [ED, P256, P384, PublicKey.from_jwk(RSA_JWK)])
def test_a_did_jwk_is_its_own_key(key):
    did = did_jwk(key.jwk | {"use": "sig"})
    assert resolve(did) == resolve(f"{did}#0")
    assert (resolve(did).key, resolve(did).controller, resolve(did).id) == (key, did, f"{did}#0")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (did_jwk(ED.jwk) + "#1", "did.malformed"),
        (did_jwk(ED.jwk) + "=", "encoding.malformed"),
        (did_jwk([]), "json.malformed"),
        (did_jwk(ED.jwk | {"d": "AA"}), "key.refused"),
        (did_jwk(ED.jwk | {"use": "enc"}), "key.refused"),
        (did_jwk({"kty": "oct", "k": "AA"}), "key.refused"),
        (did_jwk(ED.jwk | {"key_ops": ["sign"]}), "key.refused"),
        ("did:jwk:", "json.malformed"),
        ("did:jwk:" + base64url_encode(b'{"kty":"OKP","kty":"EC"}'), "json.duplicate-key"),
    ],
)
def test_a_did_jwk_that_is_no_public_key_is_refused(url, code):
    assert code_of(url) == code


# -- did:web --


@pytest.mark.parametrize(
    ("did", "url"),
    [
        (UNI, UNI_AT),
        ("did:web:uni.example%3A8443", "https://uni.example:8443/.well-known/did.json"),
        ("did:web:uni.example:issuers:1", "https://uni.example/issuers/1/did.json"),
        ("did:web:uni.example%3A8443:a", "https://uni.example:8443/a/did.json"),
        ("did:web:xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example/.well-known/did.json"),
        ("did:web:uni.example:%C3%A9cole", "https://uni.example/%C3%A9cole/did.json"),
    ],
)
def test_a_did_web_stands_for_exactly_one_address(did, url):
    assert did_web_url(did) == url
    assert did_web_of(url) == did


def test_a_did_web_is_made_of_an_issuers_address():
    assert did_web_of("https://uni.example") == UNI
    assert did_web_of("https://uni.example/issuers/1/") == "did:web:uni.example:issuers:1"


@pytest.mark.parametrize(
    "url", ["http://uni.example", "https://127.0.0.1/a", "https://uni.example/a?b", "uni.example"]
)
def test_no_did_web_is_made_of_other_addresses(url):
    with pytest.raises(Refused):
        did_web_of(url)


HOSTILE_DID_WEB = [
    "did:web:",
    "did:web:127.0.0.1",
    "did:web:127.1",
    "did:web:2130706433",
    "did:web:0x7f.1",
    "did:web:0177.0.0.1",
    "did:web:uni.0x7f",
    "did:web:%31%32%37.0.0.1",
    "did:web:[::1]",
    "did:web:%5B%3A%3A1%5D",
    "did:web:::1",
    "did:web:example.org:..:..:etc",
    "did:web:example.org:%2e%2e",
    "did:web:example.org:%2E%2E:etc",
    "did:web:example.org:.",
    "did:web:example.org:a%2Fb",
    "did:web:example.org%2Fa",
    "did:web:example.org%2fa",
    "did:web:user@example.org",
    "did:web:user%40example.org",
    "did:web:example.org:a%3Fb",
    "did:web:example.org:a%23b",
    "did:web:example.org:a%25b",
    "did:web:example.org:%00",
    "did:web:example.org:%FF",
    "did:web:example.org:%C3",
    "did:web:example.org:%c3%a9",
    "did:web:example.org?query",
    "did:web:example.org/path",
    "did:web:example.org\\path",
    "did:web:exämple.org",
    "did:web:\u0435xample.org",
    "did:web:example.org:über",
    "did:web:example.org.",
    "did:web:.example.org",
    "did:web:example..org",
    "did:web:Example.org",
    "did:web:EXAMPLE.ORG",
    "did:web:-example.org",
    "did:web:example-.org",
    "did:web:exam_ple.org",
    "did:web:example.org:",
    "did:web:example.org::a",
    "did:web:example.org%3A",
    "did:web:example.org%3A0",
    "did:web:example.org%3A080",
    "did:web:example.org%3A65536",
    "did:web:example.org%3A80%3A80",
    "did:web:example.org%3a8443",
    "did:web:example.org\n",
    "did:web: example.org",
    f"did:web:{'a' * 64}.org",
    f"did:web:{'.'.join(['a' * 49] * 6)}",
    f"did:web:example.org:{'a' * 1024}",
]


@pytest.mark.parametrize("did", HOSTILE_DID_WEB)
def test_did_001_a_hostile_did_web_is_refused_and_nothing_is_asked(did):
    web = SimulatedWeb()
    assert code_of(f"{did}#key-1", web) == "did.malformed"
    assert web.requests == []


def test_a_key_of_a_did_web_is_found_by_its_id():
    web = uni(method(), method(P256, name="key-2"))
    found = resolve(f"{UNI}#key-2", web)
    assert (found.key, found.controller, found.id) == (P256, UNI, f"{UNI}#key-2")
    assert (found.expires, found.revoked, found.is_confirmed) == (None, None, True)
    assert found.as_of == NOON
    assert web.requests == [UNI_AT]


@pytest.mark.parametrize("key", [ED, P256, P384, PublicKey.from_jwk(RSA_JWK)])
@pytest.mark.parametrize("kind", ["JsonWebKey", "JsonWebKey2020"])
def test_a_json_web_key_is_read(key, kind):
    value = {"id": f"{UNI}#k", "type": kind, "controller": UNI, "publicKeyJwk": key.jwk}
    assert resolve(f"{UNI}#k", uni(value)).key == key


def test_the_older_ed25519_types_are_read():
    in_2018 = {"type": "Ed25519VerificationKey2018", "publicKeyBase58": base58_encode(ED.raw)}
    named = {"id": f"{UNI}#k", "controller": UNI}
    assert resolve(f"{UNI}#k", uni(named | in_2018)).key == ED
    assert resolve(f"{UNI}#key-1", uni(method(type="Ed25519VerificationKey2020"))).key == ED


def test_ids_relative_to_the_document_are_read():
    web = uni(method(id="#key-1"), assertionMethod=["#key-1"])
    assert resolve(f"{UNI}#key-1", web).key == ED


def test_a_method_that_stands_under_its_purpose_counts_for_that_alone():
    web = uni(method(name="other"), assertionMethod=[method()])
    assert resolve(f"{UNI}#key-1", web).key == ED
    assert code_of(f"{UNI}#key-1", web, purpose="authentication") == "did.purpose"


def test_a_method_that_stands_under_another_purpose_does_not_count_by_reference():
    web = uni(method(name="other"), keyAgreement=[method()], assertionMethod=[f"{UNI}#key-1"])
    assert code_of(f"{UNI}#key-1", web) == "did.purpose"


def test_a_single_method_need_not_stand_in_a_list():
    web = uni(verificationMethod=method(), assertionMethod=f"{UNI}#key-1")
    assert resolve(f"{UNI}#key-1", web).key == ED


def test_the_end_of_a_key_is_given_back_for_the_caller_to_judge():
    value = method(expires="2026-05-02T12:00:00Z", revoked="2026-05-01T12:00:00Z")
    found = resolve(f"{UNI}#key-1", uni(value))
    assert (found.expires, found.revoked) == (LATER, NOON)


def test_other_methods_of_kinds_not_known_do_not_matter():
    strange = {"id": f"{UNI}#k1", "type": "Strange2031", "controller": UNI, "publicKeyNew": "?"}
    assert resolve(f"{UNI}#key-1", uni(method(), strange)).key == ED
    assert code_of(f"{UNI}#k1", uni(method(), strange)) == "key.refused"


@pytest.mark.parametrize(
    ("why", "web", "code"),
    [
        ("id of another DID", uni(id="did:web:other.example"), "did.id-mismatch"),
        ("no id", uni(id=None), "did.id-mismatch"),
        ("controller elsewhere", uni(method(controller=ISSUER, id=f"{UNI}#key-1")), "did.controller-mismatch"),
        ("no controller", uni({"id": f"{UNI}#key-1", "type": "Multikey"}), "did.document-malformed"),
        ("an id twice", uni(method(), method(OTHER)), "did.document-malformed"),
        ("an id twice, once relative", uni(method(), method(OTHER, id="#key-1")), "did.document-malformed"),
        ("an id twice, in two places", uni(method(), assertionMethod=[method()]), "did.document-malformed"),
        ("4,000 methods", uni(*(method(name=f"k{n}") for n in range(4000))), "did.document-malformed"),
        ("101 methods", uni(method(), *(method(name=f"k{n}") for n in range(100))), "did.document-malformed"),
        ("no such key", uni(method(name="key-2")), "did.key-not-found"),
        ("no keys at all", uni(verificationMethod=[], assertionMethod=[]), "did.key-not-found"),
        ("nothing about keys", uni(verificationMethod=None, assertionMethod=None), "did.key-not-found"),
        ("not listed", uni(assertionMethod=[]), "did.purpose"),
        ("no list of purposes", uni(assertionMethod=None), "did.purpose"),
        ("listed for another purpose", uni(assertionMethod=None, authentication=[f"{UNI}#key-1"]), "did.purpose"),
        ("a private multikey", uni(method(secretKeyMultibase="z")), "did.private-key"),
        ("a private key of another method", uni(method(), method(name="b", privateKeyBase58="x")), "did.private-key"),
        ("a private JWK", uni(method(), extra={"kty": "OKP", "d": "AA"}), "did.private-key"),
        ("two forms of key", uni(method(publicKeyJwk=OTHER.jwk)), "did.document-malformed"),
        ("the form of another type", uni(method(type="JsonWebKey")), "did.document-malformed"),
        ("a type that is no text", uni(method(type=["Multikey"])), "key.refused"),
        ("a P-256 key as Ed25519", uni(method(P256, type="Ed25519VerificationKey2020")), "key.refused"),
        ("a key that is no text", uni(method(publicKeyMultibase=5)), "did.document-malformed"),
        ("a key that cannot be read", uni(method(publicKeyMultibase="z1")), "key.refused"),
        ("a bad date", uni(method(expires="soon")), "did.document-malformed"),
        ("methods that are text", uni(verificationMethod=["#key-1"]), "did.document-malformed"),
        ("methods that are a number", uni(verificationMethod=5), "did.document-malformed"),
        ("a method without id", uni(method(), {"type": "Multikey"}), "did.document-malformed"),
        ("a purpose that is a number", uni(assertionMethod=7), "did.document-malformed"),
        ("HTML", SimulatedWeb().publish(UNI_AT, "<html>", media_type="text/html"), "did.document-malformed"),
        ("JSON called HTML", SimulatedWeb().publish(UNI_AT, document(), media_type="text/html"), "did.document-malformed"),
        ("HTML called JSON", SimulatedWeb({UNI_AT: "<html>"}), "did.document-malformed"),
        ("a list", SimulatedWeb({UNI_AT: [document()]}), "did.document-malformed"),
        ("a member twice", SimulatedWeb({UNI_AT: '{"id":"a","id":"b"}'}), "did.document-malformed"),
        ("more than 1 MB", SimulatedWeb({UNI_AT: document(padding="x" * 1_000_000)}), "fetch.too-large"),
        ("not there", SimulatedWeb(), "fetch.status"),
        ("no network", Offline(), "fetch.offline"),
    ],
)  # fmt: skip
def test_did_002_a_document_that_does_not_vouch_for_the_key_is_refused(why, web, code):
    assert code_of(f"{UNI}#key-1", web) == code, why


def test_a_large_document_is_read_like_a_small_one():
    web = uni(padding="x" * 100_000)
    assert resolve(f"{UNI}#key-1", web).key == ED


def test_a_document_that_changes_is_read_anew():
    web = uni()
    assert resolve(f"{UNI}#key-1", web).key == ED
    web.at = LATER
    web.publish(UNI_AT, document(method(OTHER)))
    found = resolve(f"{UNI}#key-1", web)
    assert (found.key, found.as_of) == (OTHER, LATER)


@pytest.mark.parametrize("media_type", ["application/did+json", "application/ld+json", ""])
def test_every_json_media_type_is_read(media_type):
    web = SimulatedWeb().publish(UNI_AT, document(), media_type=media_type)
    assert resolve(f"{UNI}#key-1", web).key == ED


# -- https --


def issuer(*methods, **changes):
    return document(*methods, controller=ISSUER, **changes)


def key_document(key=ED, *, controller=ISSUER, url="https://uni.example/keys/1", **changes):
    return method(key, controller=controller, id=url) | changes


KEY_AT = "https://uni.example/keys/1"


def test_a_controller_document_over_https_holds_the_key():
    web = SimulatedWeb({ISSUER: issuer()})
    found = resolve(f"{ISSUER}#key-1", web)
    assert (found.key, found.controller, found.is_confirmed) == (ED, ISSUER, True)


def test_a_key_document_counts_when_its_controller_lists_it():
    lists_it = {"id": ISSUER, "assertionMethod": [KEY_AT]}
    found = resolve(KEY_AT, SimulatedWeb({KEY_AT: key_document(), ISSUER: lists_it}))
    assert (found.key, found.controller, found.is_confirmed) == (ED, ISSUER, True)


def test_a_key_document_elsewhere_counts_when_a_did_web_lists_it():
    web = SimulatedWeb(
        {
            KEY_AT: key_document(controller="did:web:other.example"),
            "https://other.example/.well-known/did.json": {
                "id": "did:web:other.example",
                "assertionMethod": [KEY_AT],
            },
        }
    )
    assert resolve(KEY_AT, web).is_confirmed


@pytest.mark.parametrize(
    "at_controller",
    [{"id": ISSUER, "type": "Profile", "name": "Uni"}, None, ("<html>", "text/html")],
)
def test_a_key_document_beside_a_controller_that_says_nothing_is_not_confirmed(at_controller):
    web = SimulatedWeb({KEY_AT: key_document()})
    if isinstance(at_controller, tuple):
        web.publish(ISSUER, at_controller[0], media_type=at_controller[1])
    elif at_controller:
        web.publish(ISSUER, at_controller)
    assert not resolve(KEY_AT, web).is_confirmed


ELSEWHERE = "https://other.example/issuer"


@pytest.mark.parametrize(
    ("why", "documents", "code"),
    [
        ("the controller lists others", {KEY_AT: key_document(), ISSUER: issuer()}, "did.purpose"),
        ("the controller is another", {KEY_AT: key_document(), ISSUER: issuer(id=ELSEWHERE)}, "did.id-mismatch"),
        ("claims a controller elsewhere that says nothing", {KEY_AT: key_document(controller=ELSEWHERE), ELSEWHERE: {"id": ELSEWHERE}}, "did.controller-mismatch"),
        ("claims a controller elsewhere that is not there", {KEY_AT: key_document(controller=ELSEWHERE)}, "fetch.status"),
        ("claims a did:key", {KEY_AT: key_document(controller=OTHER.did_key)}, "did.controller-mismatch"),
        ("claims http", {KEY_AT: key_document(controller="http://uni.example/")}, "did.controller-mismatch"),
        ("its id is another", {KEY_AT: key_document(url="https://uni.example/keys/2")}, "did.id-mismatch"),
        ("no key", {KEY_AT: {"id": KEY_AT, "controller": ISSUER}}, "did.key-not-found"),
        ("a private key", {KEY_AT: key_document(privateKeyMultibase="z")}, "did.private-key"),
        ("not there", {}, "fetch.status"),
    ],
)  # fmt: skip
def test_a_key_document_that_its_controller_does_not_own_up_to_is_refused(why, documents, code):
    assert code_of(KEY_AT, SimulatedWeb(documents)) == code, why


@pytest.mark.parametrize("key", [ED, P256, P384])
def test_the_1edtech_form_carries_the_key_and_claims_the_controller(key):
    found = resolve(f"{ISSUER}#{key.multikey}")
    assert (found.key, found.controller, found.is_confirmed) == (key, ISSUER, False)


@pytest.mark.parametrize(
    "at_controller",
    [{"id": ISSUER, "type": "Profile"}, ("<html>", "text/html"), ("\x89PNG", "image/png")],
)
def test_the_1edtech_form_is_not_confirmed_by_a_page_that_says_nothing_about_keys(at_controller):
    web = SimulatedWeb()
    if isinstance(at_controller, tuple):
        web.publish(ISSUER, at_controller[0], media_type=at_controller[1])
    else:
        web.publish(ISSUER, at_controller)
    assert not resolve(f"{ISSUER}#{ED.multikey}", web).is_confirmed


def test_the_1edtech_form_is_confirmed_by_a_controller_that_lists_the_key():
    web = SimulatedWeb({ISSUER: issuer(method(controller=ISSUER, name=ED.multikey))})
    assert resolve(f"{ISSUER}#{ED.multikey}", web).is_confirmed


@pytest.mark.parametrize(
    ("why", "at_controller", "code"),
    [
        ("lists other keys", issuer(), "did.key-not-found"),
        ("lists another key by that name", issuer(method(OTHER, controller=ISSUER, name=ED.multikey)), "did.document-malformed"),
        ("does not list it for assertion", issuer(method(controller=ISSUER, name=ED.multikey), assertionMethod=[]), "did.purpose"),
        ("is not JSON", "{", "did.document-malformed"),
    ],
)  # fmt: skip
def test_the_1edtech_form_is_refused_by_a_controller_that_denies_the_key(why, at_controller, code):
    assert code_of(f"{ISSUER}#{ED.multikey}", SimulatedWeb({ISSUER: at_controller})) == code, why


def test_the_1edtech_form_with_a_did_web_needs_the_document():
    assert code_of(f"{UNI}#{ED.multikey}") == "fetch.offline"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "did.method-unsupported"),
        (ED.multikey, "did.method-unsupported"),
        (f"xxx:{ED.multikey}", "did.method-unsupported"),
        ("did:ion:abc#k", "did.method-unsupported"),
        ("did:ethr:0x1#k", "did.method-unsupported"),
        (f"key:{ED.multikey}", "did.method-unsupported"),
        (f"http://uni.example/#{ED.multikey}", "did.method-unsupported"),
        ("file:///etc/passwd", "did.method-unsupported"),
        ("#key-1", "did.method-unsupported"),
        ("https://user@uni.example/#k", "fetch.blocked"),
        (f"https://127.1/#{ED.multikey}", "fetch.blocked"),
        ("https://uni.example/ü", "fetch.blocked"),
        ("https://", "fetch.blocked"),
        ("https:uni.example", "fetch.blocked"),
        ("https://uni.example/" + "a" * 3000, "did.malformed"),
    ],
)
def test_what_is_not_the_url_of_a_key_is_refused_and_nothing_is_asked(url, code):
    web = SimulatedWeb()
    assert code_of(url, web) == code
    assert web.requests == []


@pytest.mark.parametrize(
    "purpose", ["keyAgreement", "capabilityInvocation", "", "verificationMethod"]
)
def test_keys_are_looked_up_for_assertion_and_authentication_alone(purpose):
    assert code_of(ED.did_key, purpose=purpose) == "did.purpose"


# -- publishing --


def test_key_001_every_key_still_verifies_after_twenty_rotations():
    keys = [SigningKey.from_seed(bytes([n]) * 32) for n in range(1, 22)]
    signed = [key.sign(b"credential %d" % n) for n, key in enumerate(keys)]
    published = []
    for n, key in enumerate(keys):
        ended = NOON + timedelta(days=n)
        published = [
            VerificationMethod.publish(old.key, controller=UNI, expires=old.expires or ended)
            for old in published
        ]
        published.insert(0, VerificationMethod.publish(key.public, controller=UNI))
    told = did_document(UNI, published)
    web = SimulatedWeb({UNI_AT: told})
    offline = Offline({UNI_AT: Fetched(UNI_AT, json.dumps(told).encode(), "", NOON)})
    for n, key in enumerate(keys):
        for resolver in (web, offline):
            found = resolve(f"{UNI}#{key.public.multikey}", resolver)
            assert found.key.verify(b"credential %d" % n, signed[n])
            is_current = n == len(keys) - 1
            assert found.expires == (None if is_current else NOON + timedelta(days=n + 1))
    assert told["authentication"] == [f"{UNI}#{keys[-1].public.multikey}"]
    assert len(told["assertionMethod"]) == len(told["verificationMethod"]) == 21


def test_a_document_is_published_for_an_https_issuer_and_an_rsa_key():
    rsa = PublicKey.from_jwk(RSA_JWK)
    told = did_document(
        ISSUER, [VerificationMethod.publish(key, controller=ISSUER) for key in (ED, P384, rsa)]
    )
    assert told["@context"] == ["https://www.w3.org/ns/cid/v1"]
    web = SimulatedWeb({ISSUER: told})
    for key in (ED, P384, rsa):
        name = rsa.thumbprint if key is rsa else key.multikey
        found = resolve(f"{ISSUER}#{name}", web, purpose="authentication")
        assert (found.key, found.is_confirmed) == (key, True)


def test_the_moments_of_a_key_are_published():
    ended = VerificationMethod.publish(ED, controller=UNI, expires=NOON, revoked=LATER)
    [value] = did_document(UNI, [ended])["verificationMethod"]
    assert (value["expires"], value["revoked"]) == ("2026-05-01T12:00:00Z", "2026-05-02T12:00:00Z")


@pytest.mark.parametrize(
    ("methods", "code"),
    [
        ([VerificationMethod.publish(ED, controller=ISSUER)], "did.controller-mismatch"),
        ([VerificationMethod.publish(ED, controller=UNI)] * 2, "did.document-malformed"),
        ([], "did.document-malformed"),
    ],
)
def test_a_document_that_would_not_be_read_is_not_made(methods, code):
    with pytest.raises(Refused) as caught:
        did_document(UNI, methods)
    assert caught.value.problem.code == code


# -- whatever is published --

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just(f"{UNI}#key-1"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@given(
    st.sampled_from(["id", "verificationMethod", "assertionMethod", "authentication", "kty"]),
    st.sampled_from(["id", "type", "controller", "publicKeyMultibase", "publicKeyJwk", "expires"]),
    ANYTHING,
    ANYTHING,
)
@settings(max_examples=examples(300, 3_000))
def test_whatever_is_published_ends_in_a_key_or_a_reason(member, of_method, first, second):
    web = uni(method() | {of_method: first}, **{member: second})
    for url in (f"{UNI}#key-1", UNI):
        with contextlib.suppress(Refused, Unreachable):
            assert resolve(url, web).controller == UNI


@given(st.text() | st.text().map("did:web:".__add__) | st.text().map("https://uni".__add__))
@settings(max_examples=examples(300, 3_000))
def test_whatever_is_asked_for_ends_in_a_reason(url):
    assert code_of(url) in CATALOGUE


# -- addresses --


def test_an_address_is_read_into_its_one_spelling():
    location = read_location("https://UNI.example:443/a%20b?c=d#e")
    assert (location.host, location.port, location.target) == ("uni.example", 443, "/a%20b?c=d")
    assert (location.url, location.fragment) == ("https://uni.example/a%20b?c=d", "e")
    assert read_location("http://uni.example:8080").url == "http://uni.example:8080/"
    assert read_location("https://uni.example?a").target == "/?a"
    assert read_location("https://[::1]:8443/").authority == "[::1]:8443"


@pytest.mark.parametrize(
    "url",
    [
        "https://uni.example:0/", "https://uni.example:65536/", "https://uni.example:/",
        "https://uni.example/a b", "https://uni.example/%zz", "https://uni.example\\a",
        "https://a:b@uni.example/", "ftp://uni.example/", "HTTPS//uni.example", "//uni.example",
        "https://[::0]/", "https://[::1%25eth0]/", "https://::1/", "https://1.2.3/",
        "https://uni.example/#a#b", " https://uni.example/", "https://uni.example/\n",
    ],
)  # fmt: skip
def test_an_address_that_would_need_repair_is_refused(url):
    with pytest.raises(Refused) as caught:
        read_location(url)
    assert caught.value.problem.code == "fetch.blocked"


def test_names_and_numbers_are_told_apart():
    assert is_host_name("uni.example")
    assert is_host_name("localhost")
    assert is_host_name("4.me")
    assert not is_host_name("")
    assert not is_host_name("me.4")
    assert is_ip_address("127.0.0.1")
    assert is_ip_address("[::1]")
    assert not is_ip_address("::1")
    assert not is_ip_address("[127.0.0.1]")
    assert not is_ip_address("127.0.0.01")


def test_moments_are_kept_in_utc():
    value = method(expires="2026-05-02T14:00:00+02:00")
    expires = resolve(f"{UNI}#key-1", uni(value)).expires
    assert expires == datetime(2026, 5, 2, 12, tzinfo=UTC)
