"""Badges of Open Badges 2.0: judged by what their issuers publish and sign, and brought along."""

import copy
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.credentials.jose import sign_jws
from testamur.credentials.resolution import Offline
from testamur.errors import Refused, Unreachable
from testamur.interop.openbadges2 import (
    achievement_subject,
    examine_openbadges2,
    import_openbadges2,
    is_openbadges2,
)
from testamur.interop.openbadges2.endorsing import MAX_ENDORSEMENTS
from testamur.interop.openbadges2.linked import MAX_DOCUMENTS
from testamur.keys import SigningKey
from testamur.problems import Outcome, Verdict
from tests.effort import examples
from tests.simulated_web import NOON, SimulatedWeb

CONTEXT = "https://w3id.org/openbadges/v2"
UNI = "https://uni.example"
VECTORS = Path(__file__).parents[2] / "vectors" / "openbadges2"

ISSUER = {
    "@context": CONTEXT,
    "type": "Issuer",
    "id": f"{UNI}/issuer",
    "name": "Example University",
    "url": UNI,
    "email": "badges@uni.example",
}
BADGE = {
    "@context": CONTEXT,
    "type": "BadgeClass",
    "id": f"{UNI}/badges/python",
    "name": "Python basics",
    "description": "Writes small programs.",
    "image": f"{UNI}/badges/python.png",
    "criteria": {"id": f"{UNI}/badges/python/criteria", "narrative": "Pass the exam."},
    "tags": ["python", "programming"],
    "alignment": {
        "targetName": "Python",
        "targetUrl": "https://esco.example/python",
        "targetFramework": "ESCO",
        "targetCode": "S5.6.1",
    },
    "issuer": f"{UNI}/issuer",
}
HOSTED = {
    "@context": CONTEXT,
    "type": "Assertion",
    "id": f"{UNI}/awards/1",
    "recipient": {"type": "email", "hashed": False, "identity": "ada@learner.example"},
    "badge": f"{UNI}/badges/python",
    "issuedOn": "2026-03-01T09:00:00Z",
    "expires": "2030-03-01T09:00:00Z",
    "evidence": {"id": f"{UNI}/work/1", "narrative": "A sorted list."},
    "verification": {"type": "hosted"},
}
SIGNED = HOSTED | {
    "id": "urn:uuid:52e4c6b3-8c13-4fa8-8482-a5cf34ef37a9",
    "verification": {"type": "SignedBadge", "creator": f"{UNI}/keys/1"},
}
ENDORSEMENT = {
    "@context": CONTEXT,
    "type": "Endorsement",
    "id": "https://board.example/endorsements/1",
    "claim": {"id": f"{UNI}/issuer", "endorsementComment": "Teaches well."},
    "issuer": "https://board.example/profile",
    "issuedOn": "2025-01-01T00:00Z",
    "verification": {"type": "HostedBadge"},
}
BOARD = ISSUER | {
    "id": "https://board.example/profile",
    "name": "Quality Board",
    "url": "https://board.example",
}


def without(document, *names):
    return {name: member for name, member in document.items() if name not in names}


def web(*documents):
    """A web where each document, badge class and issuer is published at its own id."""
    published = SimulatedWeb()
    for document in (ISSUER, BADGE, BOARD, *documents):
        published.publish(document["id"], document)
    return published


def examine(source, published=None, **more):
    resolver = published if published is not None else web(source)
    return examine_openbadges2(source, resolver=resolver, at=NOON, **more)


def codes(report):
    return [problem.code for problem in report.problems]


# ------------------------------------------------------------------------------- hosted badges


def test_a_hosted_badge_that_says_what_its_issuer_publishes_is_valid():
    report = examine(HOSTED, recipient="Ada@Learner.example")
    assert report.verdict is Verdict.VALID
    assert [check.name for check in report.checks] == [
        "form",
        "proof",
        "issuer",
        "dates",
        "status",
        "recipient",
        "endorsements",
    ]
    assert report.outcome_of("recipient") is Outcome.PASSED
    assert report.outcome_of("endorsements") is Outcome.NOT_APPLICABLE
    assert report.status_as_of == NOON
    assert report.kind == "Open Badges 2.0 Assertion"


def test_the_four_answers_are_told_to_a_person():
    answers = examine(HOSTED).answers
    assert [(answer.question, answer.sentence) for answer in answers] == [
        ("Is it untampered?", "Yes: its issuer publishes the same."),
        (
            "Who signed it?",
            "Nobody signed it; uni.example publishes it for Example University.",
        ),
        ("Is it still valid?", "Yes."),
        ("Who trusts the issuer?", "The badge does not say."),
    ]


@pytest.mark.parametrize("as_text", [json.dumps, lambda badge: badge["id"]], ids=["json", "url"])
def test_a_badge_may_be_handed_in_as_text_or_as_its_address(as_text):
    assert examine(as_text(HOSTED), web(HOSTED)).verdict is Verdict.VALID


def test_order_white_space_arrays_and_carried_copies_do_not_count_as_differences():
    mine = copy.deepcopy(HOSTED)
    mine = dict(reversed(mine.items())) | {"type": ["Assertion"]}
    mine["verify"] = mine.pop("verification")
    mine["badge"] = BADGE | {"issuer": ISSUER}
    assert examine(json.dumps(mine, indent=4), web(HOSTED)).verdict is Verdict.VALID


