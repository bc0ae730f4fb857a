"""What the W3C suite for status lists expects, and what revoking must never lose."""

from __future__ import annotations

import gzip
import subprocess
import sys

import pytest

from testamur.encoding import multibase_decode
from testamur.errors import Conflict
from testamur.keys import KeyKind
from testamur.problems import Verdict
from testamur_web.api.vc_api.keyring import open_key
from testamur_web.api.vc_api.status_register import StatusRegister
from tests.web.vc_api.conftest import URL, V2, Stranger, minimal, now

LISTS = {"/status": "revocation", "/status/suspension": "suspension"}
ENTRY = {"type": "BitstringStatusListEntry"}


def everything(api, credential):
    """The answer of a verifier who asks for everything."""
    return api.verify(credential, checks=[])


def change_status(api, credential, under, **members):
    named = {"credentialId": credential.get("id"), "credentialStatus": ENTRY} | members
    return api.post(f"{under}/credentials/status", named)


def bits_of(api, under):
    encoded = api.get(f"{under}/list").body["credentialSubject"]["encodedList"]
    return gzip.decompress(multibase_decode(encoded, bases="u"))


def bit_at(bits, place):
    return bits[place // 8] >> (7 - place % 8) & 1


@pytest.mark.parametrize("under", LISTS)
def test_a_credential_gets_a_place_in_the_list(api, under):
    entry = api.issued(minimal(), under=under)["credentialStatus"]
    assert entry["type"] == "BitstringStatusListEntry"
    assert entry["statusPurpose"] == LISTS[under]
    assert entry["statusListCredential"] == f"{URL}{under}/list"
    assert entry["id"] == f"{URL}{under}/list#{entry['statusListIndex']}"
    assert 0 <= int(entry["statusListIndex"]) < 131072


def test_no_two_credentials_share_a_place(api):
    places = {
        api.issued(minimal(), under="/status")["credentialStatus"]["statusListIndex"]
        for _ in range(20)
    }
    assert len(places) == 20


def test_a_credential_keeps_the_status_it_brought(api):
    other = {"type": "BitstringStatusListEntry", "statusPurpose": "message"} | {
        "statusListIndex": "7",
        "statusListCredential": "https://acme.example/list",
        "statusSize": 2,
        "statusMessage": [{"status": f"0x{n}", "message": "as said"} for n in range(4)],
    }
    issued = api.issued(minimal(credentialStatus=other), under="/status")
    assert [entry["statusPurpose"] for entry in issued["credentialStatus"]] == [
        "message",
        "revocation",
    ]


@pytest.mark.parametrize("under", LISTS)
def test_the_list_is_a_credential_anybody_can_verify(api, under):
    answer = api.get(f"{under}/list")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    listed = answer.body
    assert listed["@context"][0] == V2
    assert "BitstringStatusListCredential" in listed["type"]
    assert listed["credentialSubject"]["type"] == "BitstringStatusList"
    assert listed["credentialSubject"]["statusPurpose"] == LISTS[under]
    assert listed["credentialSubject"]["encodedList"].startswith("u")
    assert {"validFrom", "validUntil", "proof"} <= set(listed)
    assert everything(api, listed).status == 200
    assert len(bits_of(api, under)) == 16384


def test_the_list_is_by_the_issuer_of_what_stands_in_it(api):
    assert (
        api.get("/status/list").body["issuer"] == api.issued(minimal(), under="/status")["issuer"]
    )


def test_revoking_shows_at_once(api):
    credential = api.issued(minimal(id="urn:uuid:revoked"), under="/status")
    place = int(credential["credentialStatus"]["statusListIndex"])
    before = everything(api, credential)
    assert (before.status, before.body["errors"]) == (200, [])
    assert {"proof", "dates", "status"} <= set(before.body["checks"])
    assert not bit_at(bits_of(api, "/status"), place)
    assert change_status(api, credential, "/status").status == 200
    assert bit_at(bits_of(api, "/status"), place)
    after = everything(api, credential)
    assert (after.status, after.codes) == (400, ["status.revoked"])
    assert after.body["verdict"] == "invalid"


def test_who_asks_for_the_proof_alone_is_not_told_of_the_status(api):
    credential = api.issued(minimal(), under="/status")
    assert change_status(api, credential, "/status").status == 200
    assert api.verify(credential).status == 200


def test_what_is_suspended_can_be_reinstated(api):
    under = "/status/suspension"
    credential = api.issued(minimal(), under=under)
    assert change_status(api, credential, under, status=True).status == 200
    assert everything(api, credential).codes == ["status.suspended"]
    assert change_status(api, credential, under, status=False).status == 200
    assert everything(api, credential).status == 200


def test_a_list_may_be_published_though_it_always_is(api):
    for under in LISTS:
        assert api.post(f"{under}/list/publish", {}).status == 204


@pytest.mark.parametrize(
    ("members", "status", "code"),
    [
        ({"credentialId": "urn:uuid:nobody"}, 404, "status.credential-unknown"),
        ({"credentialId": None}, 400, "request.malformed"),
        ({"credentialId": 7}, 400, "request.malformed"),
        ({"credentialStatus": None}, 400, "request.malformed"),
        ({"credentialStatus": {"type": "RevocationList2020Status"}}, 400, "request.malformed"),
        ({"credentialStatus": {"statusPurpose": "revocation"}}, 400, "status.entry-malformed"),
        ({"credentialStatus": ENTRY | {"statusPurpose": "message"}}, 400, "request.malformed"),
        ({"credentialStatus": ENTRY | {"statusPurpose": ["x"]}}, 400, "request.malformed"),
        ({"status": "true"}, 400, "request.malformed"),
        ({"status": 1}, 400, "request.malformed"),
    ],
    ids=str,
)
def test_a_status_that_cannot_be_set_is_refused(api, members, status, code):
    credential = api.issued(minimal(), under="/status")
    answer = change_status(api, credential, "/status", **members)
    assert (answer.status, answer.code) == (status, code)
    assert everything(api, credential).status == 200


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"statusListIndex": "-1"}, "status.entry-malformed"),
        ({"statusListIndex": "1.5"}, "status.entry-malformed"),
        ({"statusListIndex": "131072"}, "status.index-out-of-range"),
        ({"statusPurpose": "suspension"}, "status.purpose-mismatch"),
        ({"statusPurpose": None}, "status.entry-malformed"),
        ({"statusListCredential": f"{URL}/openapi.json"}, "status.list-unreachable"),
        ({"statusListCredential": "https://127.0.0.1/list"}, "status.list-unreachable"),
    ],
    ids=str,
)
def test_an_entry_that_says_something_else_is_refused(api, state, change, code):
    own = Stranger(open_key(state, KeyKind.ED25519))
    entry = api.issued(minimal(), under="/status")["credentialStatus"] | change
    entry = {name: value for name, value in entry.items() if value is not None}
    signed = own.sign(minimal(issuer=own.did, credentialStatus=entry))
    answer = everything(api, signed)
    assert (answer.status, answer.codes) == (400, [code])


