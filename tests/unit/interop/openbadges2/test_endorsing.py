"""What others say of a badge, its class and its issuer."""

import pytest

from testamur.interop.openbadges2.endorsing import MAX_ENDORSEMENTS
from testamur.interop.openbadges2.linked import MAX_DOCUMENTS
from testamur.problems import Outcome, Verdict
from tests.older_badges import (
    BADGE,
    BOARD,
    ENDORSEMENT,
    HOSTED,
    ISSUER,
    KEY_DOCUMENT,
    UNI,
    codes,
    examine,
    signed,
    web,
    without,
)


def endorsed(*endorsements, **more):
    award = HOSTED | {"endorsement": [endorsement["id"] for endorsement in endorsements]}
    return examine(award, web(award, *endorsements), **more)


def test_an_endorsement_of_the_issuer_says_who_trusts_it():
    report = endorsed(ENDORSEMENT)
    assert report.verdict is Verdict.VALID
    assert report.outcome_of("endorsements") is Outcome.PASSED
    assert report.answers[3].sentence == "Endorsed by Quality Board (board.example)."
    assert report.answers[3].outcome is Outcome.PASSED


def test_what_an_issuer_says_in_favour_of_itself_is_not_counted():
    own = ENDORSEMENT | {"id": f"{UNI}/endorsements/own", "issuer": ISSUER["id"]}
    report = endorsed(own)
    assert report.verdict is Verdict.VALID
    assert report.outcome_of("endorsements") is Outcome.NOT_APPLICABLE
    assert report.answers[3].outcome is Outcome.NOT_APPLICABLE


def test_a_great_name_is_told_with_the_host_that_gives_it():
    great = BOARD | {"id": "https://eve.example/board", "name": "Harvard University"}
    praise = ENDORSEMENT | {"id": "https://eve.example/praise", "issuer": great["id"]}
    award = HOSTED | {"endorsement": [praise["id"]]}
    report = examine(award, web(award, praise, great))
    assert report.answers[3].sentence == "Endorsed by Harvard University (eve.example)."


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
    assert report.answers[3].sentence == "Endorsed by Quality Board (board.example)."


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
