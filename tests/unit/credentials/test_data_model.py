"""The shape of credentials and presentations: W3C's rules and 1EdTech's, each by its sentence."""

from __future__ import annotations

import json

import pytest

from testamur.credentials.data_model import check_presentation_shape, check_shape
from testamur.problems import Problem
from tests import spoiled_documents as documents
from tests.conftest import shared

DELETE = object()


def changed(document, **members):
    """The document with top-level members set, or deleted."""
    merged = {**document, **members}
    return {name: value for name, value in merged.items() if value is not DELETE}


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.pointer) for problem in problems]


RESOURCE = {"id": "https://uni.example/r.json", "digestSRI": "sha256-abc"}

W3C_SOUND = {
    "a credential without an id": {},
    "an id that is a URN": {"id": "urn:uuid:0b1d0b9e-6f0c-4f6c-9d0c-3c1f6f1c7a01"},
    "a later context that is an object": {
        "@context": [documents.V2, {"Term": "https://x.example#T"}]
    },
    "a single type": {"type": "VerifiableCredential"},
    "an additional type": {"type": ["VerifiableCredential", "AlumniCredential"]},
    "a name in a language": {"name": {"@value": "Preuve", "@language": "fr"}},
    "a name with a direction": {"name": {"@value": "x", "@language": "ar", "@direction": "rtl"}},
    "a name in several languages": {
        "name": [{"@value": "a", "@language": "en"}, {"@value": "b", "@language": "fr"}]
    },
    "a description as text": {"description": "words"},
    "an issuer that is an object": {"issuer": {"id": "did:example:uni", "name": "Uni"}},
    "several subjects": {"credentialSubject": [{"id": "did:example:a"}, {"name": "b"}]},
    "milliseconds": {"validFrom": "2023-02-25T19:10:39.123Z"},
    "an offset": {"validFrom": "2023-02-25T19:10:39-06:00"},
    "the same start and end": {
        "validFrom": "2023-01-01T01:00:00+01:00",
        "validUntil": "2023-01-01T00:00:00Z",
    },
    "a status without an id": {"credentialStatus": {"type": "https://x.example#Status"}},
    "several statuses": {"credentialStatus": [{"type": "A"}, {"type": "B"}]},
    "several schemas": {
        "credentialSchema": [
            {"id": "did:example:schemas/1", "type": "https://x.example#S"},
            {"id": "did:example:schemas/2", "type": "https://x.example#S"},
        ]
    },
    "a refresh service": {"refreshService": {"id": "did:example:r", "type": "https://x.example#R"}},
    "terms of use without an id": {"termsOfUse": [{"type": "OdrlPolicy2017"}]},
    "evidence": {"evidence": [{"type": "DocumentVerification2018"}]},
    "a related resource": {"relatedResource": [{**RESOURCE, "mediaType": "application/json"}]},
    "a related resource with the other digest": {
        "relatedResource": {"id": "https://uni.example/r", "digestMultibase": "uEiA"}
    },
    "members of other contexts": {"alumniOf": {"anything": [1, None, True]}},
}


@pytest.mark.parametrize("members", W3C_SOUND.values(), ids=W3C_SOUND)
def test_it_accepts(members):
    assert check_shape(changed(documents.plain_credential(), **members)) == []


MISSING, FORM, VALUE = "document.missing-member", "document.wrong-form", "document.wrong-value"
CONTEXT, TYPE, URL = "document.wrong-context", "document.wrong-type", "document.not-a-url"