COPIES_THAT_SAY_MORE = {
    "another recipient": {"recipient": HOSTED["recipient"] | {"identity": "eve@learner.example"}},
    "a later expiry": {"expires": "2040-03-01T09:00:00Z"},
    "a narrative nobody published": {"narrative": "With distinction."},
    "evidence nobody published": {"evidence": [HOSTED["evidence"], "https://eve.example/work"]},
    "a badge class with another name": {"badge": BADGE | {"name": "Doctor of Medicine"}},
    "a badge class by another issuer": {"badge": BADGE | {"issuer": "https://eve.example/me"}},
    "a louder issuer": {"badge": BADGE | {"issuer": ISSUER | {"name": "Oxford"}}},
    "a number for a truth": {"recipient": HOSTED["recipient"] | {"hashed": 0}},
    "an image with a caption": {"image": {"id": f"{UNI}/i.png", "caption": "First class"}},
}


@pytest.mark.parametrize("change", COPIES_THAT_SAY_MORE.values(), ids=COPIES_THAT_SAY_MORE)
def test_a_copy_that_says_more_than_its_issuer_publishes_is_invalid(change):
    report = examine(HOSTED | change, web(HOSTED | {"image": f"{UNI}/i.png"}))
    assert report.verdict is Verdict.INVALID
    assert "openbadges2.hosted-differs" in codes(report)
    assert report.answers[0].outcome is Outcome.FAILED


def test_a_copy_may_say_less_than_its_issuer_publishes():
    assert examine(without(HOSTED, "evidence", "expires"), web(HOSTED)).verdict is Verdict.VALID


def test_the_published_dates_count_where_the_copy_leaves_them_out():
    published = web(HOSTED | {"expires": "2026-04-01T00:00:00Z"})
    report = examine(without(HOSTED, "expires"), published)
    assert codes(report) == ["openbadges2.expired"]


@pytest.mark.parametrize(
    ("gone", "check"),
    [("/awards/1", "proof"), ("/badges/python", "issuer"), ("/issuer", "issuer")],
)
def test_what_cannot_be_had_leaves_the_badge_undetermined(gone, check):
    published = web(HOSTED)
    published.take_down(UNI + gone)
    report = examine(HOSTED, published)
    assert report.verdict is Verdict.UNDETERMINED
    assert report.outcome_of(check) is Outcome.UNDETERMINED
    assert set(codes(report)) == {"fetch.unreachable"}


def test_without_a_network_nothing_is_said_to_be_wrong():
    assert examine(HOSTED, Offline()).verdict is Verdict.UNDETERMINED


def test_an_address_that_must_not_be_asked_for_says_nothing_about_the_badge():
    class Cautious:
        def fetch(self, url, /, **_how):
            raise Refused.because("fetch.blocked", f"{url} is not asked for")

    assert examine(HOSTED, Cautious()).verdict is Verdict.UNDETERMINED


def test_a_page_in_place_of_the_badge_class_leaves_a_doubt():
    published = web(HOSTED).publish(BADGE["id"], "<html>This domain is for sale</html>")
    report = examine(HOSTED, published)
    assert codes(report) == ["openbadges2.document-unreadable"]
    assert report.verdict is Verdict.UNDETERMINED


def test_a_hosted_badge_without_an_address_is_invalid():
    report = examine(HOSTED | {"id": "urn:uuid:1"}, web())
    assert "openbadges2.hosted-nowhere" in codes(report)


# ---------------------------------------------------------------------- whose scope it lies in


def scoped(policy, *, award=HOSTED["id"]):
    badge = HOSTED | {"id": award}
    return examine(badge, web(badge, ISSUER | {"verification": policy}))


POLICIES = {
    "the host is allowed": ({"allowedOrigins": "uni.example"}, Verdict.VALID),
    "one of several hosts is": ({"allowedOrigins": ["a.example", "UNI.example"]}, Verdict.VALID),
    "the origin is written in full": ({"allowedOrigins": UNI}, Verdict.VALID),
    "another host is allowed": ({"allowedOrigins": "a.example"}, Verdict.INVALID),
    "another port is allowed": ({"allowedOrigins": "uni.example:8443"}, Verdict.INVALID),
    "it begins so": ({"startsWith": f"{UNI}/awards/"}, Verdict.VALID),
    "it begins like one of several": ({"startsWith": [f"{UNI}/x", f"{UNI}/aw"]}, Verdict.VALID),
    "it begins otherwise": ({"startsWith": f"{UNI}/badges/"}, Verdict.INVALID),
    "the host only begins so": ({"startsWith": "https://uni.exampl"}, Verdict.INVALID),
    "it begins so, by http": ({"startsWith": "http://uni.example/"}, Verdict.INVALID),
    "the rule is no address": ({"startsWith": "uni.example"}, Verdict.INVALID),
    "both rules, one broken": (
        {"startsWith": f"{UNI}/awards/", "allowedOrigins": "a.example"},
        Verdict.INVALID,
    ),
    "another property decides": ({"verificationProperty": "url"}, Verdict.UNDETERMINED),
    "the policy stands elsewhere": (f"{UNI}/policy", Verdict.UNDETERMINED),
}


@pytest.mark.parametrize(("policy", "verdict"), POLICIES.values(), ids=POLICIES)
def test_the_issuers_policy_decides_where_its_badges_lie(policy, verdict):
    report = scoped(policy)
    assert report.verdict is verdict
    if verdict is Verdict.INVALID:
        assert codes(report) == ["openbadges2.out-of-scope"]
    elif verdict is Verdict.UNDETERMINED:
        assert codes(report) == ["openbadges2.policy-unsupported"]


@pytest.mark.parametrize("path", ["/awards/../eve/1", "/awards/%2E%2e/eve/1", "/awards/./1"])
def test_a_path_that_climbs_is_not_under_the_issuers_prefix(path):
    report = scoped({"startsWith": f"{UNI}/awards/"}, award=UNI + path)
    assert codes(report) == ["openbadges2.out-of-scope"]


