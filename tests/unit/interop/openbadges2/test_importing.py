"""A badge brought along, with what is known of it."""

import json
from datetime import UTC, datetime

import pytest

from testamur.credentials.resolution import Offline
from testamur.errors import Refused, Unreachable
from testamur.interop.openbadges2 import achievement_subject, import_openbadges2
from testamur.problems import Verdict
from tests.older_badges import (
    BADGE,
    CONTEXT,
    HOSTED,
    ISSUER,
    OLDER,
    SIGNED,
    UNI,
    signed,
    signing_web,
    web,
)
from tests.simulated_web import NOON


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


@pytest.mark.parametrize(
    ("source", "error", "code"),
    [
        (BADGE, Refused, "openbadges2.type-unknown"),
        ({}, Refused, "openbadges2.unrecognised"),
        ("nonsense", Refused, "json.malformed"),
        (OLDER["1.1"], Unreachable, "openbadges2.version-unsupported"),
        (HOSTED["id"], Unreachable, "fetch.status"),
    ],
)
def test_what_is_no_assertion_of_this_version_is_not_imported(source, error, code):
    with pytest.raises(error) as refused:
        import_openbadges2(source, resolver=web(), at=NOON)
    assert refused.value.problem.code == code
