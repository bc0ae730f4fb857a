"""Somebody vouches: it is signed, says who spoke, verifies, and ends when it is withdrawn."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

import testamur as tm
from testamur.credentials.openbadges import Profile
from testamur.errors import Conflict, Refused
from testamur_web.awards.models import StatusList
from testamur_web.awards.publishing.lists import status_list_text, status_list_url
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.awards.services import revoke
from testamur_web.catalogue.addresses import version_url
from testamur_web.ops.models import TrailEntry
from testamur_web.people.models import Role
from testamur_web.trust import giving
from testamur_web.trust.subjects import Subject
from tests.web.conftest import NOW, join
from tests.web.trust.conftest import SAID, say

pytestmark = pytest.mark.django_db


def judged(row, at=NOW):
    return tm.examine(row.credential, resolver=InstanceResolver(at=at), at=at)


def test_an_organisation_signs_with_its_own_key(of_version, version, eli, board):
    given = say(of_version, by=eli, organisation=board, interest="None of us teaches there")
    document = json.loads(given.credential)
    assert document["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert document["issuer"]["name"] == board.name
    assert document["credentialSubject"]["id"] == version_url(version)
    assert document["credentialSubject"]["endorsementComment"] == SAID
    assert document["description"] == (
        "Said by Quality Board, which signs it. Interest declared: None of us teaches there"
    )
    assert given.key.organisation == board
    assert judged(given).verdict is tm.Verdict.VALID
    assert TrailEntry.objects.filter(verb="endorsement.give", tenant=board.pk).exists()


def test_for_a_person_the_instance_signs_and_says_how_they_are_known(of_award, dara, settings):
    given = say(of_award, by=dara)
    document = json.loads(given.credential)
    assert document["issuer"]["name"] == settings.INSTANCE_NAME
    assert "Said by Dara, of whom" in document["description"]
    assert given.key.organisation is None
    assert judged(given).verdict is tm.Verdict.VALID
    dara.identifiers.create(kind="email", value=dara.email, verified_at=NOW)
    giving.withdraw(given, reason="Said too little", by=dara, at=NOW)
    again = json.loads(say(of_award, by=dara).credential)
    assert "who proved an e-mail address to" in again["description"]
    assert dara.email not in json.dumps(again)


def test_what_is_withdrawn_is_revoked_in_its_list_at_once(of_version, eli, board):
    given = say(of_version, by=eli, organisation=board)
    assert judged(given).verdict is tm.Verdict.VALID
    giving.withdraw(given, reason="The exam has changed", by=eli, at=NOW)
    report = judged(given)
    assert report.verdict is tm.Verdict.INVALID
    assert "status.revoked" in {problem.code for problem in report.problems}
    with pytest.raises(Conflict) as second:
        giving.withdraw(given, reason="Again", by=eli, at=NOW)
    assert second.value.problem.code == "endorsement.withdrawn"


def test_withdrawing_needs_a_reason(of_version, eli, board):
    given = say(of_version, by=eli, organisation=board)
    with pytest.raises(Refused) as refused:
        giving.withdraw(given, reason=" ", by=eli, at=NOW)
    assert refused.value.problem.code == "text.empty"
    assert judged(given).verdict is tm.Verdict.VALID


def test_what_was_altered_does_not_hold(of_version, eli, board):
    given = say(of_version, by=eli, organisation=board)
    forged = given.credential.replace(SAID, "Do not hire them.")
    report = tm.examine(forged, resolver=InstanceResolver(at=NOW), at=NOW)
    assert report.verdict is tm.Verdict.INVALID
    assert "proof.signature-mismatch" in {problem.code for problem in report.problems}


def test_awards_and_words_share_a_list_and_revoke_only_themselves(
    of_award, award, university, chen, college, bashir
):
    """The college signs awards and words: one kind of list, and no entry that is dealt twice."""
    others = Subject(award=award)
    mine = say(others, by=chen, organisation=college)
    also = say(Subject(version=award.version), by=chen, organisation=college)
    assert mine.place.status_list == also.place.status_list
    assert mine.place.index != also.place.index
    giving.withdraw(mine, reason="A slip of the pen", by=chen, at=NOW)
    assert judged(also).verdict is tm.Verdict.VALID
    revoke([award], reason="A mistake", by=bashir, at=NOW)
    assert judged(also).verdict is tm.Verdict.VALID
    lists = StatusList.objects.filter(organisation=college)
    assert {one.purpose for one in lists} == {"revocation"}


@pytest.mark.parametrize("said", ["", " \n "])
def test_nothing_is_not_signed(said, of_version, eli, board):
    with pytest.raises(Refused) as refused:
        say(of_version, by=eli, organisation=board, said=said)
    assert refused.value.problem.code == "text.empty"


def test_a_statement_is_bounded(of_version, eli, board):
    with pytest.raises(Refused) as refused:
        say(of_version, by=eli, organisation=board, said="x" * 5_001)
    assert refused.value.problem.code == "text.too-long"


def test_nobody_vouches_for_their_own(of_version, of_award, university, bashir, ada, employer):
    join(ada, employer, Role.MANAGER)
    cases = (
        (of_version, bashir, university),
        (of_version, bashir, None),
        (Subject(issuer=university), bashir, university),
        (of_version, bashir, employer),  # he works for the issuer all the same
        (of_award, ada, None),
        (of_award, ada, employer),
    )
    for subject, person, organisation in cases:
        with pytest.raises(Refused) as refused:
            say(subject, by=person, organisation=organisation)
        assert refused.value.problem.code == "endorsement.own"


def test_one_voice_is_heard_once(of_version, eli, board, dara):
    first = say(of_version, by=eli, organisation=board)
    say(of_version, by=eli)  # in their own name they are somebody else
    say(of_version, by=dara)
    with pytest.raises(Conflict) as second:
        say(of_version, by=eli, organisation=board)
    assert second.value.problem.code == "endorsement.given-already"
    giving.withdraw(first, reason="Said better now", by=eli, at=NOW)
    assert say(of_version, by=eli, organisation=board)


def test_nobody_vouches_for_what_was_revoked(of_award, award, bashir, dara, employer):
    revoke([award], reason="A mistake", by=bashir, at=NOW)
    award.refresh_from_db()
    with pytest.raises(Conflict) as refused:
        say(Subject(award=award), by=dara, organisation=employer)
    assert refused.value.problem.code == "endorsement.ended"


def test_an_issuer_without_a_name_of_its_own_cannot_be_vouched_for(university, eli, board):
    with pytest.raises(Refused) as refused:
        say(Subject(issuer=university), by=eli, organisation=board)
    assert refused.value.problem.code == "award.no-key"


def test_an_accreditation_is_given_by_a_quality_body_and_ends(
    of_award, university, eli, board, dara, employer
):
    issuer = Subject(issuer=university)
    until = NOW + timedelta(days=365)
    given = say(issuer, by=eli, organisation=board, is_accreditation=True, valid_until=until)
    assert json.loads(given.credential)["name"] == "Accreditation"
    assert judged(given).verdict is tm.Verdict.VALID
    assert judged(given, until).verdict is tm.Verdict.INVALID
    for speaker, person in ((employer, dara), (None, eli)):
        with pytest.raises(Refused) as refused:
            say(issuer, by=person, organisation=speaker, is_accreditation=True, valid_until=until)
        assert refused.value.problem.code == "endorsement.not-accreditor"
    for wrong, code in ((None, "value.missing"), (NOW, "value.contradiction")):
        with pytest.raises(Refused) as refused:
            say(issuer, by=eli, organisation=board, is_accreditation=True, valid_until=wrong)
        assert refused.value.problem.code == code


def test_inside_a_credential_it_is_judged_by_itself_and_counts_until_it_is_withdrawn(
    of_version, version, eli, board
):
    """Verification is recursive: what others carry along is judged with its own list."""
    given = say(of_version, by=eli, organisation=board)
    key = tm.SigningKey.generate()
    achievement = tm.Achievement(
        version_url(version),
        name="Python basics",
        criteria="Pass",
        endorsement=[json.loads(given.credential)],
    )
    issuer = Profile(key.public.did_key, name="Another system")
    badge = tm.issue(achievement, to="mailto:ada@people.example", by=issuer, key=key, at=NOW)

    def outcome():
        report = tm.examine(badge, resolver=InstanceResolver(at=NOW), at=NOW)
        return report.verdict, report.outcome_of("endorsements")

    assert outcome() == (tm.Verdict.VALID, tm.Outcome.PASSED)
    giving.withdraw(given, reason="The exam has changed", by=eli, at=NOW)
    assert outcome() == (tm.Verdict.VALID, tm.Outcome.NOT_APPLICABLE)


def test_the_command_line_accepts_it_and_refuses_it_once_withdrawn(
    tmp_path, capsys, of_version, eli, board
):
    from testamur.cli import main

    given = say(of_version, by=eli, organisation=board)
    row = given.place.status_list
    word, copies = tmp_path / "endorsement.json", tmp_path / "copies"
    word.write_text(given.credential)
    copies.mkdir()

    def verified() -> int:
        (copies / "list.json").write_text(status_list_text(row, at=NOW))
        entry = {"file": "list.json", "mediaType": "application/vc", "at": "2026-05-01T12:00:00Z"}
        entry["url"] = status_list_url(row)
        (copies / "documents.json").write_text(json.dumps({"documents": [entry]}))
        return main(
            ["verify", str(word), "--offline", "--documents", str(copies), "--at", NOW.isoformat()]
        )

    assert verified() == 0, capsys.readouterr()
    giving.withdraw(given, reason="The exam has changed", by=eli, at=NOW)
    assert verified() == 1
    word.write_text(given.credential.replace(SAID, "Anything else."))
    assert verified() == 1
