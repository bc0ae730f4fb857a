"""Status lists: built from rows, published, and what a verifier makes of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur import errors
from testamur.credentials import jose
from testamur.credentials.proofs import ProofOptions, sign_document
from testamur.credentials.resolution import Fetched, Offline
from testamur.credentials.status import (
    MIN_ENTRIES,
    StatusRow,
    Window,
    build_list,
    check_status,
    decode_list,
    judge_status,
    open_list,
    status_credential,
    status_entry,
    value_at,
)
from testamur.encoding import base64url_encode, gzip_fixed, parse_object
from testamur.errors import Conflict
from testamur.keys import SigningKey
from testamur.problems import Outcome
from tests.judging import ProofJudge
from tests.simulated_web import SimulatedWeb

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BASHIR = SigningKey.from_seed(b"\1" * 32)
CHEN = SigningKey.from_seed(b"\2" * 32)
ISSUER = BASHIR.public.did_key
LIST = "https://uni.example/status/3"


def sign(document, *, key=BASHIR):
    options = ProofOptions(
        cryptosuite="eddsa-jcs-2022",
        verification_method=f"{key.public.did_key}#{key.public.multikey}",
        created=NOON - DAY,
    )
    return sign_document(document, signer=key, options=options)


def unsigned_list(rows=(), *, purpose="revocation", status_size=1, issuer=ISSUER, **window):
    return status_credential(
        LIST,
        issuer=issuer,
        purpose=purpose,
        encoded_list=build_list([StatusRow(*row) for row in rows], status_size=status_size),
        window=Window(NOON - DAY, window.get("end", NOON + DAY), window.get("ttl")),
    )


def web_with(document, *, key=BASHIR):
    return SimulatedWeb({LIST: sign(document, key=key) if isinstance(document, dict) else document})


def credential(*entries, **members):
    status = {"credentialStatus": entries[0] if len(entries) == 1 else list(entries)}
    return {"id": "urn:uuid:1", "issuer": ISSUER} | (status if entries else {}) | members


def judge(document, web, *, at=NOON, max_age=None):
    examine = ProofJudge(web, at=at)
    return judge_status(document, resolver=web, at=at, examine=examine, max_age=max_age)


def one(document, web, **options):
    """The one result of a credential with one entry, and its codes."""
    judged = judge(document, web, **options)
    (result,) = judged.results
    return result, [problem.code for problem in result.problems]


def code_of(call, *args, **kwargs):
    with pytest.raises(errors.TestamurError) as caught:
        call(*args, **kwargs)
    return caught.value.problem.code


# -- lists -----------------------------------------------------------------------------------------


def test_the_empty_list_of_the_recommendation():
    published = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    assert decode_list(published) == decode_list(build_list([])) == bytes(MIN_ENTRIES // 8)


def test_the_first_entry_is_the_left_most_bit():
    bits = decode_list(build_list([StatusRow(0), StatusRow(9)]))
    assert bits[:2] == b"\x80\x40"


def test_an_entry_of_several_bits_stands_most_significant_first():
    bits = decode_list(build_list([StatusRow(1, 5), StatusRow(2, 1)], status_size=3))
    assert bits[:2] == bytes([0b00010100, 0b10000000])


@given(
    size=st.integers(1, 16),
    rows=st.dictionaries(st.integers(0, MIN_ENTRIES - 1), st.integers(0, 2**16 - 1), max_size=20),
)
def test_every_entry_is_read_as_it_was_written(size, rows):
    stated = {index: value % (1 << size) for index, value in rows.items()}
    written = [StatusRow(index, value) for index, value in stated.items()]
    bits = decode_list(build_list(written, status_size=size))
    for index in {*stated, *(index - 1 for index in stated if index)}:
        assert value_at(bits, index, status_size=size) == stated.get(index, 0)


def test_the_order_of_rows_and_a_row_that_stands_twice_change_nothing():
    rows = [StatusRow(5), StatusRow(7), StatusRow(5)]
    assert build_list(rows) == build_list(rows[:2][::-1])


def test_two_rows_must_not_disagree():
    with pytest.raises(Conflict) as caught:
        build_list([StatusRow(5, 1), StatusRow(5, 0)])
    assert caught.value.problem.code == "status.rows-conflict"


@pytest.mark.parametrize("row", [(-1, 1), (MIN_ENTRIES, 1), (0, 2), (0, -1)])
def test_a_row_must_fit_the_list(row):
    assert code_of(build_list, [StatusRow(*row)]) == "status.row-refused"


@pytest.mark.parametrize(
    ("size", "status_size"), [(MIN_ENTRIES - 1, 1), (2**26 + 1, 1), (2**25, 3), (MIN_ENTRIES, 0), (MIN_ENTRIES, 17)]
)  # fmt: skip
def test_a_list_has_a_size_that_is_accepted(size, status_size):
    assert code_of(build_list, [], size=size, status_size=status_size) == "status.row-refused"


def test_a_million_entries_with_one_in_a_hundred_set():
    rows = [StatusRow(number * 7919 % 1_000_000) for number in range(10_000)]
    encoded = build_list(rows, size=1_000_000)
    bits = decode_list(encoded)
    assert sum(map(int.bit_count, bits)) == 10_000
    assert all(value_at(bits, row.index) for row in rows)


# -- what an issuer writes -------------------------------------------------------------------------


def test_an_entry_points_to_its_place():
    assert status_entry(LIST, index=94567) == {
        "id": f"{LIST}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": LIST,
    }


def test_an_entry_with_messages_says_what_its_values_mean():
    words = ["pending", "accepted", "rejected", "undefined"]
    page = "https://uni.example/statuses"
    entry = status_entry(LIST, index=1, purpose="message", messages=words, reference=page)
    assert entry["statusSize"] == 2
    assert entry["statusMessage"][2] == {"status": "0x2", "message": "rejected"}
    assert entry["statusReference"] == page
    assert status_entry(LIST, index=1, purpose="message")["statusSize"] == 1
    for wrong in (["one"], ["one", "two", "three"]):
        told = code_of(status_entry, LIST, index=1, purpose="message", messages=wrong)
        assert told == "status.row-refused"
    assert code_of(status_entry, LIST, index=-1) == "status.row-refused"


def test_a_list_says_how_long_it_holds():
    document = unsigned_list(ttl=timedelta(minutes=10))
    assert document["validFrom"] == "2026-04-30T12:00:00Z"
    assert document["validUntil"] == "2026-05-02T12:00:00Z"
    assert document["credentialSubject"]["ttl"] == 600_000
    assert document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert "validUntil" not in unsigned_list(end=None)
    for wrong in ({"end": NOON}, {"ttl": timedelta(0)}):
        assert code_of(Window, NOON, **wrong) == "status.window-refused"


def test_what_an_issuer_writes_is_covered_by_a_signature_of_any_suite():
    from testamur.ld import canonicalise

    listed = unsigned_list(purpose=["revocation", "suspension"], ttl=DAY)
    assert canonicalise(listed)
    entry = status_entry(LIST, index=1, purpose="message", messages=["a", "b"], reference=LIST)
    assert canonicalise(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiableCredential"],
            "issuer": ISSUER,
            "credentialSubject": {"id": "urn:uuid:2"},
            "credentialStatus": entry,
        }
    )


# -- what a verifier makes of them -----------------------------------------------------------------


def test_a_credential_without_status_is_not_asked_about():
    judged = judge(credential(), Offline())
    assert judged.check.outcome is Outcome.NOT_APPLICABLE
    assert (judged.results, judged.as_of) == ((), None)


@pytest.mark.parametrize(
    ("purpose", "code"), [("revocation", "status.revoked"), ("suspension", "status.suspended")]
)
def test_a_set_bit_fails_and_a_clear_one_passes(purpose, code):
    web = web_with(unsigned_list([(7,)], purpose=purpose))
    result, codes = one(credential(status_entry(LIST, index=7, purpose=purpose)), web)
    assert (result.outcome, codes, result.value) == (Outcome.FAILED, [code], 1)
    result, codes = one(credential(status_entry(LIST, index=8, purpose=purpose)), web)
    assert (result.outcome, codes, result.value) == (Outcome.PASSED, [], 0)
    assert result.as_of == NOON


def test_one_list_may_serve_several_purposes():
    web = web_with(unsigned_list([(7,)], purpose=["revocation", "suspension"]))
    entries = [status_entry(LIST, index=7, purpose=name) for name in ("revocation", "suspension")]
    judged = judge(credential(*entries), web)
    assert [problem.code for problem in judged.check.problems] == [
        "status.revoked",
        "status.suspended",
    ]
    assert [problem.pointer for problem in judged.check.problems] == [
        "/credentialStatus/0",
        "/credentialStatus/1",
    ]
    assert web.requests == [LIST]


def test_a_message_is_told_and_judges_nothing():
    words = ["pending", "accepted", "rejected", "withdrawn"]
    web = web_with(unsigned_list([(7, 2)], purpose="message", status_size=2))
    entry = status_entry(LIST, index=7, purpose="message", messages=words)
    judged = judge(credential(entry), web)
    assert judged.check.outcome is Outcome.PASSED
    assert judged.check.detail == "message: rejected"
    assert judged.results[0].value == 2


def test_a_refresh_is_told_and_judges_nothing():
    web = web_with(unsigned_list([(7,)], purpose="refresh"))
    result, _ = one(credential(status_entry(LIST, index=7, purpose="refresh")), web)
    assert result.outcome is Outcome.PASSED
    assert "newer" in result.message


def test_a_purpose_that_is_not_known_leaves_the_status_open_when_set():
    web = web_with(unsigned_list([(7,)], purpose="quarantine"))
    result, codes = one(credential(status_entry(LIST, index=7, purpose="quarantine")), web)
    assert (result.outcome, codes) == (Outcome.UNDETERMINED, ["status.purpose-unknown"])
    result, _ = one(credential(status_entry(LIST, index=8, purpose="quarantine")), web)
    assert result.outcome is Outcome.PASSED


def test_a_kind_of_status_that_is_not_known_is_undetermined():
    for kind in ("CredentialStatusList2017", ["RevocationList2020Status"]):
        result, codes = one(credential({"id": LIST, "type": kind}), Offline())
        assert (result.outcome, codes) == (Outcome.UNDETERMINED, ["status.type-unknown"])


def test_the_worst_of_several_entries_decides():
    web = web_with(unsigned_list([(7,)]))
    good, bad = (status_entry(LIST, index=index) for index in (8, 7))
    unknown = {"type": "Unknown"}
    for entries, outcome in [
        ((good, unknown), Outcome.UNDETERMINED),
        ((unknown, bad, good), Outcome.FAILED),
        ((good, good), Outcome.PASSED),
    ]:
        assert judge(credential(*entries), web).check.outcome is outcome


def test_a_list_may_be_a_token_or_an_envelope():
    kid = f"{ISSUER}#{BASHIR.public.multikey}"
    token = jose.sign_credential(unsigned_list([(7,)]), signer=BASHIR, kid=kid)
    for published in (token, f"{token}\n", jose.envelope(token)):
        result, codes = one(
            credential(status_entry(LIST, index=7)), SimulatedWeb({LIST: published})
        )
        assert (result.outcome, codes) == (Outcome.FAILED, ["status.revoked"])


def test_what_is_revoked_stays_revoked_however_old_the_copy():
    web = web_with(unsigned_list([(7,)], end=None))
    later = NOON + timedelta(hours=1)
    result, codes = one(credential(status_entry(LIST, index=7)), web, at=later)
    assert (result.outcome, codes) == (Outcome.FAILED, ["status.revoked"])
    result, codes = one(credential(status_entry(LIST, index=8)), web, at=later)
    assert (result.outcome, codes) == (Outcome.UNDETERMINED, ["status.list-stale"])
    assert result.as_of == NOON


def test_a_list_says_how_old_a_copy_may_be_and_the_verifier_may_say_otherwise():
    web = web_with(unsigned_list(end=None, ttl=timedelta(minutes=30)))
    document = credential(status_entry(LIST, index=8))
    for minutes, max_age, outcome in [
        (30, None, Outcome.PASSED),
        (31, None, Outcome.UNDETERMINED),
        (31, timedelta.max, Outcome.PASSED),
        (5, timedelta(0), Outcome.UNDETERMINED),
        (-5, None, Outcome.PASSED),
    ]:
        at = NOON + timedelta(minutes=minutes)
        assert one(document, web, at=at, max_age=max_age)[0].outcome is outcome


def test_a_suspension_in_an_old_copy_may_have_ended():
    web = web_with(unsigned_list([(7,)], purpose="suspension", end=None))
    document = credential(status_entry(LIST, index=7, purpose="suspension"))
    result, codes = one(document, web, at=NOON + timedelta(hours=1))
    assert result.outcome is Outcome.UNDETERMINED
    assert codes == ["status.list-stale", "status.suspended"]


def test_one_entry_can_be_judged_alone():
    web = web_with(unsigned_list([(7,)]))
    result = check_status(
        status_entry(LIST, index=7),
        document=credential(),
        resolver=web,
        at=NOON,
        examine=ProofJudge(web, at=NOON),
    )
    assert result.outcome is Outcome.FAILED


def test_a_list_can_be_opened_once_for_many_entries():
    def opened(encoded):
        web = web_with(unsigned_list() | {"credentialSubject": subject | {"encodedList": encoded}})
        judge_proof = ProofJudge(web, at=NOON)
        kind = "BitstringStatusListEntry"
        return open_list(LIST, entry_type=kind, resolver=web, at=NOON, examine=judge_proof)

    subject = unsigned_list(ttl=DAY)["credentialSubject"]
    found = opened(build_list([StatusRow(7)]))
    assert (found.issuer, found.purposes, found.ttl) == (ISSUER, {"revocation"}, DAY)
    assert [value_at(found.bits, index) for index in (6, 7, 8)] == [0, 1, 0]
    short = "u" + base64url_encode(gzip_fixed(bytes(MIN_ENTRIES // 8 - 1)))
    assert code_of(opened, short) == "status.list-invalid"


ENTRIES = {
    "not an object": "https://uni.example/status/3#7",
    "no type": {"type": None},
    "two types": {"type": ["BitstringStatusListEntry", "Other"]},
    "no list": {"statusListCredential": None},
    "no purpose": {"statusPurpose": ""},
    "the id of the list": {"id": LIST},
    "no size": {"statusSize": 0},
    "a size in text": {"statusSize": "1"},
    "true as a size": {"statusSize": True},
    "a size without messages": {"statusSize": 2},
    "too few messages": {"statusSize": 2, "statusMessage": [{"status": "0x0", "message": ""}]},
    "messages without status": {"statusMessage": [{"message": ""}, {"message": ""}]},
    "a value with two meanings": {
        "statusMessage": [{"status": "0x0", "message": word} for word in ("a", "b")]
    },
}


@pytest.mark.parametrize("changed", ENTRIES.values(), ids=ENTRIES)
def test_an_entry_keeps_its_form(changed):
    entry = status_entry(LIST, index=7) | changed if isinstance(changed, dict) else changed
    result, codes = one(credential(entry), web_with(unsigned_list()))
    assert (result.outcome, codes) == (Outcome.FAILED, ["status.entry-malformed"])


@pytest.mark.parametrize("count", [0, 17])
def test_a_credential_has_a_sensible_number_of_entries(count):
    document = {"issuer": ISSUER, "credentialStatus": [status_entry(LIST, index=1)] * count}
    assert judge(document, Offline()).check.outcome is Outcome.FAILED


# -- older kinds -----------------------------------------------------------------------------------


def older_list(rows):
    encoded = build_list([StatusRow(*row) for row in rows]).removeprefix("u")
    return {
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "https://w3id.org/vc/status-list/2021/v1",
        ],
        "id": LIST,
        "type": ["VerifiableCredential", "StatusList2021Credential"],
        "issuer": ISSUER,
        "issuanceDate": "2026-04-30T12:00:00Z",
        "credentialSubject": {
            "id": f"{LIST}#list",
            "type": "StatusList2021",
            "statusPurpose": "revocation",
            "encodedList": encoded,
        },
    }


def test_a_status_list_of_2021_is_read():
    web = web_with(older_list([(7,)]))
    for index, outcome in ((7, Outcome.FAILED), (8, Outcome.PASSED)):
        entry = status_entry(LIST, index=index) | {"type": "StatusList2021Entry"}
        assert one(credential(entry), web)[0].outcome is outcome
    newer = credential(status_entry(LIST, index=7))
    assert one(newer, web)[1] == ["status.list-invalid"]


REVOCATIONS = "https://uni.example/revocations"
REVOKED = {"id": REVOCATIONS, "type": "1EdTechRevocationList"}


def revocations(*items, member="revokedCredentials", **members):
    return SimulatedWeb(
        {REVOCATIONS: {"id": REVOCATIONS, "issuer": ISSUER, member: items} | members}
    )


@pytest.mark.parametrize("member", ["revokedCredential", "revokedCredentials"])
def test_the_older_revocation_list_of_1edtech_is_read(member):
    item = {"id": "urn:uuid:1", "revoked": True, "revocationReason": "Issued in error"}
    result, codes = one(credential(REVOKED), revocations({"id": "urn:uuid:9"}, item, member=member))
    assert (result.outcome, codes) == (Outcome.FAILED, ["status.revoked"])
    assert result.message == "Issued in error"
    assert result.as_of == NOON


@pytest.mark.parametrize(
    ("item", "outcome"),
    [
        ({"id": "urn:uuid:1"}, Outcome.FAILED),
        ("urn:uuid:1", Outcome.FAILED),
        ({"id": "urn:uuid:1", "revoked": False}, Outcome.PASSED),
        ({"id": "urn:uuid:2"}, Outcome.PASSED),
        ({"id": "urn:uuid:1", "revoked": "yes"}, Outcome.UNDETERMINED),
        ({"revoked": True}, Outcome.UNDETERMINED),
    ],
)
def test_an_item_of_that_list_revokes_the_credential_it_names(item, outcome):
    assert one(credential(REVOKED), revocations(item))[0].outcome is outcome


def test_that_list_must_be_had_and_be_the_issuers():
    document = credential(REVOKED)
    web = revocations()
    web.take_down(REVOCATIONS)
    for document_, web_, code in [
        (document, web, "status.list-unreachable"),
        (document, SimulatedWeb({REVOCATIONS: "<html>"}), "status.list-invalid"),
        (document, revocations(id="https://other.example"), "status.list-invalid"),
        (document, revocations(issuer="did:web:other.example"), "status.issuer-mismatch"),
        (document | {"id": None}, revocations(), "status.entry-malformed"),
    ]:
        result, codes = one(document_, web_)
        assert (result.outcome, codes) == (Outcome.UNDETERMINED, [code])
    later = {"at": NOON + DAY, "max_age": timedelta(hours=1)}
    assert one(document, revocations(), **later)[1] == ["status.list-stale"]


# -- the official validator's fixtures ------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["credential-status-revoked.json", "credential-status-revoked-blank-nodes.json"]
)
def test_the_revoked_credentials_of_the_official_validator_are_revoked(shared, name):
    folder = "vectors/1edtech-inspector/ob30/bit-string-list"
    document = parse_object(shared(folder, name).read_bytes())
    url = document["credentialStatus"]["statusListCredential"]
    listed = status_credential(
        url,
        issuer=document["issuer"]["id"],
        purpose="revocation",
        encoded_list=build_list([StatusRow(23)]),
        window=Window(NOON - DAY),
    )
    web = SimulatedWeb({url: listed})

    def trust(_):
        """Stand in for the issuer's own proof, whose key only they have."""
        return ProofJudge(web, at=NOON)(sign(unsigned_list()))

    judged = judge_status(document, resolver=web, at=NOON, examine=trust)
    assert judged.check.outcome is Outcome.FAILED
    assert "status.revoked" in [problem.code for problem in judged.check.problems]


def test_a_copy_of_the_list_may_come_in_a_bundle():
    body = compact(sign(unsigned_list([(7,)])))
    offline = Offline({LIST: Fetched(LIST, body, "application/vc", NOON)})
    result, _ = one(credential(status_entry(LIST, index=8)), offline, max_age=timedelta.max)
    assert (result.outcome, result.as_of) == (Outcome.PASSED, NOON)
    assert one(credential(status_entry(LIST, index=8)), Offline())[1] == ["status.list-unreachable"]


def compact(document):
    from testamur.encoding import compact_json

    return compact_json(document).encode()


def test_a_list_of_another_encoding_is_told_apart():
    packed = gzip_fixed(bytes(MIN_ENTRIES // 8))
    assert code_of(decode_list, "m" + base64url_encode(packed)) == "status.list-invalid"
    assert decode_list(base64url_encode(packed), is_multibase=False) == bytes(MIN_ENTRIES // 8)
