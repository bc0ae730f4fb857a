"""Documents planted beside what is judged: in a bundle, in a folder, by whoever handed it over."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from testamur.credentials.bundle import Bundle, examine_bundle, make_bundle
from testamur.credentials.document import Credential
from testamur.credentials.jose import envelope, sign_credential
from testamur.credentials.presentations import (
    Asked,
    build_presentation,
    examine_presentation,
    sign_presentation,
)
from testamur.credentials.proofs import ProofOptions
from testamur.credentials.resolution import Fetched, Offline, WithCopies
from testamur.credentials.status import (
    StatusRow,
    Window,
    build_list,
    status_credential,
    status_entry,
)
from testamur.credentials.verify import Policy
from testamur.encoding import compact_json, parse_object
from testamur.interop.intake import examine
from testamur.interop.openbadges2 import examine_openbadges2
from testamur.keys import SigningKey
from testamur.problems import Outcome, Verdict
from tests.attackers import CHEN, NOW, UNI, badge, codes_of, judged, method_of, signed
from tests.simulated_web import SimulatedWeb

DID_WEB = "did:web:uni.example"
DID_URL = "https://uni.example/.well-known/did.json"
LIST_URL = "https://uni.example/status/1"
LATER = NOW + timedelta(days=400)


def did_document(key: SigningKey, *, controller: str = DID_WEB, name: str = "key-1"):
    method = {
        "id": f"{controller}#{name}",
        "type": "Multikey",
        "controller": controller,
        "publicKeyMultibase": key.public.multikey,
    }
    return {
        "id": controller,
        "verificationMethod": [method],
        "assertionMethod": [method["id"]],
    }


def copy_of(url: str, document, *, media_type="application/json", at=NOW) -> Fetched:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return Fetched(url, body, media_type, at)


def bundle_of(document, *copies: Fetched) -> str:
    text = document if isinstance(document, str) else compact_json(document)
    return Bundle(Credential(text), NOW, {copy.url: copy for copy in copies}, {}).text


def forged_by_chen(issuer=DID_WEB, **members):
    return signed(badge(issuer=issuer, **members), by=CHEN, method=f"{DID_WEB}#key-1")


class TestAKeyDocumentPlantedInABundle:
    BUNDLE = bundle_of(forged_by_chen(), copy_of(DID_URL, did_document(CHEN)))

    def test_it_does_not_make_a_foreign_issuer_of_its_maker(self):
        report = examine_bundle(self.BUNDLE, at=NOW)
        assert report.verdict is Verdict.UNDETERMINED
        assert codes_of(report) == {"issuer.key-handed-over"}
        assert "which is not proven" in report.answers[1].sentence

    def test_nor_does_a_report_through_the_front_door_say_so(self):
        report = examine(self.BUNDLE, resolver=Offline(), at=NOW)
        assert report.verdict is Verdict.UNDETERMINED

    def test_accepting_fragment_keys_does_not_accept_it(self):
        report = examine_bundle(self.BUNDLE, at=NOW, policy=Policy(fragment_keys=True))
        assert report.verdict is Verdict.UNDETERMINED

    def test_with_a_network_the_issuer_itself_is_asked(self):
        web = SimulatedWeb({DID_URL: did_document(UNI)})
        report = examine(self.BUNDLE, resolver=web, at=NOW)
        assert report.verdict is Verdict.INVALID
        assert codes_of(report) == {"proof.signature-mismatch"}

    def test_an_honest_bundle_is_valid_where_the_issuer_can_be_asked(self):
        document = signed(badge(issuer=DID_WEB), method=f"{DID_WEB}#key-1")
        web = SimulatedWeb({DID_URL: did_document(UNI)})
        bundle = make_bundle(Credential(compact_json(document)), resolver=web, at=NOW)
        assert examine(bundle.text, resolver=web, at=NOW).verdict is Verdict.VALID
        assert examine(bundle.text, resolver=Offline(), at=NOW).verdict is Verdict.UNDETERMINED

    @pytest.mark.parametrize("form", ["multikey", "thumbprint"])
    def test_a_verifier_who_knows_the_key_needs_no_network(self, form):
        document = signed(badge(issuer=DID_WEB), method=f"{DID_WEB}#key-1")
        honest = bundle_of(document, copy_of(DID_URL, did_document(UNI)))
        known = Policy(known_keys={DID_WEB: [getattr(UNI.public, form)]})
        assert examine_bundle(honest, at=NOW, policy=known).verdict is Verdict.VALID
        assert examine_bundle(self.BUNDLE, at=NOW, policy=known).verdict is Verdict.UNDETERMINED

    def test_a_key_named_like_a_known_one_is_not_that_one(self):
        known = UNI.public.multikey
        forged = signed(badge(issuer=DID_WEB), by=CHEN, method=f"{DID_WEB}#{known}")
        planted = bundle_of(forged, copy_of(DID_URL, did_document(CHEN, name=known)))
        policy = Policy(known_keys={DID_WEB: [known]})
        assert examine_bundle(planted, at=NOW, policy=policy).verdict is Verdict.UNDETERMINED

    def test_it_counts_only_for_who_accepts_that_by_name(self):
        report = examine_bundle(self.BUNDLE, at=NOW, policy=Policy(handed_over=True))
        assert report.verdict is Verdict.VALID

    def test_an_issuer_that_is_its_own_key_needs_no_document(self):
        assert examine_bundle(bundle_of(signed(badge())), at=NOW).verdict is Verdict.VALID

    def test_a_token_is_told_the_same_way(self):
        token = sign_credential(badge(issuer=DID_WEB), signer=CHEN, kid=f"{DID_WEB}#key-1")
        planted = bundle_of(token, copy_of(DID_URL, did_document(CHEN)))
        assert codes_of(examine_bundle(planted, at=NOW)) == {"issuer.key-handed-over"}

    def test_a_key_on_its_own_is_not_made_its_controllers_by_the_real_list(self):
        """The controller lists the key by its address; what stands there is planted."""
        key_url, controller = "https://uni.example/keys/1", "https://uni.example/issuer"
        listing = {"id": controller, "assertionMethod": [key_url]}
        key = {
            "id": key_url,
            "type": "Multikey",
            "controller": controller,
            "publicKeyMultibase": CHEN.public.multikey,
        }
        forged = signed(badge(issuer=controller), by=CHEN, method=key_url)
        web = WithCopies(SimulatedWeb({controller: listing}), {key_url: copy_of(key_url, key)})
        assert codes_of(judged(forged, resolver=web)) == {"issuer.key-handed-over"}


class TestAStatusListPlantedInABundle:
    ISSUER = UNI.public.did_key

    def credential(self):
        entry = status_entry(LIST_URL, index=7, purpose="revocation")
        return signed(badge(credentialStatus=entry))

    def list_of(self, *, revoked, start):
        return status_credential(
            LIST_URL,
            issuer=self.ISSUER,
            purpose="revocation",
            encoded_list=build_list([StatusRow(7)] if revoked else []),
            window=Window(start),
        )

    def test_an_old_list_is_not_told_as_younger_than_it_is(self):
        before = NOW - timedelta(days=20)
        old = signed(self.list_of(revoked=False, start=before))
        report = examine_bundle(bundle_of(self.credential(), copy_of(LIST_URL, old)), at=NOW)
        assert (report.verdict, report.status_as_of) == (Verdict.VALID, before)

    @pytest.mark.parametrize("form", ["token", "envelope"])
    def test_nor_is_one_that_is_a_token(self, form):
        before = NOW - timedelta(days=20)
        token = sign_credential(
            self.list_of(revoked=False, start=before), signer=UNI, kid=method_of(UNI)
        )
        body = token.encode() if form == "token" else compact_json(envelope(token)).encode()
        planted = bundle_of(self.credential(), copy_of(LIST_URL, body))
        assert examine_bundle(planted, at=NOW).status_as_of == before

    def test_one_that_does_not_say_of_when_it_is_says_nothing(self):
        undated = self.list_of(revoked=False, start=NOW)
        del undated["validFrom"]
        planted = bundle_of(self.credential(), copy_of(LIST_URL, signed(undated)))
        assert codes_of(examine_bundle(planted, at=NOW)) == {"status.list-stale"}

    def test_one_by_somebody_else_says_nothing(self):
        forged = signed(self.list_of(revoked=False, start=NOW), by=CHEN)
        planted = bundle_of(self.credential(), copy_of(LIST_URL, forged))
        assert codes_of(examine_bundle(planted, at=NOW)) == {"status.list-not-verified"}

    def test_with_a_network_an_old_bundle_does_not_hide_a_revocation(self):
        old = signed(self.list_of(revoked=False, start=NOW - timedelta(days=20)))
        web = SimulatedWeb({LIST_URL: signed(self.list_of(revoked=True, start=NOW))}, at=NOW)
        planted = bundle_of(self.credential(), copy_of(LIST_URL, old))
        assert codes_of(examine(planted, resolver=web, at=NOW)) == {"status.revoked"}
        assert examine(planted, resolver=Offline(), at=NOW).verdict is Verdict.VALID

    def test_an_unsigned_list_says_nothing(self):
        url = "https://uni.example/revocations.json"
        entry = {"id": url, "type": "1EdTechRevocationList"}
        planted = bundle_of(
            signed(badge(credentialStatus=entry)),
            copy_of(url, {"id": url, "issuer": self.ISSUER, "revokedCredential": []}),
        )
        report = examine_bundle(planted, at=NOW)
        assert report.verdict is Verdict.UNDETERMINED
        assert codes_of(report) == {"fetch.handed-over"}


class TestOtherPlantedDocuments:
    def test_a_schema_that_allows_everything(self):
        url = "https://uni.example/schema.json"
        named = badge(credentialSchema=[{"id": url, "type": "JsonSchema"}])
        web = WithCopies(Offline(), {url: copy_of(url, {})})
        report = judged(signed(named), resolver=web)
        assert report.outcome_of("schemas") is Outcome.UNDETERMINED

    def test_the_published_copy_of_a_hosted_badge(self):
        address = "https://uni.example/assertions/1"
        assertion = {
            "@context": "https://w3id.org/openbadges/v2",
            "id": address,
            "type": "Assertion",
            "recipient": {"type": "email", "identity": "ada@uni.example", "hashed": False},
            "badge": "https://uni.example/badges/1",
            "verification": {"type": "HostedBadge"},
            "issuedOn": "2026-05-01T00:00:00Z",
        }
        web = WithCopies(Offline(), {address: copy_of(address, assertion)})
        report = examine_openbadges2(compact_json(assertion), resolver=web, at=NOW)
        assert report.verdict is Verdict.UNDETERMINED
        assert "fetch.handed-over" in codes_of(report)

    def test_the_key_document_of_a_holder(self):
        asked = Asked(challenge="8f2c", domain="https://employer.example")
        presentation = sign_presentation(
            build_presentation([signed(badge())], holder=DID_WEB),
            signer=CHEN,
            options=ProofOptions(
                cryptosuite="eddsa-rdfc-2022", verification_method=f"{DID_WEB}#key-1", created=NOW
            ),
            asked=asked,
        )
        document = did_document(CHEN) | {"authentication": [f"{DID_WEB}#key-1"]}
        web = WithCopies(Offline(), {DID_URL: copy_of(DID_URL, document)})
        report = examine_presentation(
            parse_object(compact_json(presentation)),
            asked=asked,
            resolver=web,
            at=NOW,
            examine=judged,
        )
        assert report.outcome_of("holder") is Outcome.UNDETERMINED
        assert report.verdict is Verdict.UNDETERMINED
