"""Hostile JSON at every address that takes some; each test is named after its case.

JSON-006, which needs a socket, stands in `tests/web/vc_api/test_served_over_https`.
"""

from __future__ import annotations

import json
import unicodedata

import pytest

from testamur.encoding import MAX_DOCUMENT_BYTES
from testamur_web.api.vc_api.mechanisms import MECHANISMS, SELECTIVE
from tests.shared_data import has_shared, shared
from tests.web.vc_api.conftest import Stranger, minimal, served

CORPUS = ("vectors", "jsontestsuite", "test_parsing")
ENDPOINTS = [
    f"/{mechanism.prefix}{path}"
    for mechanism in MECHANISMS.values()
    for path in (
        "credentials/issue",
        "credentials/verify",
        "presentations",
        "presentations/verify",
        *(["credentials/derive"] if mechanism.suite == SELECTIVE or not mechanism.path else []),
        *(["credentials/status"] if mechanism.status_purpose else []),
    )
]
MEMBERS = {
    "/credentials/issue": "credential",
    "/credentials/verify": "verifiableCredential",
    "/credentials/derive": "verifiableCredential",
    "/presentations": "presentation",
    "/presentations/verify": "verifiablePresentation",
}


def files(letter):
    """The names of the corpus that begin with `letter`; one stands in where there is none."""
    if not has_shared(*CORPUS):
        return [f"{letter}_*.json"]
    return sorted(path.name for path in shared(*CORPUS).glob(f"{letter}_*.json"))


def raw(name):
    return shared(*CORPUS, name).read_bytes()


@pytest.fixture(scope="module", name="api")
def api_fixture(tmp_path_factory):
    """The service, with a folder of its own."""
    with served(tmp_path_factory.mktemp("vc-api")) as api:
        yield api


@pytest.fixture(scope="module", name="signed")
def signed_fixture():
    """A credential somebody signed."""
    ada = Stranger.of()
    subject = {"id": "did:example:ada", "name": "Ada"}
    return ada.sign(minimal(issuer=ada.did, credentialSubject=subject))


@pytest.mark.parametrize("name", files("n"))
def test_json_001_what_is_no_json_is_malformed_everywhere(api, name):
    body = raw(name)
    answers = [api.post(endpoint, body) for endpoint in ENDPOINTS]
    assert {answer.status for answer in answers} == {400}
    told = {answer.headers["Content-Type"] for answer in answers}
    assert told == {"application/problem+json"}
    is_deep = body.count(b"[") > 64
    assert {answer.code for answer in answers} == {"json.too-deep" if is_deep else "json.malformed"}


@pytest.mark.parametrize("name", [*files("y"), *files("i")])
def test_json_002_what_may_be_json_has_one_answer_everywhere(api, name):
    answers = [api.post(endpoint, raw(name)) for endpoint in ENDPOINTS]
    assert {answer.status for answer in answers} <= {400, 422}
    codes = {answer.code for answer in answers}
    assert len(codes) == 1
    assert codes <= {
        "json.malformed",
        "json.too-deep",
        "json.duplicate-key",
        "json.number-out-of-range",
        "request.malformed",
    }


@pytest.mark.parametrize("name", [*files("y"), *files("i")])
@pytest.mark.parametrize("endpoint", MEMBERS)
def test_json_002_what_may_be_json_is_no_document(api, endpoint, name):
    body = b'{"%b": %b}' % (MEMBERS[endpoint].encode(), raw(name))
    assert api.post(endpoint, body).status in {400, 422}


def doubled(document, *path, value):
    """The text of `document` in which the member at `path` stands twice, with `value` at last."""
    mark = "twice-here"
    target = document
    for step in path[:-1]:
        target = target[step]
    target[mark] = value
    return json.dumps(document).replace(json.dumps(mark), json.dumps(path[-1]))


@pytest.mark.parametrize(
    "path",
    [("issuer",), ("proof", "proofValue"), ("credentialSubject", "name"), ("@context",)],
    ids="/".join,
)
@pytest.mark.parametrize("endpoint", MEMBERS)
def test_json_003_a_member_twice_is_refused(api, signed, endpoint, path):
    text = doubled(json.loads(json.dumps(signed)), *path, value="did:web:evil.example")
    body = f'{{"{MEMBERS[endpoint]}": {text}}}'.encode()
    answer = api.post(endpoint, body)
    assert (answer.status, answer.code) == (400, "json.duplicate-key")


@pytest.mark.parametrize("under", ["", "/eddsa-jcs-2022", "/vc-jwt/p-256"])
@pytest.mark.parametrize(
    "names",
    [("caf\u00e9", "cafe\u0301"), ("name\u200d",), ("na\u200dme", "name"), ("\u00e9",)],
    ids=lambda names: "+".join(map(ascii, names)),
)
def test_json_004_names_that_look_alike_are_no_terms(api, under, names):
    subject = {"id": "did:example:ada"} | dict.fromkeys(names, "Ada")
    answer = api.issue(minimal(credentialSubject=subject), under=under)
    assert (answer.status, answer.code) == (400, "document.unsigned-term")


@pytest.mark.parametrize("name", ["name\u200d", "caf\u00e9", "cafe\u0301"], ids=ascii)
def test_json_004_a_name_that_looks_alike_is_never_verified(api, signed, name):
    subject = signed["credentialSubject"] | {name: "Eve"}
    answer = api.verify(signed | {"credentialSubject": subject})
    assert (answer.status, answer.body["verified"]) == (400, False)
    assert "document.unsigned-term" in answer.codes


def test_json_004_text_is_signed_as_it_is_written(api):
    composed = "caf\u00e9"
    issued = api.issued(minimal(credentialSubject={"id": "did:example:a", "name": composed}))
    issued["credentialSubject"]["name"] = unicodedata.normalize("NFD", composed)
    assert api.verify(issued).codes == ["proof.signature-mismatch"]


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_json_006_one_byte_too_many_is_not_read(api, endpoint):
    answer = api.post(endpoint, b" " * (MAX_DOCUMENT_BYTES + 1))
    assert (answer.status, answer.code) == (413, "json.too-large")


@pytest.mark.parametrize(
    "media_type",
    [
        "application/json; charset=utf-7",
        "application/json; charset=utf-16",
        "application/json; charset=utf-8; charset=utf-16",
        "application/json; charset=utf-8; charset=utf-8",
        "application/json; charset",
        "application/json, application/json",
    ],
)
@pytest.mark.parametrize("endpoint", MEMBERS)
def test_json_011_tricks_with_the_charset_are_not_read(api, endpoint, media_type):
    body = json.dumps({MEMBERS[endpoint]: minimal()}).encode("utf-16")
    answer = api.post(endpoint, body, content_type=media_type)
    assert (answer.status, answer.code) == (415, "http.media-type-refused")