def test_without_a_policy_only_the_issuers_own_host_speaks_for_it():
    report = examine(HOSTED | {"id": "https://eve.example/awards/1"})
    assert codes(report) == ["openbadges2.out-of-scope"]
    assert report.answers[1].sentence.startswith("It names Example University, but that")


def test_without_a_policy_the_badge_class_lies_on_the_issuers_host_too():
    badge = BADGE | {"id": "https://other.example/badges/1"}
    award = HOSTED | {"badge": badge["id"]}
    assert codes(examine(award, web(award, badge))) == ["openbadges2.out-of-scope"]


def test_nobody_borrows_the_name_of_an_issuer_on_another_host():
    mine = "https://eve.example"
    issuer = ISSUER | {"verification": {"allowedOrigins": "eve.example"}}
    badge = BADGE | {"id": f"{mine}/badge", "issuer": f"{mine}/issuer"}
    award = HOSTED | {"id": f"{mine}/1", "badge": f"{mine}/badge"}
    published = web(badge, award).publish(f"{mine}/issuer", issuer)
    assert "openbadges2.id-differs" in codes(examine(award, published))


def test_an_issuer_without_an_address_is_told_to_have_none():
    issuer = ISSUER | {"id": "urn:uuid:2d391246-6e0d-4dab-906c-b29770bd7aa6"}
    award = HOSTED | {"badge": BADGE | {"id": "urn:uuid:1", "issuer": issuer}}
    report = examine(award)
    assert report.verdict is Verdict.VALID
    assert "only uni.example speaks for it" in report.checks[2].detail


def test_an_address_without_https_is_told():
    award = HOSTED | {"id": "http://uni.example/awards/1"}
    report = examine(award)
    assert report.verdict is Verdict.VALID
    assert "not protected by https" in report.checks[1].detail


# -------------------------------------------------------------------------------- signed badges


def pem_of(public):
    numbers = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public.raw)
    return numbers.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


KEY = SigningKey.generate("p256")
OTHER_KEY = SigningKey.generate("p256")
KEY_DOCUMENT = {
    "@context": CONTEXT,
    "type": "CryptographicKey",
    "id": f"{UNI}/keys/1",
    "owner": f"{UNI}/issuer",
    "publicKeyPem": pem_of(KEY.public),
}
SIGNING_ISSUER = ISSUER | {"publicKey": f"{UNI}/keys/1", "revocationList": f"{UNI}/revoked"}
REVOKED = {
    "@context": CONTEXT,
    "type": "RevocationList",
    "id": f"{UNI}/revoked",
    "revokedAssertions": [],
}


def signed(document, key=KEY):
    return sign_jws(json.dumps(document).encode(), signer=key, header={})


def signing_web(*documents):
    return web(SIGNING_ISSUER, KEY_DOCUMENT, REVOKED, *documents)


@pytest.mark.parametrize(
    "verification",
    [SIGNED["verification"], {"type": "signed"}, {"type": ["SignedBadge"]}],
    ids=["with creator", "any listed key", "array of types"],
)
def test_a_signed_badge_by_a_key_its_issuer_lists_is_valid(verification):
    report = examine(signed(SIGNED | {"verification": verification}), signing_web())
    assert report.verdict is Verdict.VALID
    assert report.status_as_of == NOON
    assert report.answers[0].sentence == "Yes: the signature covers all of it."
    assert report.answers[1].sentence == (
        "Example University, by a key listed at https://uni.example/issuer."
    )


def test_an_rsa_signature_is_verified_by_the_issuers_key():
    token = (VECTORS / "signed-rs256" / "badge.jws").read_text()
    key = KEY_DOCUMENT | {
        "id": f"{UNI}/keys/rsa",
        "publicKeyPem": (VECTORS / "signed-rs256" / "public.pem").read_text(),
    }
    published = signing_web(key, SIGNING_ISSUER | {"publicKey": [f"{UNI}/keys/1", key["id"]]})
    report = examine(token, published, recipient="ada@learner.example")
    assert report.verdict is Verdict.VALID
    assert report.checks[1].detail == "Signed with the key https://uni.example/keys/rsa."


def test_a_key_written_into_the_issuers_profile_counts():
    issuer = SIGNING_ISSUER | {"publicKey": without(KEY_DOCUMENT, "@context")}
    assert examine(signed(SIGNED), signing_web(issuer)).verdict is Verdict.VALID


def test_a_key_that_names_no_owner_counts_where_the_issuer_lists_it():
    published = signing_web(without(KEY_DOCUMENT, "owner"))
    assert examine(signed(SIGNED), published).verdict is Verdict.VALID


SIGNATURES_THAT_FAIL = {
    "by another key": (signed(SIGNED, OTHER_KEY), [], "jose.signature-mismatch"),
    "altered by one bit": (
        signed(SIGNED).replace(".", ".e", 1)[:-1],
        [],
        None,
    ),
    "by a key the issuer does not list": (
        signed(SIGNED | {"verification": {"type": "signed", "creator": "https://eve.example/k"}}),
        [],
        "openbadges2.key-not-listed",
    ),
    "with no key listed at all": (
        signed(SIGNED | {"verification": {"type": "signed"}}),
        [without(SIGNING_ISSUER, "publicKey")],
        "openbadges2.key-not-listed",
    ),
    "by a key of somebody else": (
        signed(SIGNED),
        [KEY_DOCUMENT | {"owner": "https://eve.example/issuer"}],
        "openbadges2.key-not-listed",
    ),
    "by a key without PEM": (
        signed(SIGNED),
        [without(KEY_DOCUMENT, "publicKeyPem")],
        "openbadges2.malformed",
    ),
    "by a key that is none": (
        signed(SIGNED),
        [KEY_DOCUMENT | {"publicKeyPem": "-----BEGIN NOTHING-----"}],
        "key.malformed",
    ),
}


