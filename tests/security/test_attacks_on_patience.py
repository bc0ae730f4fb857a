"""Documents that make whoever judges them work, wait or ask without end."""

from __future__ import annotations

import pytest

from testamur.credentials.resolution import MAX_FETCHES, Bounded
from testamur.credentials.verify import examine as examine_credential
from testamur.encoding import compact_json
from testamur.errors import Unreachable
from testamur.interop.intake import MAX_FETCHES_OF_ALL, examine
from testamur.problems import Verdict
from tests.attackers import CHEN, NOW, badge, codes_of, endorsement, judged, signed
from tests.patience import within
from tests.simulated_web import SimulatedWeb


def by(host: int, **members):
    """A badge whose key is to be had from a host of its own."""
    issuer = f"did:web:h{host}.example"
    return signed(badge(issuer=issuer, **members), by=CHEN, method=f"{issuer}#key-1")


def status_at(place: int):
    return {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": f"https://s{place}.example/1",
    }


def presentation_of(*credentials):
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": list(credentials),
    }


class TestManyAddresses:
    def test_one_credential_makes_a_bounded_number_of_questions(self):
        praise = [
            endorsement(
                badge()["id"],
                id=f"urn:uuid:22222222-0000-4000-8000-{at:012}",
                credentialStatus=[status_at(100 * at + place) for place in range(16)],
            )
            for at in range(8)
        ]
        web = SimulatedWeb()
        report = judged(signed(badge(endorsement=praise)), resolver=web)
        assert len(web.requests) == MAX_FETCHES
        assert report.verdict is Verdict.UNDETERMINED
        assert any("after so many other addresses" in one.detail for one in report.problems)

    def test_so_does_a_presentation(self):
        presented = presentation_of(
            *(
                by(at, credentialStatus=[status_at(100 * at + place) for place in range(16)])
                for at in range(40)
            )
        )
        web = SimulatedWeb()
        report = examine(compact_json(presented), resolver=web, at=NOW)
        assert len(web.requests) == MAX_FETCHES_OF_ALL
        assert report.verdict is Verdict.INVALID

    def test_an_address_is_asked_once_whatever_it_answers(self):
        web = SimulatedWeb()
        document = badge(credentialStatus=[status_at(1) for _ in range(16)])
        for number, entry in enumerate(document["credentialStatus"]):
            entry["statusListIndex"] = str(number)
        judged(signed(document), resolver=web)
        assert web.requests == ["https://s1.example/1"]

    def test_many_bytes_are_not_asked_for_either(self):
        addresses = [f"https://s{at}.example/" for at in range(40)]
        web = SimulatedWeb(dict.fromkeys(addresses, b"x" * 1_000_000))
        bounded = Bounded(web)
        for url in addresses[:32]:
            bounded.fetch(url)
        with pytest.raises(Unreachable) as ended:
            bounded.fetch(addresses[32])
        assert ended.value.problem.code == "fetch.too-many"
        assert len(web.requests) == 32


class TestMuchToRead:
    def judge_quickly(self, document, *, seconds):
        with within(seconds):
            return examine(compact_json(document), resolver=SimulatedWeb(), at=NOW)

    def test_endorsements_of_endorsements_of_endorsements(self):
        def nested(depth, name):
            inside = [nested(depth - 1, f"{name}{at}") for at in range(10)] if depth else []
            praise = endorsement(badge()["id"], id=f"urn:x:{name}")
            return praise | ({"endorsement": inside} if inside else {})

        document = signed(badge(), suite="eddsa-jcs-2022")
        document["endorsement"] = [nested(2, str(at)) for at in range(10)]
        report = self.judge_quickly(document, seconds=8)
        assert report.verdict is Verdict.INVALID
        assert "carried.too-many" in codes_of(report)

    def test_the_same_proof_by_many_keys(self):
        document = badge({"tag": [f"tag {at}" for at in range(10_000)]})
        proof = signed(document, by=CHEN)["proof"][0]
        every = [proof | {"id": f"urn:p:{at}"} for at in range(32)]
        report = self.judge_quickly(document | {"proof": every}, seconds=8)
        assert report.verdict is Verdict.INVALID

    def test_a_long_chain_of_proofs(self):
        proof = signed(badge(), by=CHEN)["proof"][0]
        chain = [
            proof | {"id": f"urn:p:{at}", "previousProof": [f"urn:p:{at - 1}"]} for at in range(12)
        ]
        report = self.judge_quickly(badge(proof=chain), seconds=1)
        assert codes_of(report) == {"proof.malformed"}

    def test_a_register_of_many_honest_records_is_read(self):
        presented = presentation_of(*(signed(badge(id=f"urn:x:{at}")) for at in range(60)))
        report = self.judge_quickly(presented, seconds=8)
        assert codes_of(report) == {"presentation.not-proven"}


def test_a_bound_that_is_there_is_kept():
    web = SimulatedWeb()
    bounded = Bounded(web, most=3)
    for number in range(5):
        document = compact_json(by(number))
        examine_credential(document, resolver=bounded, at=NOW)
    assert len(web.requests) == 3
