"""Hosted badges: what the issuer publishes is the badge, where the issuer may publish."""

import copy
import json

import pytest

from testamur.credentials.resolution import Offline
from testamur.errors import Refused
from testamur.problems import Outcome, Verdict
from tests.older_badges import BADGE, HOSTED, ISSUER, UNI, codes, examine, web, without
from tests.simulated_web import NOON


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