@pytest.mark.parametrize(
    ("token", "documents", "code"), SIGNATURES_THAT_FAIL.values(), ids=SIGNATURES_THAT_FAIL
)
def test_a_signature_that_is_not_the_issuers_is_invalid(token, documents, code):
    report = examine(token, signing_web(*documents))
    assert report.verdict is Verdict.INVALID
    assert code is None or code in codes(report)


def test_a_signed_badge_without_its_signature_is_invalid():
    assert "proof.missing" in codes(examine(SIGNED, signing_web()))


@pytest.mark.parametrize("down", ["/keys/1", "/issuer", "/badges/python"])
def test_a_signature_whose_key_cannot_be_had_is_undetermined(down):
    published = signing_web()
    published.take_down(UNI + down)
    report = examine(signed(SIGNED), published)
    assert report.outcome_of("proof") is Outcome.UNDETERMINED
    assert report.verdict is Verdict.UNDETERMINED


def test_a_badge_cannot_vouch_for_the_key_it_is_signed_with():
    issuer = SIGNING_ISSUER | {
        "id": "urn:uuid:1",
        "publicKey": KEY_DOCUMENT | {"owner": "urn:uuid:1"},
    }
    badge = SIGNED | {"badge": BADGE | {"id": "urn:uuid:2", "issuer": issuer}}
    report = examine(signed(badge), signing_web())
    assert "openbadges2.issuer-unidentified" in codes(report)
    assert report.verdict is Verdict.UNDETERMINED


def test_a_carried_badge_class_may_not_name_another_issuer_than_the_published_one():
    badge = SIGNED | {"badge": BADGE | {"issuer": "https://eve.example/issuer"}}
    assert "openbadges2.issuer-mismatch" in codes(examine(signed(badge), signing_web()))


def test_a_signed_badge_that_says_it_is_hosted_is_judged_by_what_is_published():
    assert examine(signed(HOSTED), signing_web(HOSTED)).verdict is Verdict.VALID
    assert examine(signed(HOSTED), signing_web()).verdict is Verdict.UNDETERMINED


# ------------------------------------------------------------------------------ taken back


REVOKED_BY = {
    "its id alone": SIGNED["id"],
    "an entry with its id": {"id": SIGNED["id"], "revocationReason": "Awarded in error"},
    "an entry with its uid": {"uid": "abc123"},
}


@pytest.mark.parametrize("entry", REVOKED_BY.values(), ids=REVOKED_BY)
def test_a_signed_badge_on_its_issuers_list_is_revoked(entry):
    published = signing_web(REVOKED | {"revokedAssertions": ["urn:uuid:other", entry]})
    report = examine(signed(SIGNED | {"uid": "abc123"}), published)
    assert codes(report) == ["status.revoked"]
    assert report.outcome_of("proof") is Outcome.PASSED
    assert report.answers[2].sentence.startswith("No: the issuer has revoked the badge")


def test_an_entry_that_says_it_is_not_revoked_revokes_nothing():
    entry = {"id": SIGNED["id"], "revoked": False}
    published = signing_web(REVOKED | {"revokedAssertions": [entry, 7]})
    assert examine(signed(SIGNED), published).verdict is Verdict.VALID


def test_a_list_that_cannot_be_had_is_not_an_empty_one():
    published = signing_web()
    published.take_down(f"{UNI}/revoked")
    report = examine(signed(SIGNED), published)
    assert codes(report) == ["status.list-unreachable"]
    assert report.verdict is Verdict.UNDETERMINED


def test_a_list_of_another_kind_leaves_a_doubt():
    report = examine(signed(SIGNED), signing_web(REVOKED | {"type": "Profile"}))
    assert codes(report) == ["openbadges2.type-unknown"]
    assert report.verdict is Verdict.UNDETERMINED


def test_a_hosted_badge_that_its_address_calls_revoked_is_revoked():
    stub = {
        "@context": CONTEXT,
        "type": "Assertion",
        "id": HOSTED["id"],
        "revoked": True,
        "revocationReason": "Withdrawn\nfor\u202e cause",
    }
    for mine in (HOSTED, stub):
        report = examine(mine, web(stub))
        assert codes(report) == ["status.revoked"]
        assert report.problems[0].detail.endswith("Withdrawn for cause")


def test_a_hosted_badge_that_is_gone_for_good_is_revoked():
    class Withdrawn:
        def fetch(self, url, /, **_how):
            if url == HOSTED["id"]:
                raise Unreachable.because("fetch.gone", f"{url} answered 410")
            return web().fetch(url)

    report = examine(HOSTED, Withdrawn())
    assert report.verdict is Verdict.INVALID
    assert "status.revoked" in codes(report)


# --------------------------------------------------------------------------- dates and form


DATES = {
    "expired": ({"expires": "2026-05-01T12:00:00Z"}, "openbadges2.expired"),
    "issued in the future": ({"issuedOn": "2026-05-01T12:00:01Z"}, "openbadges2.issued-in-future"),
    "expires before it is issued": (
        {"issuedOn": "2026-03-01T09:00:00Z", "expires": "2026-02-01T09:00:00Z"},
        "openbadges2.expires-before-issued",
    ),
}


@pytest.mark.parametrize(("change", "code"), DATES.values(), ids=DATES)
def test_a_badge_outside_its_time_is_invalid(change, code):
    report = examine(HOSTED | change)
    assert report.outcome_of("dates") is Outcome.FAILED
    assert code in codes(report)