def test_a_list_by_somebody_else_proves_nothing(api, stranger):
    entry = api.issued(minimal(), under="/status")["credentialStatus"]
    signed = stranger.sign(minimal(issuer=stranger.did, credentialStatus=entry))
    answer = everything(api, signed)
    assert (answer.status, answer.codes) == (400, ["status.issuer-mismatch"])
    assert answer.body["verdict"] == Verdict.UNDETERMINED.value


@pytest.mark.parametrize("index", ["-1", "x", True, None], ids=repr)
def test_it_issues_nothing_with_an_entry_that_is_none(api, index):
    entry = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": index,
        "statusListCredential": "https://acme.example/list",
    }
    answer = api.issue(minimal(credentialStatus=entry))
    assert (answer.status, answer.codes) == (400, ["status.entry-malformed"])


def test_a_list_that_expired_is_not_used(api, state):
    signed = Stranger(open_key(state, KeyKind.ED25519))
    listed = api.get("/status/list").body
    del listed["proof"]
    expired = signed.sign(listed | {"validUntil": "2020-01-01T00:00:00Z"}, created=now())
    assert "dates.expired" in everything(api, expired).codes


def test_a_full_list_is_a_conflict(tmp_path):
    register = StatusRegister(tmp_path, size=2)
    places = {register.allot(f"urn:uuid:{n}", purpose="revocation") for n in range(2)}
    assert places == {0, 1}
    with pytest.raises(Conflict) as caught:
        register.allot("urn:uuid:2", purpose="revocation")
    assert caught.value.problem.code == "status.list-full"


def test_a_credential_issued_twice_is_revoked_in_both_places(tmp_path):
    register = StatusRegister(tmp_path)
    places = [register.allot("urn:uuid:same", purpose="revocation") for _ in range(2)]
    register.set_status("urn:uuid:same", purpose="revocation", is_set=True)
    assert [row.index for row in register.rows("revocation")] == sorted(places)
    assert register.rows("suspension") == []


def test_many_may_open_a_new_register_at_once(tmp_path):
    program = (
        "import sys; from pathlib import Path;"
        "from testamur_web.api.vc_api.status_register import StatusRegister as Register;"
        "Register(Path(sys.argv[1])).allot(sys.argv[2], purpose='revocation')"
    )
    opened = [
        subprocess.Popen([sys.executable, "-c", program, tmp_path, f"urn:uuid:{number}"])
        for number in range(6)
    ]
    assert [process.wait(timeout=60) for process in opened] == [0] * 6
