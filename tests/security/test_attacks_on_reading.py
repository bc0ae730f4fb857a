"""Attempts to have two readers see two things in one text, or to stop the reader."""

from __future__ import annotations

import json

import pytest

from testamur.credentials.jose import sign_credential, sign_jwt
from testamur.credentials.resolution import Offline
from testamur.encoding import compact_json
from testamur.interop.intake import examine
from testamur.problems import Verdict
from tests.attackers import NOW, UNI, V2, badge, codes_of, method_of, signed


def read(source):
    return examine(source, resolver=Offline(), at=NOW)


class TestLongTexts:
    @pytest.mark.parametrize(
        "kind", ["VerifiablePresentation", "VerifiableCredential", "Assertion"]
    )
    def test_more_than_is_read_of_any_document_but_a_bundle(self, kind):
        for name in ("a" * 3_000_000, "ż" * 1_200_000):
            document = {"@context": [V2], "type": [kind], "name": name}
            assert codes_of(read(compact_json(document))) == {"json.too-large"}

    def test_a_megabyte_of_opening_brackets(self):
        for text in ("[" * 1_000_000, '{"a":' * 200_000, '{"a":[' * 300_000):
            assert read(text).verdict is Verdict.INVALID


class TestPresentationsOfNothing:
    @pytest.mark.parametrize("version", [V2, "https://www.w3.org/2018/credentials/v1"])
    @pytest.mark.parametrize("presented", [None, 7, True, "", [None], [[]], [7], {}, [{}], ["x"]])
    def test_what_is_no_credential_does_not_stop_the_judge(self, version, presented):
        document = {
            "@context": [version],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": presented,
        }
        assert read(compact_json(document)).verdict is Verdict.INVALID


class TestTwoDocumentsInOneToken:
    def payload(self):
        header, payload = {"kid": method_of(UNI), "typ": "JWT"}, {"vc": old_badge()}
        return header, payload

    @pytest.mark.parametrize("name", ["@context", "credentialSubject", "verifiableCredential"])
    def test_a_second_credential_beside_the_claim(self, name):
        header, payload = self.payload()
        assert read(sign_jwt(payload, signer=UNI, header=header)).verdict is Verdict.VALID
        payload[name] = {"id": "mailto:mallory@uni.example"}
        report = read(sign_jwt(payload, signer=UNI, header=header))
        assert codes_of(report) == {"jose.claim-mismatch"}

    def test_members_twice(self):
        token = sign_credential(badge(), signer=UNI, kid=method_of(UNI))
        assert read(token).verdict is Verdict.VALID
        text = compact_json(signed(badge(), suite="eddsa-jcs-2022"))
        doubled = text.replace('"name":"Python basics"', '"name":"X","name":"Python basics"', 1)
        assert codes_of(read(doubled)) == {"json.duplicate-key"}
        escaped = text.replace(
            '"name":"Python basics"', '"n\\u0061me":"X","name":"Python basics"', 1
        )
        assert codes_of(read(escaped)) == {"json.duplicate-key"}


def old_badge():
    """A badge of the old data model, as a token carries it."""
    document = badge()
    document["@context"][0] = "https://www.w3.org/2018/credentials/v1"
    document["issuanceDate"] = document.pop("validFrom")
    return json.loads(compact_json(document))