W3C_REFUSED = {
    "no context": ({"@context": DELETE}, CONTEXT, "/@context"),
    "a context that is one text": ({"@context": documents.V2}, CONTEXT, "/@context"),
    "no context in the list": ({"@context": []}, CONTEXT, "/@context"),
    "another context first": (
        {"@context": ["https://www.w3.org/ns/credentials/examples/v2", documents.V2]},
        CONTEXT,
        "/@context/0",
    ),
    "a context that is a number": ({"@context": [documents.V2, 123192875]}, CONTEXT, "/@context/1"),
    "a context that is no URL": (
        {"@context": [documents.V2, "https ://not-a-url/contexts/example/v1"]},
        CONTEXT,
        "/@context/1",
    ),
    "an id that is no URL": ({"id": "https ://not-a-url/vcs/1"}, URL, "/id"),
    "an id that is a word": ({"id": "credential"}, URL, "/id"),
    "several ids": ({"id": ["urn:a:1", "urn:a:2"]}, FORM, "/id"),
    "an id that is null": ({"id": None}, FORM, "/id"),
    "no type": ({"type": DELETE}, MISSING, "/type"),
    "a type without VerifiableCredential": ({"type": ["AlumniCredential"]}, TYPE, "/type"),
    "another single type": ({"type": "AlumniCredential"}, TYPE, "/type"),
    "a type that is an object": ({"type": ["VerifiableCredential", {}]}, FORM, "/type/1"),
    "a name that is a number": ({"name": 3}, FORM, "/name"),
    "a name with another member": (
        {"name": {"@value": "x", "@language": "en", "url": "did:example:u"}},
        "document.unexpected-member",
        "/name/url",
    ),
    "a name without its value": ({"name": {"@language": "en"}}, MISSING, "/name/@value"),
    "a description with another member": (
        {"description": {"@value": "x", "lang": "en"}},
        "document.unexpected-member",
        "/description/lang",
    ),
    "no issuer": ({"issuer": DELETE}, MISSING, "/issuer"),
    "an issuer that is null": ({"issuer": None}, FORM, "/issuer"),
    "an issuer that is no URL": ({"issuer": "fake-issuer"}, URL, "/issuer"),
    "several issuers": ({"issuer": ["did:example:a", "did:example:b"]}, FORM, "/issuer"),
    "an issuer without an id": ({"issuer": {"name": "Uni"}}, MISSING, "/issuer/id"),
    "an issuer whose id is null": ({"issuer": {"id": None}}, FORM, "/issuer/id"),
    "an issuer whose id is no URL": ({"issuer": {"id": "fake-issuer"}}, URL, "/issuer/id"),
    "an issuer name with another member": (
        {"issuer": {"id": "did:example:uni", "name": {"@value": "x", "en": "y"}}},
        "document.unexpected-member",
        "/issuer/name/en",
    ),
    "no subject": ({"credentialSubject": DELETE}, MISSING, "/credentialSubject"),
    "a subject without claims": ({"credentialSubject": {}}, FORM, "/credentialSubject"),
    "no subject in the list": ({"credentialSubject": []}, FORM, "/credentialSubject"),
    "one of several subjects without claims": (
        {"credentialSubject": [{"id": "did:example:a"}, {}]},
        FORM,
        "/credentialSubject/1",
    ),
    "a subject that is a text": (
        {"credentialSubject": "did:example:a"},
        FORM,
        "/credentialSubject",
    ),
    "a subject with several ids": (
        {"credentialSubject": {"id": ["did:example:a", "did:example:b"]}},
        FORM,
        "/credentialSubject/id",
    ),
    "a start that is no moment": ({"validFrom": "yesterday"}, "time.malformed", "/validFrom"),
    "a start without a zone": (
        {"validFrom": "2023-01-01T00:00:00"},
        "time.malformed",
        "/validFrom",
    ),
    "an end that is a number": ({"validUntil": 1700000000}, FORM, "/validUntil"),
    "an end before the start": (
        {"validFrom": "2024-01-01T00:00:00Z", "validUntil": "2023-01-01T00:00:00Z"},
        "document.ends-before-start",
        "/validUntil",
    ),
    "a status without a type": (
        {"credentialStatus": {"id": "did:example:s"}},
        MISSING,
        "/credentialStatus/type",
    ),
    "a status whose type is a number": (
        {"credentialStatus": {"id": "did:example:s", "type": 2}},
        FORM,
        "/credentialStatus/type",
    ),
    "a status whose id is no URL": (
        {"credentialStatus": {"id": "not a url", "type": "S"}},
        URL,
        "/credentialStatus/id",
    ),
    "a status with several ids": (
        {"credentialStatus": {"id": ["did:example:1", "did:example:2"], "type": "S"}},
        FORM,
        "/credentialStatus/id",
    ),
    "a schema without a type": (
        {"credentialSchema": {"id": "did:example:s"}},
        MISSING,
        "/credentialSchema/type",
    ),
    "a schema without an id": (
        {"credentialSchema": {"type": "S"}},
        MISSING,
        "/credentialSchema/id",
    ),
    "a schema whose id is a number": (
        {"credentialSchema": [{"id": 1, "type": "S"}]},
        FORM,
        "/credentialSchema/0/id",
    ),
    "a refresh service without a type": (
        {"refreshService": {"id": "did:example:r"}},
        MISSING,
        "/refreshService/type",
    ),
    "terms of use without a type": (
        {"termsOfUse": [{"id": "did:example:t"}]},
        MISSING,
        "/termsOfUse/0/type",
    ),
    "evidence without a type": ({"evidence": [{}]}, MISSING, "/evidence/0/type"),
    "evidence that is a text": ({"evidence": "seen"}, FORM, "/evidence"),
    "a proof without a type": ({"proof": {"proofValue": "z"}}, MISSING, "/proof/type"),
    "related resources that are texts": (
        {"relatedResource": ["https://uni.example/r.json"]},
        FORM,
        "/relatedResource/0",
    ),
    "a related resource without an id": (
        {"relatedResource": [{"digestSRI": "sha256-abc"}]},
        MISSING,
        "/relatedResource/0/id",
    ),
    "a related resource without a digest": (
        {"relatedResource": [{"id": "https://uni.example/r.json"}]},
        MISSING,
        "/relatedResource/0/digestSRI",
    ),
    "a related resource listed twice": (
        {"relatedResource": [RESOURCE, {**RESOURCE, "digestMultibase": "uEiA"}]},
        "document.repeated-id",
        "/relatedResource/1/id",
    ),
}


