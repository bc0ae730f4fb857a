"""What counts of a credential: its facts, and nothing that nobody has verified."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

import testamur as tm
from testamur.credentials.document import Credential
from testamur.credentials.eu_elements import StandardElements
from testamur.credentials.issue import sign
from testamur.credentials.openbadges import (
    Achievement,
    Alignment,
    Identity,
    Issuer,
    Related,
    SubjectDetails,
    endorsement_document,
)
from testamur.errors import Refused
from testamur.pathways.goal import Goal
from testamur.pathways.held import (
    ECTS,
    UNNAMED,
    HeldSkill,
    digest_of,
    held_by,
    held_of,
    is_about,
)
from testamur.pathways.rules import Achieved, Rule
from testamur.skills.framework import Need
from tests.pathways_cast import ADA, NOW, counted, held, key_of, page, signed, skill, verified

WEEK = timedelta(days=7)


def award(achievement: Achievement, **members) -> object:
    """What counts of a credential of this achievement."""
    key = key_of("uni")
    issuer = Issuer(key.public.did_key, name="Uni")
    members = {"to": ADA, "at": NOW - WEEK} | members
    return held_of(verified(tm.issue(achievement, by=issuer, key=key, **members).text))


def achievement(**members) -> Achievement:
    return Achievement(page("py"), name="Python basics", criteria="Pass.", **members)


def test_it_says_what_was_awarded_by_whom_to_whom():
    found = counted(
        "py", version="2", ects=2.5, eqf=5, assessment=["project"], supervision="supervised"
    )
    assert (found.achievement, found.title, found.version) == (page("py"), "Py", "2")
    assert (found.issuer, found.issuer_name) == (key_of("uni").public.did_key, "Uni")
    assert found.subject == ADA
    assert found.awarded == NOW - timedelta(days=30)
    assert found.expires is None
    assert (found.level, found.credits) == (5, {ECTS: Decimal("2.5")})
    assert (found.assessment, found.supervision) == (("project",), "supervised")
    assert found.digest == digest_of(
        signed("py", version="2", ects=2.5, eqf=5, assessment=["project"], supervision="supervised")
    )
    assert not found.is_endorsed
    assert not found.is_vouched


def test_only_a_verified_credential_counts():
    for other in (Credential(signed("py")), signed("py"), {"id": "urn:x"}):
        with pytest.raises(TypeError, match="verify it first"):
            held_of(other)


def test_a_skill_has_the_level_of_its_outcome():
    found = counted("py", eqf=5, skills={"git": 4, "sql": None})
    assert found.skills == (
        HeldSkill(skill("git"), name="Git", level=4, level_from="outcome"),
        HeldSkill(skill("sql"), name="Sql", level=None),
    )


def test_an_older_credential_lends_its_skills_the_level_of_the_achievement():
    aligned = [Alignment("Git", target_url=skill("git"))]
    found = award(achievement(eqf=5, alignment=aligned))
    assert found.skills == (HeldSkill(skill("git"), name="Git", level=5, level_from="achievement"),)
    unlevelled = award(achievement(alignment=aligned))
    assert [(one.level, one.level_from) for one in unlevelled.skills] == [(None, "")]


def test_the_achievement_never_lowers_or_lifts_what_an_outcome_states():
    from testamur.credentials.eu_elements import LearningOutcome

    aligned = [Alignment("Git", target_url=skill("git"))]
    outcomes = [LearningOutcome(f"Does {level}", eqf=level, alignment=aligned) for level in (3, 4)]
    found = award(
        achievement(eqf=6, alignment=aligned, standard_elements=StandardElements(outcomes))
    )
    assert [(one.level, one.level_from) for one in found.skills] == [(4, "outcome")]


def test_an_occupation_or_a_level_is_no_skill():
    occupation = Alignment.esco("http://data.europa.eu/esco/occupation/1", "Data scientist")
    found = award(achievement(eqf=5, alignment=[occupation]))
    assert found.skills == ()
    assert found.level == 5


def test_credits_count_in_their_scheme():
    assert award(achievement(credits_available=3)).credits == {UNNAMED: 3}
    elements = StandardElements(participation="online")
    ects = achievement(ects=5, standard_elements=elements)
    assert award(ects).credits == {ECTS: 5}
    assert award(ects, details=SubjectDetails(credits_earned=2)).credits == {ECTS: 2}


def test_a_version_is_found_by_the_address_above_it_and_by_no_other():
    above, other = "https://uni.example/a/", "https://elsewhere.example/a/"
    related = [Related(above), Related(other), Related("https://uni.example")]
    assert award(achievement(related=related)).names == (page("py"), above)


def test_what_differs_for_one_award_is_what_counts():
    elements = StandardElements(assessment_type=["project"], supervision="unsupervised")
    own = StandardElements(supervision="supervisedOnsiteVerified")
    found = award(achievement(standard_elements=elements), standard_elements=own)
    assert (found.assessment, found.supervision) == (("project",), "supervisedOnsiteVerified")


def test_an_endorsement_by_somebody_else_counts():
    friend = key_of("quality body")
    vouching = endorsement_document(
        "Good.",
        id="urn:uuid:1f0f0f0f-0000-4000-8000-000000000000",
        about=page("py"),
        issuer=Issuer(friend.public.did_key, name="Quality"),
        valid_from=NOW - WEEK,
    )
    jwt = sign(vouching, signer=friend, at=NOW - WEEK, proof="jwt").text
    assert award(achievement(endorsement_jwt=[jwt])).is_endorsed


def test_an_issuer_on_a_list_of_the_verifier_is_vouched_for():
    trusted = {key_of("uni").public.did_key: "our register"}
    good = verified(signed("py"), policy=tm.Policy(trusted=trusted))
    assert held_of(good).is_vouched


def test_what_awards_nothing_does_not_count():
    key = key_of("uni")
    vouching = endorsement_document(
        "Good.",
        id="urn:uuid:1f0f0f0f-0000-4000-8000-000000000000",
        about=page("py"),
        issuer=Issuer(key.public.did_key, name="Uni"),
        valid_from=NOW - WEEK,
    )
    with pytest.raises(Refused) as refused:
        held_of(verified(sign(vouching, signer=key, at=NOW).text))
    assert refused.value.problem.code == "stack.nothing-awarded"


def test_it_is_about_whoever_has_one_of_the_identifiers():
    mine = held("py")
    assert is_about(mine, {"did:key:z6MkOther", ADA})
    assert not is_about(mine, {"mailto:bashir@people.example"})
    assert not is_about(replace(mine, subject=""), {""})


def test_an_address_is_found_plain_or_hashed():
    plain = award(achievement(), to=None, identities=[Identity.email("ada@people.example")])
    with pytest.warns(match="hashed"):
        identity = Identity.hashed_email("ada@people.example", salt="0123456789abcdef")
    hashed = award(achievement(), to=None, identities=[identity])
    for found in (plain, hashed):
        assert is_about(found, {ADA})
        assert not is_about(found, {"mailto:eli@people.example"})


def test_verified_credentials_are_counted_as_they_are():
    good = verified(signed("py", skills={"git": 4}))
    rule = Rule("urn:example:rule", version="1", clause=Achieved(page("py")))
    assert tm.stack([good], toward=rule, at=NOW).complete
    goal = Goal((Need(skill("git"), level=4),))
    assert tm.gap([good], target=goal, at=NOW).rows[0].covered > 0
    with pytest.raises(TypeError, match="verify it first"):
        tm.stack([good.credential], toward=rule, at=NOW)  # type: ignore[list-item]


def test_all_are_one_persons_or_whose_is_said():
    mine, theirs = held("py"), held("sql", subject="mailto:eli@people.example")
    assert held_by([mine, theirs], [ADA]) == [mine]
    assert held_by([mine]) == [mine]
    with pytest.raises(Refused) as refused:
        held_by([mine, theirs])
    assert refused.value.problem.code == "stack.several-holders"
