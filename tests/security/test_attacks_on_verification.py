"""Attempts to have something judged valid that is not, or to stop the judge; by what is attacked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from testamur.credentials.document import Credential
from testamur.credentials.jose import envelope, sign_credential, sign_jwt
from testamur.credentials.resolution import Offline
from testamur.credentials.verify import Policy, verify
from testamur.encoding import compact_json
from testamur.errors import NotVerified
from testamur.problems import Outcome, Verdict
from tests.attackers import (
    CHEN,
    NOW,
    OB,
    UNI,
    V2,
    badge,
    codes_of,
    endorsement,
    judged,
    method_of,
    signed,
)
from tests.patience import within

ACHIEVEMENT = badge()["credentialSubject"]["achievement"]["id"]
ISSUER = UNI.public.did_key


def token_of(document, *, by=UNI):
    return sign_credential(document, signer=by, kid=method_of(by))


class TestWhatIsKeptIsWhatWasJudged:
    def test_white_space_around_a_token_is_not_kept(self):
        token = token_of(badge())
        kept = verify(f" \n{token}\n\n", resolver=Offline(), at=NOW)
        assert kept.credential == Credential(token)
        assert kept.credential.document == kept.document

    def test_of_an_envelope_the_token_is_kept(self):
        token = token_of(badge())
        kept = verify(compact_json(envelope(token)), resolver=Offline(), at=NOW)
        assert kept.credential == Credential(token)
        assert kept.credential.document == kept.document

    def test_bytes_that_are_not_utf_8_are_refused_not_repaired(self):
        text = compact_json(signed(badge(name="Python basics"), suite="eddsa-jcs-2022"))
        report = judged(text.encode().replace(b"Python basics", b"Python\xff basics"))
        assert codes_of(report) == {"json.malformed"}

    def test_an_object_changed_after_it_was_verified_changes_nothing(self):
        document = signed(badge())
        kept = verify(document, resolver=Offline(), at=NOW)
        document["credentialSubject"]["achievement"]["name"] = "Brain surgery"
        document["issuer"]["name"] = "Somebody else"
        assert kept.document["credentialSubject"]["achievement"]["name"] == "Python basics"
        assert kept.credential.document == kept.document

    @pytest.mark.parametrize(
        "value",
        [float("nan"), "\ud800", {1: "a"}, 2**60, object()],
        ids=["nan", "half a surrogate pair", "a key that is no text", "a great integer", "no JSON"],
    )
    def test_an_object_that_is_no_json_is_never_valid(self, value):
        document = signed(badge(), suite="eddsa-jcs-2022") | {"name": value}
        with pytest.raises(NotVerified) as refused:
            verify(document, resolver=Offline(), at=NOW)
        assert refused.value.report.verdict is Verdict.INVALID

    def test_a_proof_alone_verifies_nobody(self):
        stranger = signed(badge(), by=CHEN)
        policy = Policy(proof_only=True)
        assert judged(stranger, policy=policy).verdict is Verdict.VALID
        with pytest.raises(ValueError, match="proof alone"):
            verify(stranger, resolver=Offline(), at=NOW, policy=policy)

    def test_a_forgery_in_the_name_of_a_trusted_issuer_is_not_told_as_trusted(self):
        policy = Policy(trusted={ISSUER: "our register"})
        report = judged(signed(badge(), by=CHEN), policy=policy)
        assert report.verdict is Verdict.INVALID
        assert report.outcome_of("trust") is Outcome.NOT_APPLICABLE
        assert judged(signed(badge()), policy=policy).outcome_of("trust") is Outcome.PASSED


class TestBorrowedGoodNames:
    def test_an_endorsement_of_something_else_is_not_counted(self):
        borrowed = endorsement("https://oxford.example/achievements/medicine")
        report = judged(signed(badge(endorsement=[borrowed])))
        assert report.verdict is Verdict.VALID
        assert report.outcome_of("endorsements") is Outcome.NOT_APPLICABLE
        assert [problem.code for problem in report.problems] == ["endorsement.not-counted"]
        assert report.answers[3].sentence == "Nobody on a list you gave."

    @pytest.mark.parametrize("about", [badge()["id"], ACHIEVEMENT, ISSUER])
    def test_one_of_the_credential_its_achievement_or_issuer_is(self, about):
        report = judged(signed(badge(endorsement=[endorsement(about)])))
        assert report.outcome_of("endorsements") is Outcome.PASSED
        assert f"1 of 1 endorsements hold, by {CHEN.public.did_key}" in report.answers[3].sentence

    def test_an_issuer_that_praises_itself_is_not_counted(self):
        report = judged(signed(badge(endorsement=[endorsement(ACHIEVEMENT, by=UNI)])))
        assert report.outcome_of("endorsements") is Outcome.NOT_APPLICABLE

    def test_any_credential_is_not_an_endorsement(self):
        other = token_of(badge(issuer=CHEN.public.did_key), by=CHEN)
        report = judged(signed(badge(endorsementJwt=[other])))
        assert report.outcome_of("endorsements") is Outcome.NOT_APPLICABLE

    def test_a_forged_endorsement_fails_the_credential(self):
        forged = endorsement(ACHIEVEMENT)
        forged["credentialSubject"]["endorsementComment"] = "Excellent."
        report = judged(signed(badge(endorsement=[forged])))
        assert report.outcome_of("endorsements") is Outcome.FAILED
        assert report.verdict is Verdict.INVALID

    def test_more_than_are_judged_leave_it_undetermined(self):
        report = judged(signed(badge(endorsementJwt=[f"eyJh.eyJi.{at:04}" for at in range(65)])))
        assert codes_of(report) == {"carried.too-many"}
        assert report.verdict is Verdict.UNDETERMINED

    def test_an_endorsement_is_judged_wherever_it_stands(self):
        forged = endorsement(ACHIEVEMENT) | {"name": "Altered"}
        creator = {"id": "https://c.example/", "type": ["Profile"], "endorsement": [forged]}
        report = judged(signed(badge({"creator": creator})))
        assert report.outcome_of("endorsements") is Outcome.FAILED

    @pytest.mark.parametrize("source", [7, True, None, [], ["x"], [[]], 1.5, "x", "{}", {}])
    @pytest.mark.parametrize("name", ["endorsement", "endorsementJwt"])
    def test_what_is_no_credential_at_all_does_not_stop_the_judge(self, name, source):
        document = signed(badge(), suite="eddsa-jcs-2022") | {name: [source]}
        assert judged(document).verdict is Verdict.INVALID

    def test_an_endorsement_that_expired_since_is_no_fault_of_the_credential(self):
        ended = endorsement(ACHIEVEMENT, validUntil="2026-05-02T00:00:00Z")
        spoken = {key: value for key, value in endorsement(ACHIEVEMENT).items() if key != "proof"}
        token = sign_credential(
            spoken | {"validUntil": "2026-05-02T00:00:00Z"},
            signer=CHEN,
            kid=method_of(CHEN),
            form="openbadges",
        )
        report = judged(signed(badge(endorsement=[ended], endorsementJwt=[token])))
        assert (report.verdict, report.problems) == (Verdict.VALID, ())
        assert report.outcome_of("endorsements") is Outcome.NOT_APPLICABLE


class TestRecordsInsideAClr:
    def clr(self, *records):
        return signed(
            {
                "@context": [
                    V2,
                    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
                    OB,
                ],
                "id": "urn:uuid:33333333-0000-4000-8000-000000000000",
                "type": ["VerifiableCredential", "ClrCredential"],
                "issuer": {"id": CHEN.public.did_key, "type": ["Profile"], "name": "Records"},
                "name": "Record",
                "validFrom": "2026-05-01T00:00:00Z",
                "credentialSubject": {
                    "id": "mailto:ada@uni.example",
                    "type": ["ClrSubject"],
                    "verifiableCredential": list(records),
                },
            },
            by=CHEN,
        )

    def test_a_record_by_its_own_issuer_holds(self):
        report = judged(self.clr(signed(badge())))
        assert (report.verdict, report.problems) == (Verdict.VALID, ())
        assert report.outcome_of("records") is Outcome.PASSED

    @pytest.mark.parametrize("how", ["altered", "signed by the publisher", "without a proof"])
    def test_a_publisher_cannot_put_a_forged_record_inside(self, how):
        record = signed(badge(), by=CHEN if how == "signed by the publisher" else UNI)
        if how == "altered":
            record["name"] = "Brain surgery"
        elif how == "without a proof":
            del record["proof"]
        report = judged(self.clr(record))
        assert report.outcome_of("proof") is Outcome.PASSED
        assert report.outcome_of("records") is Outcome.FAILED
        assert report.verdict is Verdict.INVALID

    def test_a_record_that_has_expired_fails_only_itself(self):
        report = judged(self.clr(signed(badge(validUntil="2026-05-02T00:00:00Z"))))
        assert report.verdict is Verdict.VALID
        assert report.outcome_of("records") is Outcome.NOT_APPLICABLE


class TestTimeIsNotTheAttackers:
    def judge_quickly(self, document, *, seconds=3.0):
        with within(seconds):
            return judged(document)

    def test_a_hundred_thousand_faults_are_not_all_told(self):
        document = signed(badge(), suite="eddsa-jcs-2022") | {"evidence": list(range(100_000))}
        report = self.judge_quickly(document)
        assert 0 < len(report.problems) < 50

    def test_a_name_of_a_megabyte_is_not_told_in_full(self):
        document = signed(badge(issuer="did:web:" + "a" * 1_000_000), suite="eddsa-jcs-2022")
        assert len(str(self.judge_quickly(document).as_json())) < 20_000

    @pytest.mark.parametrize("year", [1, 9999])
    @pytest.mark.parametrize("form", ["vc+jwt", "openbadges", "proof"])
    def test_at_the_ends_of_time(self, year, form):
        at = (
            datetime(year, 1, 1, tzinfo=UTC)
            if year == 1
            else datetime(year, 12, 31, 23, 59, 59, 999_999, UTC)
        )
        document = signed(badge())
        if form != "proof":
            document = sign_credential(badge(), signer=UNI, kid=method_of(UNI), form=form)
        verdict = Verdict.INVALID if year == 1 else Verdict.VALID
        assert judged(document, at=at).verdict is verdict

    @pytest.mark.parametrize("claim", ["nbf", "exp", "iat"])
    @pytest.mark.parametrize("seconds", [-62135596800, 253402300799, 1e300, -1e300, 2**53 - 1])
    def test_a_token_of_the_ends_of_time(self, claim, seconds):
        token = sign_jwt(
            badge() | {claim: seconds}, signer=UNI, header={"kid": method_of(UNI), "typ": "vc+jwt"}
        )
        assert judged(token).verdict in set(Verdict)

    def test_valid_until_the_last_moment_and_no_longer(self):
        document = signed(badge(validUntil="2026-05-31T12:00:00Z"))
        assert judged(document, at=NOW - timedelta(microseconds=1)).verdict is Verdict.VALID
        assert codes_of(judged(document, at=NOW)) == {"dates.expired"}