@pytest.mark.parametrize(("members", "code", "pointer"), W3C_REFUSED.values(), ids=W3C_REFUSED)
def test_it_refuses(members, code, pointer):
    problems = check_shape(changed(documents.plain_credential(), **members))
    assert told(problems) == [(code, pointer)]
    assert problems[0].detail
    assert problems[0].spec.startswith("VC-DM 2.0 §")


FIRST_VERSION = {
    "no date of issue": ({"issuanceDate": DELETE}, MISSING, "/issuanceDate"),
    "a status without an id": (
        {"credentialStatus": {"type": "StatusList2021Entry"}},
        MISSING,
        "/credentialStatus/id",
    ),
    "a refresh service without an id": (
        {"refreshService": {"type": "R"}},
        MISSING,
        "/refreshService/id",
    ),
    "a date of expiry that is no moment": (
        {"expirationDate": "2030"},
        "time.malformed",
        "/expirationDate",
    ),
}


@pytest.mark.parametrize(("members", "code", "pointer"), FIRST_VERSION.values(), ids=FIRST_VERSION)
def test_under_data_model_1_1_it_refuses(members, code, pointer):
    document = {
        **documents.plain_credential(),
        "@context": [documents.V1],
        "issuanceDate": "2020-01-01T00:00:00Z",
    }
    assert check_shape(document) == []
    problems = check_shape(changed(document, **members))
    assert (code, pointer) in told(problems)
    assert all(problem.spec.startswith("VC-DM 1.1 §") for problem in problems)


def test_a_credential_of_the_first_version_may_have_any_name():
    document = {
        **documents.plain_credential(),
        "@context": [documents.V1],
        "issuanceDate": "2020-01-01T00:00:00Z",
        "name": {"en": "x"},
    }
    assert check_shape(document) == []


INSPECTOR_REFUSED = {
    "simple-err-context.json": (CONTEXT, "/@context/0"),
    "simple-err-credential-subject-type.json": (TYPE, "/credentialSubject/type"),
    "simple-err-credential-subject-identifier-type.json": (
        TYPE,
        "/credentialSubject/identifier/0/type",
    ),
    "simple-err-credential-subject-result-type.json": (TYPE, "/credentialSubject/result/1/type"),
    "simple-err-evidence-type.json": (TYPE, "/evidence/1/type"),
    "simple-err-issuer-parentorg-type.json": (TYPE, "/issuer/parentOrg/type"),
}


@pytest.mark.parametrize(("name", "cause"), INSPECTOR_REFUSED.items())
def test_the_official_validators_shape_errors_are_told_by_name(name, cause):
    path = shared("vectors/1edtech-inspector/ob30", name)
    assert cause in told(check_shape(json.loads(path.read_text())))


INSPECTOR_SOUND = [
    "ob30/simple.json",
    "ob30/simple_v1.json",
    "ob30/simple-context-alias.json",
    "ob30/simple-context-version.json",
    "ob30/endorsement-valid.json",
    "ob30/complete.json",
    "ob30/sd/derivedcredential.json",
    "ob30/bit-string-list/credential-status-revoked.json",
    "ob30/bit-string-list/credential-status-revoked-blank-nodes.json",
    "ob30/simple-err-proof-method.json",
    "ob30/simple-err-proof-value.json",
    "clr20/simple.json",
]