@pytest.mark.parametrize(
    "issued", ["2026-05-01T12:00Z", "2026-05-01T14:00:00.5+0200", "2026-05-01T13:00:00,25+01"]
)
def test_iso_8601_timestamps_are_read_in_their_several_spellings(issued):
    later = datetime(2026, 5, 1, 12, 0, 1, tzinfo=UTC)
    report = examine_openbadges2(
        HOSTED | {"issuedOn": issued}, resolver=web(HOSTED | {"issuedOn": issued}), at=later
    )
    assert report.verdict is Verdict.VALID


MALFORMED = {
    "no recipient": without(HOSTED, "recipient"),
    "no verification": without(HOSTED, "verification"),
    "a verification of no known kind": HOSTED | {"verification": {"type": "blockchain"}},
    "a date without zone": HOSTED | {"issuedOn": "2026-03-01T09:00:00"},
    "a date as a number": HOSTED | {"issuedOn": 1_400_000_000},
    "a relative badge": HOSTED | {"badge": "badges/python"},
    "two badges": HOSTED | {"badge": [BADGE["id"], BADGE["id"]]},
    "a language that is none": HOSTED | {"@language": "Klingon!"},
    "evidence that is a number": HOSTED | {"evidence": [7]},
    "a recipient of no known kind": HOSTED | {"recipient": {"type": "shoe size", "identity": "9"}},
    "the same thing said twice": HOSTED | {"verify": HOSTED["verification"]},
    "truth as text": HOSTED | {"revoked": "no"},
}


@pytest.mark.parametrize("badge", MALFORMED.values(), ids=MALFORMED)
def test_a_badge_that_is_not_well_made_is_invalid(badge):
    report = examine(badge)
    assert report.outcome_of("form") is Outcome.FAILED
    assert report.verdict is Verdict.INVALID
    assert "openbadges2.malformed" in codes(report)


def test_every_complaint_points_at_its_place():
    award = HOSTED | {"badge": BADGE["id"]}
    published = web(award, without(BADGE, "name"), ISSUER | {"email": "nobody"})
    pointers = [problem.pointer for problem in examine(award, published).problems]
    assert pointers == ["/badge/name", "/badge/issuer/email"]


def test_a_badge_class_that_is_something_else_is_told():
    report = examine(HOSTED, web(HOSTED, BADGE | {"type": "Criteria"}))
    assert codes(report) == ["openbadges2.type-unknown"]


def test_members_may_be_written_as_full_iris_and_json_ld_keywords():
    award = without(HOSTED, "id", "type", "badge", "verification") | {
        "@id": HOSTED["id"],
        "@type": "https://w3id.org/openbadges#Assertion",
        "obi:badge": BADGE["id"],
        "https://w3id.org/openbadges#verify": {"@type": "obi:HostedBadge"},
    }
    assert examine(award, web(HOSTED)).verdict is Verdict.VALID


def test_a_context_that_changes_what_a_word_means_is_refused():
    award = HOSTED | {"@context": [CONTEXT, {"issuedOn": "https://eve.example/whenever"}]}
    assert codes(examine(award, web(HOSTED))) == ["context.refused"]
    carried = HOSTED | {"badge": BADGE | {"id": "urn:uuid:1", "@context": {"name": "ex:motto"}}}
    assert codes(examine(carried)) == ["context.refused"]


def test_a_context_that_only_adds_words_is_carried_along():
    contexts = [CONTEXT, "https://uni.example/more", {"mood": "https://uni.example/#mood"}]
    report = examine(HOSTED | {"@context": contexts, "mood": "cheerful"})
    assert report.verdict is Verdict.VALID
    assert "https://uni.example/more" in report.checks[0].detail


def test_language_tagged_documents_are_read():
    badge = BADGE | {
        "@language": "pt-BR",
        "name": {"@value": "Noções de Python", "@language": "pt-BR"},
        "related": {"id": f"{UNI}/badges/python-en", "@language": "en"},
    }
    held = import_openbadges2(HOSTED, resolver=web(HOSTED, badge), at=NOON)
    assert held.trust is Verdict.VALID
    assert held.title == "Noções de Python"


def test_a_badge_class_is_judged_as_what_it_is():
    report = examine(BADGE)
    assert report.verdict is Verdict.VALID
    assert report.kind == "Open Badges 2.0 BadgeClass"
    assert "awards nothing" in report.checks[0].detail
    assert examine(BADGE | {"name": "Doctor"}, web()).verdict is Verdict.INVALID


def test_an_issuer_profile_is_judged_as_what_it_is():
    assert examine(ISSUER).kind == "Open Badges 2.0 Profile"
    assert examine(ISSUER).verdict is Verdict.VALID
    told = examine(without(ISSUER, "email") | {"id": "urn:uuid:1"}, web())
    assert codes(told) == ["openbadges2.malformed"]
    assert told.outcome_of("proof") is Outcome.NOT_APPLICABLE


# -------------------------------------------------------------------------------- extensions

EXTENSIONS = {
    "an apply link": ("extensions:ApplyLink", {"url": "https://uni.example/apply"}, True),
    "an apply link without link": ("extensions:ApplyLink", {}, False),
    "an apply link by its full name": (
        "https://w3id.org/openbadges/extensions#ApplyLink",
        {"https://w3id.org/openbadges/extensions#applyLink": "not a link"},
        False,
    ),
    "a place": (
        "extensions:GeoCoordinates",
        {"description": "Room 1", "geo": {"latitude": 52.2, "longitude": 0.1}},
        True,
    ),
    "a place off the globe": (
        "extensions:GeoCoordinates",
        {"description": "Room 1", "geo": {"latitude": 152.2, "longitude": 0.1}},
        False,
    ),
    "a creator": ("extensions:OriginalCreator", {"url": UNI}, True),
    "accessibility": (
        "extensions:Accessibility",
        {"url": UNI, "schema:accessibilityFeature": 3, "accessibilityFeature": "captions"},
        True,
    ),
    "one nobody knows": ("extensions:Mood", {"mood": 7}, True),
}


