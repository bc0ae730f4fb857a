"""Hostile status lists and entries: never valid, never revoked by mistake, never a burden.

Named after the cases SL-001 to SL-005 and LD-015 of the hostile cases. SL-006 to SL-008 and SL-010
are about the register of rows that lists are built from.
"""

from __future__ import annotations

import gzip
import resource
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from testamur.credentials.proofs import ProofOptions, sign_document
from testamur.credentials.status import (
    MIN_ENTRIES,
    StatusRow,
    Window,
    build_list,
    judge_status,
    status_credential,
    status_entry,
)
from testamur.encoding import base64url_encode, gzip_fixed
from testamur.keys import SigningKey
from testamur.problems import Outcome
from tests.judging import ProofJudge
from tests.simulated_web import SimulatedWeb

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BASHIR = SigningKey.from_seed(b"\1" * 32)
CHEN = SigningKey.from_seed(b"\2" * 32)
ISSUER = BASHIR.public.did_key
LIST = "https://uni.example/status/3"
ENTRY = status_entry(LIST, index=7)
CLEAR = build_list([])
REVOKED = build_list([StatusRow(7)])


def sign(document, *, key=BASHIR):
    options = ProofOptions(
        cryptosuite="eddsa-jcs-2022",
        verification_method=f"{key.public.did_key}#{key.public.multikey}",
        created=NOON - HOUR,
    )
    return sign_document(document, signer=key, options=options)


def listing(encoded=CLEAR, *, purpose="revocation", issuer=ISSUER, end=NOON + HOUR):
    return status_credential(
        LIST, issuer=issuer, purpose=purpose, encoded_list=encoded, window=Window(NOON - HOUR, end)
    )


def judge(published, *, entry=ENTRY, at=NOON, web=None):
    """The outcome of a credential whose list is `published`, and the codes of its problems."""
    web = web or SimulatedWeb({LIST: published})
    examine = ProofJudge(web, at=at)
    document = {"id": "urn:uuid:1", "issuer": ISSUER, "credentialStatus": entry}
    check = judge_status(document, resolver=web, at=at, examine=examine).check
    return check.outcome, [problem.code for problem in check.problems]


UNKNOWN = Outcome.UNDETERMINED


def test_a_good_list_is_believed():
    assert judge(sign(listing())) == (Outcome.PASSED, [])
    assert judge(sign(listing(REVOKED))) == (Outcome.FAILED, ["status.revoked"])


def bomb(megabytes):
    """So many zeros, and an end that cannot be unpacked: who reads that far says so."""
    packer = zlib.compressobj(1, wbits=31)
    block = bytes(1024 * 1024)
    parts = [packer.compress(block) for _ in range(megabytes)]
    return b"".join([*parts, packer.flush(zlib.Z_FULL_FLUSH), b"\xff" * 1000])


def test_sl_001_a_bomb_that_is_small_enough_is_read_to_its_end():
    packed = base64url_encode(bomb(1))
    assert judge(sign(listing("u" + packed))) == (UNKNOWN, ["status.list-invalid"])


@pytest.mark.parametrize("megabytes", [10, 160])
def test_sl_001_a_bomb_is_refused_early_and_cheaply(megabytes):
    packed = bomb(megabytes)
    published = sign(listing("u" + base64url_encode(packed)))
    judge(sign(listing()))  # what only the first judgement costs is not the bomb's
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = judge(published)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used < 32 * 1024
    assert told == (UNKNOWN, ["status.list-too-large"])


def test_sl_001_a_bomb_inside_a_bomb_is_not_unpacked_twice():
    nested = gzip_fixed(gzip_fixed(bytes(9 * 1024 * 1024)))
    outcome, codes = judge(sign(listing("u" + base64url_encode(nested))))
    assert (outcome, codes) == (UNKNOWN, ["status.list-invalid"])


def test_sl_001_a_list_too_large_to_fetch_is_not_read():
    web = SimulatedWeb({LIST: b" " * (2 * 1024 * 1024 + 1)})
    assert judge(None, web=web) == (UNKNOWN, ["status.list-unreachable"])


