"""A statement of a score is a credential of which every term is known and signed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from testamur.credentials.issue import sign
from testamur.credentials.openbadges import Profile
from testamur.credentials.resolution import Offline
from testamur.credentials.verify import examine
from testamur.errors import Refused
from testamur.problems import Verdict
from testamur.quality.score import score
from testamur.quality.statement import METHOD, statement_of
from tests.pathways_cast import key_of
from tests.shared_data import PROJECT

NOW = datetime(2026, 5, 31, tzinfo=UTC)
TOLD = score(
    json.loads((PROJECT / "examples" / "achievement.json").read_text(encoding="utf-8"))
).as_json()
KEY = key_of("uni")


def statement(about: str = "https://uni.example/achievements/survey-analysis"):
    return statement_of(
        TOLD,
        about=about,
        id="urn:uuid:0f0f0f0f-0000-4000-8000-000000000000",
        issuer=Profile(KEY.public.did_key, name="University of Example"),
        valid_from=NOW,
    )


def test_it_says_what_was_scored_how_much_by_which_method_and_why():
    document = statement()
    subject = document["credentialSubject"]
    assert document["name"] == "Quality score 72 of 100"
    assert subject["achievement"]["id"] == f"{METHOD}1"
    assert subject["achievement"]["achievementType"] == "QualityAssuranceCredential"
    most = {one["id"]: int(one["valueMax"]) for one in subject["achievement"]["resultDescription"]}
    assert len(most) == 1 + len(TOLD["elements"])
    points = {one["resultDescription"]: int(one["value"]) for one in subject["result"]}
    assert points.pop(f"{METHOD}1#score") == sum(points.values()) == 72
    assert most[f"{METHOD}1#outcome-verbs"] == 8
    reasons = {one["genre"]: one["narrative"] for one in document["evidence"]}
    assert reasons["hours-and-credits"] == (
        "3 ECTS credits are 75 to 90 hours, but 60 are stated. "
        "State hours from 75 to 90, or other credits."
    )


def test_it_is_signed_and_verifies():
    text = sign(statement(), signer=KEY, at=NOW).text
    report = examine(text, resolver=Offline(), at=NOW)
    assert report.verdict is Verdict.VALID, report.problems


def test_what_is_no_identifier_cannot_be_stated_about():
    with pytest.raises(Refused):
        statement("survey analysis")