@pytest.mark.parametrize(("kind", "members", "is_well_made"), EXTENSIONS.values(), ids=EXTENSIONS)
@pytest.mark.parametrize("place", ["assertion", "badge class"])
def test_extensions_keep_their_own_rules(kind, members, is_well_made, place):
    node = {"extensions:more": {"type": ["Extension", kind], **members}}
    award, badge = (HOSTED | node, BADGE) if place == "assertion" else (HOSTED, BADGE | node)
    report = examine(award, web(award, badge))
    assert codes(report) == ([] if is_well_made else ["openbadges2.extension-malformed"])
    assert ("carried along, not checked" in report.checks[0].detail) == ("Mood" in kind)


@pytest.mark.parametrize("node", ["text", {"type": "extensions:ApplyLink", "url": UNI}])
def test_an_extension_says_of_itself_that_it_is_one(node):
    assert codes(examine(HOSTED | {"extensions:more": node})) == ["openbadges2.extension-malformed"]


# --------------------------------------------------------------------------------- recipient


def hashed(identity, *, salt=None, algorithm="sha256"):
    digest = hashlib.new(algorithm, (identity + (salt or "")).encode()).hexdigest()
    told = {"type": "email", "hashed": True, "identity": f"{algorithm}${digest}"}
    return HOSTED | {"recipient": told | ({"salt": salt} if salt else {})}


RECIPIENTS = {
    "in the clear": (HOSTED, "ada@learner.example", Outcome.PASSED),
    "in the clear, somebody else": (HOSTED, "eve@learner.example", Outcome.FAILED),
    "hashed": (hashed("ada@learner.example"), "ada@learner.example", Outcome.PASSED),
    "hashed with salt": (hashed("ada@a.example", salt="sea"), "ada@a.example", Outcome.PASSED),
    "hashed in lower case": (hashed("ada@a.example"), "Ada@A.example", Outcome.PASSED),
    "hashed as written": (hashed("Ada@a.example"), "Ada@a.example", Outcome.PASSED),
    "hashed, somebody else": (hashed("ada@a.example"), "eve@a.example", Outcome.FAILED),
    "weakly": (hashed("ada@a.example", algorithm="md5"), "ada@a.example", Outcome.PASSED),
    "in no known way": (
        hashed("ada@a.example", algorithm="sha512"),
        "ada@a.example",
        Outcome.UNDETERMINED,
    ),
}


@pytest.mark.parametrize(("badge", "asked", "outcome"), RECIPIENTS.values(), ids=RECIPIENTS)
def test_the_recipient_is_compared_with_who_is_asked_about(badge, asked, outcome):
    report = examine(badge, recipient=asked)
    assert report.outcome_of("recipient") is outcome
    expected = {
        Outcome.FAILED: ["openbadges2.recipient-mismatch"],
        Outcome.UNDETERMINED: ["openbadges2.recipient-unsupported"],
    }
    assert codes(report) == expected.get(outcome, [])


def test_a_weak_hash_is_told_as_weak():
    report = examine(hashed("ada@a.example", algorithm="md5"), recipient="ada@a.example")
    assert "weak" in report.checks[5].detail


def test_nobody_asked_means_nothing_is_checked_of_the_recipient():
    assert examine(HOSTED).outcome_of("recipient") is Outcome.NOT_APPLICABLE


# ------------------------------------------------------------------------------ endorsements


def endorsed(*endorsements, **more):
    award = HOSTED | {"endorsement": [endorsement["id"] for endorsement in endorsements]}
    return examine(award, web(award, *endorsements), **more)


def test_an_endorsement_of_the_issuer_says_who_trusts_it():
    report = endorsed(ENDORSEMENT)
    assert report.verdict is Verdict.VALID
    assert report.outcome_of("endorsements") is Outcome.PASSED
    assert report.answers[3].sentence == "Endorsed by Quality Board."
    assert report.answers[3].outcome is Outcome.PASSED


def test_an_endorsement_of_the_badge_class_does_not_vouch_for_the_issuer():
    report = endorsed(ENDORSEMENT | {"claim": {"id": BADGE["id"]}})
    assert report.outcome_of("endorsements") is Outcome.PASSED
    assert report.answers[3].outcome is Outcome.NOT_APPLICABLE


def test_endorsements_beside_the_badge_class_and_the_issuer_are_judged_too():
    other = ENDORSEMENT | {"id": "https://board.example/endorsements/2"}
    badge = BADGE | {"endorsement": ENDORSEMENT["id"]}
    issuer = ISSUER | {"endorsement": [other["id"]]}
    published = web(HOSTED, badge, issuer, ENDORSEMENT, other)
    published.take_down(other["id"])
    report = examine(HOSTED, published)
    assert codes(report) == ["openbadges2.endorsement-undetermined"]
    assert report.problems[0].pointer == "/badge/issuer/endorsement/0"
    assert report.verdict is Verdict.UNDETERMINED
    assert report.answers[3].outcome is Outcome.PASSED