BITS = bytes(MIN_ENTRIES // 8)
PACKED = gzip_fixed(BITS)
ENCODINGS = {
    "two members": PACKED + PACKED,
    "two halves": gzip.compress(BITS[:8192]) + gzip.compress(BITS[8192:]),
    "something behind": PACKED + b"junk",
    "cut short": PACKED[:-1],
    "cut in half": PACKED[: len(PACKED) // 2],
    "a wrong checksum": PACKED[:-8] + bytes(4) + PACKED[-4:],
    "a wrong length": PACKED[:-4] + bytes(4),
    "zlib": zlib.compress(BITS),
    "raw deflate": zlib.compress(BITS, wbits=-15),
    "not packed": BITS,
    "empty": b"",
    "packed nothing": gzip_fixed(b""),
    "one byte too short": gzip_fixed(BITS[:-1]),
}
SPELLINGS = {
    "no multibase": base64url_encode(PACKED),
    "base58": "z" + base64url_encode(PACKED),
    "standard base64": "m" + base64url_encode(PACKED),
    "padded": "u" + base64url_encode(PACKED) + "=",
    "white space": "u" + base64url_encode(PACKED) + "\n",
    "standard letters": "u" + base64url_encode(PACKED).replace("_", "/").replace("-", "+"),
    "the letter alone": "u",
    "no text": "",
    "a number": 5,
    "a list": [CLEAR],
    "nothing": None,
}


@pytest.mark.parametrize("packed", ENCODINGS.values(), ids=ENCODINGS)
def test_sl_002_a_list_is_one_whole_gzip_of_enough_entries(packed):
    published = sign(listing("u" + base64url_encode(packed)))
    assert judge(published) == (UNKNOWN, ["status.list-invalid"])


@pytest.mark.parametrize("encoded", SPELLINGS.values(), ids=SPELLINGS)
def test_sl_002_a_list_has_one_spelling(encoded):
    assert judge(sign(listing(encoded))) == (UNKNOWN, ["status.list-invalid"])


def test_sl_003_a_list_changed_after_signing_says_nothing():
    published = sign(listing(REVOKED))
    published["credentialSubject"]["encodedList"] = CLEAR
    assert judge(published) == (UNKNOWN, ["status.list-not-verified"])
    published = sign(listing())
    published["credentialSubject"]["encodedList"] = REVOKED
    assert judge(published) == (UNKNOWN, ["status.list-not-verified"])
    assert judge(listing()) == (UNKNOWN, ["status.list-not-verified"])


def test_sl_003_a_list_by_somebody_else_says_nothing():
    theirs = CHEN.public.did_key
    for encoded in (CLEAR, REVOKED):
        published = sign(listing(encoded, issuer=theirs), key=CHEN)
        assert judge(published) == (UNKNOWN, ["status.issuer-mismatch"])
        forged = sign(listing(encoded), key=CHEN)
        assert judge(forged) == (UNKNOWN, ["status.list-not-verified"])


def test_sl_003_a_list_for_another_purpose_says_nothing():
    for purpose in ("suspension", "message", ["suspension", "refresh"]):
        published = sign(listing(REVOKED, purpose=purpose))
        assert judge(published) == (UNKNOWN, ["status.purpose-mismatch"])


def test_sl_003_a_list_too_short_for_the_size_of_its_entries_says_nothing():
    words = [{"status": hex(value), "message": str(value)} for value in range(4)]
    entry = ENTRY | {"statusSize": 2, "statusMessage": words}
    assert judge(sign(listing()), entry=entry) == (UNKNOWN, ["status.list-invalid"])


NOT_LISTS = {
    "another type": {"type": ["VerifiableCredential"]},
    "another subject": {"credentialSubject": {"type": "Person", "encodedList": CLEAR}},
    "no subject": {"credentialSubject": []},
    "two subjects": {"credentialSubject": [listing()["credentialSubject"]] * 2},
    "no purpose": {"credentialSubject": listing()["credentialSubject"] | {"statusPurpose": []}},
    "a purpose of no word": {
        "credentialSubject": listing()["credentialSubject"] | {"statusPurpose": 5}
    },
    "another address": {"id": "https://uni.example/status/4"},
    "a status of its own": {"credentialStatus": ENTRY},
    "an age of no number": {"credentialSubject": listing()["credentialSubject"] | {"ttl": "long"}},
    "a beginning of no date": {"validFrom": "yesterday"},
}


@pytest.mark.parametrize("changed", NOT_LISTS.values(), ids=NOT_LISTS)
def test_sl_003_another_document_of_the_issuer_is_no_list(changed):
    assert judge(sign(listing(REVOKED) | changed)) == (UNKNOWN, ["status.list-invalid"])


@pytest.mark.parametrize("body", ["<html>", "[]", "", "\xff", "aaaa.bbbb.cccc", '{"a":1,"a":2}'])
def test_sl_003_another_thing_is_no_list(body):
    web = SimulatedWeb({LIST: body.encode("latin-1")})
    assert judge(None, web=web) == (UNKNOWN, ["status.list-invalid"])


@pytest.mark.parametrize(
    "index", [MIN_ENTRIES, MIN_ENTRIES + 1, 2**31, 2**31 - 1, 2**32, 2**63, 2**64, 10**39]
)
def test_sl_004_an_entry_outside_its_list_is_not_looked_up(index):
    published = sign(listing(REVOKED))
    entry = status_entry(LIST, index=index)
    assert judge(published, entry=entry) == (UNKNOWN, ["status.index-out-of-range"])
    last = status_entry(LIST, index=MIN_ENTRIES - 1)
    assert judge(published, entry=last) == (Outcome.PASSED, [])


def test_sl_004_a_list_of_messages_is_as_long_as_it_has_values():
    for count in (0, 3, 5):
        words = [{"status": hex(value), "message": ""} for value in range(count)]
        entry = ENTRY | {"statusPurpose": "message", "statusSize": 2, "statusMessage": words}
        told = judge(sign(listing(purpose="message")), entry=entry)
        assert told == (Outcome.FAILED, ["status.entry-malformed"])


def test_sl_005_without_its_list_a_status_is_unknown():
    web = SimulatedWeb()
    assert judge(None, web=web) == (UNKNOWN, ["status.list-unreachable"])
    web.publish(LIST, sign(listing())).take_down(LIST)
    assert judge(None, web=web) == (UNKNOWN, ["status.list-unreachable"])


def test_sl_005_a_list_that_has_ended_or_not_begun_says_nothing():
    published = sign(listing(REVOKED, end=NOON - HOUR / 2))
    assert judge(published) == (UNKNOWN, ["status.list-stale"])
    assert judge(sign(listing()), at=NOON + 2 * HOUR) == (UNKNOWN, ["status.list-stale"])
    assert judge(sign(listing()), at=NOON - 2 * HOUR) == (UNKNOWN, ["status.list-stale"])


def test_sl_005_an_old_copy_says_nothing_good():
    later = NOON + timedelta(minutes=6)
    assert judge(sign(listing()), at=later) == (UNKNOWN, ["status.list-stale"])
    assert judge(sign(listing(REVOKED)), at=later) == (Outcome.FAILED, ["status.revoked"])


@pytest.mark.parametrize(
    "index",
    ["094567", "-1", "1e3", " 5", "5 ", "+5", "0x5", "5.0", "", "00", "\uff11\uff12", "\u0663", "1_000",
     "5\n", "9" * 41, None, True, -1, 5.5, [5], {"@value": "5"}],
)  # fmt: skip
def test_ld_015_an_index_is_a_decimal_number_in_text(index):
    told = judge(sign(listing()), entry=ENTRY | {"statusListIndex": index})
    assert told == (Outcome.FAILED, ["status.entry-malformed"])


def test_ld_015_a_number_for_an_index_fails_and_is_looked_up_all_the_same():
    entry = ENTRY | {"statusListIndex": 7}
    told = judge(sign(listing(REVOKED)), entry=entry)
    assert told == (Outcome.FAILED, ["status.entry-malformed", "status.revoked"])
    told = judge(sign(listing()), entry=entry)
    assert told == (Outcome.FAILED, ["status.entry-malformed"])
