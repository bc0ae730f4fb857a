"""What a badge must hold, when it holds, and what its extensions say."""

from datetime import UTC, datetime

import pytest

from testamur.interop.openbadges2 import examine_openbadges2, import_openbadges2
from testamur.problems import Outcome, Verdict
from tests.older_badges import BADGE, CONTEXT, HOSTED, ISSUER, UNI, codes, examine, web, without
from tests.simulated_web import NOON

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