@pytest.mark.parametrize("name", INSPECTOR_SOUND)
def test_what_the_official_validator_finds_well_formed_is_well_formed(name):
    path = shared("vectors/1edtech-inspector", name)
    assert check_shape(json.loads(path.read_text())) == []


def test_the_award_that_uses_every_class_is_well_formed():
    assert check_shape(documents.achievement_credential()) == []
    assert check_shape(documents.achievement_credential_v1()) == []
    assert check_shape(documents.clr_credential()) == []


def test_w3c_vectors_are_well_formed():
    found = [
        path
        for suite in ("vc-di-eddsa", "vc-di-ecdsa")
        for path in shared("vectors", suite).glob("TestVectors/**/signed*.json")
    ]
    assert len(found) > 10
    for path in found:
        assert check_shape(json.loads(path.read_text())) == [], path.name


def test_every_fault_is_told_once():
    document = {"@context": [documents.V2], "type": ["VerifiableCredential", "OpenBadgeCredential"]}
    problems = check_shape(document)
    assert len(set(told(problems))) == len(problems)
    assert {pointer for _, pointer in told(problems)} == {
        "/@context",
        "/id",
        "/issuer",
        "/validFrom",
        "/credentialSubject",
    }


@pytest.mark.parametrize("value", [None, 3, "x", [], [[]], {"a": {}}])
def test_nothing_that_json_can_say_is_a_crash(value):
    document = documents.achievement_credential()
    for path in documents.places(document):
        holder = documents.at(document, path[:-1])
        kept, holder[path[-1]] = holder[path[-1]], value
        check_shape(document)
        check_presentation_shape(document)
        holder[path[-1]] = kept


# presentations ------------------------------------------------------------------------------------


def presentation(**members):
    return changed(
        {
            "@context": [documents.V2],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": [documents.plain_credential()],
        },
        **members,
    )


ENVELOPED = {
    "@context": [documents.V2],
    "type": "EnvelopedVerifiableCredential",
    "id": "data:application/vc+jwt,eyJ.e30.c2ln",
}

PRESENTATIONS = {
    "one with a credential": {},
    "one with none": {"verifiableCredential": DELETE},
    "one with a single credential": {"verifiableCredential": documents.plain_credential()},
    "one with an enveloped credential": {"verifiableCredential": [ENVELOPED]},
    "one with a holder": {"holder": "did:example:ada"},
    "one with a holder object": {"holder": {"id": "did:example:ada"}},
    "one with an id": {"id": "urn:uuid:0b1d0b9e-6f0c-4f6c-9d0c-3c1f6f1c7a01"},
    "one of the first version with a token": {
        "@context": [documents.V1],
        "verifiableCredential": ["eyJ.e30.c2ln"],
    },
}


@pytest.mark.parametrize("members", PRESENTATIONS.values(), ids=PRESENTATIONS)
def test_it_accepts_a_presentation(members):
    assert check_presentation_shape(presentation(**members)) == []


PRESENTATIONS_REFUSED = {
    "no type": ({"type": DELETE}, MISSING, "/type"),
    "another type": ({"type": ["Presentation"]}, TYPE, "/type"),
    "another context first": ({"@context": ["https://x.example"]}, CONTEXT, "/@context/0"),
    "a credential that is a text": (
        {"verifiableCredential": ["eyJ.e30.c2ln"]},
        FORM,
        "/verifiableCredential/0",
    ),
    "a credential without contexts": (
        {"verifiableCredential": [{"type": "VerifiableCredential"}]},
        CONTEXT,
        "/verifiableCredential/0/@context",
    ),
    "an envelope without its data": (
        {"verifiableCredential": [changed(ENVELOPED, id="eyJ.e30.c2ln")]},
        VALUE,
        "/verifiableCredential/0/id",
    ),
    "a holder that is no URL": ({"holder": "ada"}, URL, "/holder"),
    "a holder without an id": ({"holder": {"name": "Ada"}}, MISSING, "/holder/id"),
    "an id that is no URL": ({"id": "presentation"}, URL, "/id"),
}


@pytest.mark.parametrize(
    ("members", "code", "pointer"), PRESENTATIONS_REFUSED.values(), ids=PRESENTATIONS_REFUSED
)
def test_it_refuses_a_presentation(members, code, pointer):
    assert (code, pointer) in told(check_presentation_shape(presentation(**members)))