ENDORSEMENTS_THAT_FAIL = {
    "about something else": ENDORSEMENT | {"claim": {"id": "https://elsewhere.example/"}},
    "no endorsement": BOARD | {"id": ENDORSEMENT["id"]},
    "outside its issuer's scope": ENDORSEMENT | {"id": "https://eve.example/endorsements/1"},
    "without a claim": without(ENDORSEMENT, "claim"),
    "issued in the future": ENDORSEMENT | {"issuedOn": "2100-01-01T00:00:00Z"},
}


@pytest.mark.parametrize("endorsement", ENDORSEMENTS_THAT_FAIL.values(), ids=ENDORSEMENTS_THAT_FAIL)
def test_an_endorsement_that_does_not_hold_makes_the_badge_fail(endorsement):
    report = endorsed(endorsement)
    assert codes(report) == ["openbadges2.endorsement-refused"]
    assert report.answers[3].outcome is Outcome.UNDETERMINED


def test_a_carried_copy_of_an_endorsement_proves_nothing_by_itself():
    louder = ENDORSEMENT | {"claim": {"id": f"{UNI}/issuer", "endorsementComment": "The best!"}}
    award = HOSTED | {"endorsement": louder}
    assert codes(examine(award, web(award, ENDORSEMENT))) == ["openbadges2.endorsement-refused"]


def test_a_signed_endorsement_is_judged_by_its_signature():
    endorsement = ENDORSEMENT | {"verification": {"type": "signed"}, "id": "urn:uuid:7"}
    board = BOARD | {"publicKey": KEY_DOCUMENT | {"owner": BOARD["id"]}}
    award = HOSTED | {"endorsement": signed(endorsement)}
    report = examine(award, web(award, board))
    assert report.verdict is Verdict.VALID
    assert report.answers[3].sentence == "Endorsed by Quality Board."


def test_endorsements_in_a_circle_come_to_an_end():
    back = ENDORSEMENT | {
        "id": f"{UNI}/endorsements/of-the-board",
        "issuer": ISSUER["id"],
        "claim": {"id": BOARD["id"]},
        "endorsement": ENDORSEMENT["id"],
    }
    there = ENDORSEMENT | {"endorsement": back["id"]}
    award = HOSTED | {"endorsement": there["id"]}
    board = BOARD | {"endorsement": back["id"]}
    published = web(award, there, back, board)
    assert examine(award, published).verdict is Verdict.VALID
    assert len(published.requests) == len(set(published.requests)) == 6


def test_a_tower_of_endorsements_is_climbed_only_so_far():
    tower = [
        ENDORSEMENT
        | {
            "id": f"https://board.example/endorsements/{storey}",
            "endorsement": f"https://board.example/endorsements/{storey + 1}",
            "claim": {"id": f"https://board.example/endorsements/{storey - 1}"},
        }
        for storey in range(9)
    ]
    tower[0]["claim"] = {"id": f"{UNI}/issuer"}
    award = HOSTED | {"endorsement": tower[0]["id"]}
    published = web(award, *tower)
    assert examine(award, published).verdict is Verdict.VALID
    assert sum("endorsements" in url for url in published.requests) == 3


def test_a_crowd_of_endorsements_is_judged_only_so_far():
    crowd = [
        ENDORSEMENT | {"id": f"https://board.example/endorsements/{number}"}
        for number in range(MAX_ENDORSEMENTS + 2)
    ]
    report = endorsed(*crowd)
    assert codes(report) == ["openbadges2.too-many-documents"] * 2
    assert report.verdict is Verdict.UNDETERMINED


def test_a_badge_asks_for_a_bounded_number_of_documents():
    crowd = [
        ENDORSEMENT | {"id": f"https://{n}.example/e", "issuer": f"https://{n}.example/profile"}
        for n in range(40)
    ]
    profiles = [BOARD | {"id": f"https://{n}.example/profile"} for n in range(40)]
    award = HOSTED | {"endorsement": [endorsement["id"] for endorsement in crowd]}
    published = web(award, *crowd, *profiles)
    report = examine(award, published)
    assert report.verdict is Verdict.UNDETERMINED
    assert len(published.requests) == MAX_DOCUMENTS


# ------------------------------------------------------------------- what is no such badge


OLDER = {
    "1.1": HOSTED | {"@context": "https://w3id.org/openbadges/v1"},
    "1.0": {"uid": "1", "recipient": {}, "badge": "https://a.example/b", "verify": {}},
    "0.5": {"recipient": "sha256$ab", "badge": {"version": "0.5.0", "name": "Old"}},
}


@pytest.mark.parametrize("badge", OLDER.values(), ids=OLDER)
def test_an_older_version_is_recognised_and_not_judged(badge):
    assert is_openbadges2(badge)
    report = examine(badge, web())
    assert codes(report) == ["openbadges2.version-unsupported"]
    assert report.verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("source", "is_one"),
    [
        (HOSTED, True),
        (json.dumps(HOSTED), True),
        (signed(SIGNED), True),
        (HOSTED | {"@context": [{"@language": "en"}, CONTEXT]}, True),
        ({"@context": "https://www.w3.org/ns/credentials/v2"}, False),
        (HOSTED | {"type": ["VerifiableCredential"]}, False),
        ({}, False),
        ("{", False),
        ("eyJ.e30.AA", False),
        ("https://uni.example/awards/1", False),
    ],
)
def test_a_badge_is_told_from_what_is_none(source, is_one):
    assert is_openbadges2(source) is is_one


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ({"@context": "https://www.w3.org/ns/credentials/v2"}, "openbadges2.unrecognised"),
        ("{", "json.malformed"),
        ({"a": object()}, "json.malformed"),
        (HOSTED | {"type": "OtherAssertion"}, "openbadges2.type-unknown"),
        (without(HOSTED, "type"), "openbadges2.type-unknown"),
    ],
)
def test_what_is_no_badge_gets_one_problem(source, code):
    report = examine(source, web())
    assert codes(report) == [code]
    assert report.verdict is Verdict.INVALID


# ------------------------------------------------------------------------------------ import


def test_an_imported_badge_says_what_a_wallet_shows():
    text = json.dumps(HOSTED, indent=3) + "\n"
    held = import_openbadges2(text, resolver=web(HOSTED), at=NOON)
    assert held.original == text
    assert held.is_verified
    assert held.title == "Python basics"
    assert held.description == "Writes small programs."
    assert (held.issuer.id, held.issuer.name, held.issuer.url) == (
        f"{UNI}/issuer",
        "Example University",
        UNI,
    )
    assert (held.criteria_url, held.criteria_narrative) == (
        f"{UNI}/badges/python/criteria",
        "Pass the exam.",
    )
    assert held.image == f"{UNI}/badges/python.png"
    assert held.issued_on == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert held.expires == datetime(2030, 3, 1, 9, tzinfo=UTC)
    assert held.recipient_kind == "email"
    assert [alignment.code for alignment in held.alignments] == ["S5.6.1"]
    assert held.tags == ("python", "programming")
    assert [work.narrative for work in held.evidence] == ["A sorted list."]


def test_the_view_of_an_imported_badge_is_an_unsigned_achievement_of_3_0():
    view = achievement_subject(import_openbadges2(HOSTED, resolver=web(HOSTED), at=NOON))
    assert view == {
        "type": ["AchievementSubject"],
        "achievement": {
            "id": f"{UNI}/badges/python",
            "type": ["Achievement"],
            "name": "Python basics",
            "description": "Writes small programs.",
            "criteria": {
                "id": f"{UNI}/badges/python/criteria",
                "narrative": "Pass the exam.",
            },
            "image": {"id": f"{UNI}/badges/python.png", "type": "Image"},
            "creator": {
                "id": f"{UNI}/issuer",
                "type": ["Profile"],
                "name": "Example University",
                "url": UNI,
            },
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "Python",
                    "targetUrl": "https://esco.example/python",
                    "targetFramework": "ESCO",
                    "targetCode": "S5.6.1",
                }
            ],
            "tag": ["python", "programming"],
        },
    }


def test_a_badge_that_cannot_be_judged_is_imported_and_says_so():
    award = HOSTED | {"badge": BADGE | {"issuer": ISSUER}}
    held = import_openbadges2(award, resolver=Offline(), at=NOON)
    assert held.trust is Verdict.UNDETERMINED
    assert not held.is_verified
    assert (held.title, held.issuer.name) == ("Python basics", "Example University")


def test_what_is_shown_of_a_forged_copy_is_what_is_published():
    forged = HOSTED | {"badge": BADGE | {"name": "Doctor of Medicine"}, "expires": None}
    held = import_openbadges2(forged, resolver=web(HOSTED), at=NOON)
    assert held.trust is Verdict.INVALID
    assert held.title == "Python basics"


def test_what_is_shown_of_a_signed_badge_is_what_was_signed():
    award = SIGNED | {"badge": BADGE | {"name": "Python basics, first edition"}}
    held = import_openbadges2(signed(award), resolver=signing_web(), at=NOON)
    assert held.is_verified
    assert held.title == "Python basics, first edition"
    assert held.original.count(".") == 2


def test_a_revoked_badge_is_imported_with_what_it_said():
    stub = {"@context": CONTEXT, "type": "Assertion", "id": HOSTED["id"], "revoked": True}
    held = import_openbadges2(HOSTED, resolver=web(stub), at=NOON)
    assert held.trust is Verdict.INVALID
    assert held.title == "Python basics"


@pytest.mark.parametrize("source", [BADGE, {}, "nonsense", OLDER["1.1"]])
def test_only_assertions_of_this_version_are_imported(source):
    with pytest.raises(Refused) as refused:
        import_openbadges2(source, resolver=web(), at=NOON)
    assert refused.value.problem.code in {"openbadges2.unrecognised", "json.malformed"}


# -------------------------------------------------------------------------------- any input


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "x", UNI, "type"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "@context", "issuer", "endorsement", "extensions:x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
PLACES = [
    (document, name)
    for document in (HOSTED, BADGE, SIGNING_ISSUER, KEY_DOCUMENT, REVOKED, ENDORSEMENT)
    for name in (*document, "endorsement", "related", "revoked", "verify")
    if name != "id"
]


@settings(max_examples=examples(150, 20_000))
@given(st.sampled_from(PLACES), JSON, st.booleans())
def test_whatever_stands_anywhere_is_judged_and_never_raises(place, value, is_signed):
    document, name = place
    award = (SIGNED if is_signed else HOSTED) | {"endorsement": ENDORSEMENT["id"]}
    documents = [award, SIGNING_ISSUER, KEY_DOCUMENT, REVOKED, ENDORSEMENT]
    changed = document | {name: value}
    if document is HOSTED:
        award = award | {name: value}
    published = web(*documents[1:], changed, award)
    source = signed(award) if is_signed else award
    report = examine(source, published, recipient="ada@learner.example")
    json.dumps(report.as_json())


@settings(max_examples=examples(60, 5_000))
@given(
    st.sampled_from(sorted(HOSTED.keys() - {"@context"})),
    st.text(min_size=1) | st.integers() | st.booleans() | st.just([]),
)
def test_a_member_altered_in_the_copy_is_never_valid(name, value):
    assert examine(HOSTED | {name: value}, web(HOSTED)).verdict is not Verdict.VALID
