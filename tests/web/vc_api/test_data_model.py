"""What the W3C suite for VC-DM 2.0 expects of an issuer and a verifier, sentence by sentence."""

from __future__ import annotations

import copy

import pytest

from tests.web.vc_api.conftest import (
    EXAMPLES,
    V2,
    Stranger,
    minimal,
    presentation,
)

INLINE = {"ExampleThing": "https://example.org/#ExampleThing"}
SCHEMA = "https://example.org/#ExampleSchema"
SERVICE = "https://example.org/#ExampleService"
BROKEN_URL = "https ://not-a-url/x"
HELLO = {"@value": "Hello", "@language": "en"}
RIGHT_TO_LEFT = {"@value": "שלום", "@language": "he", "@direction": "rtl"}
SRI = "sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU"
OTHER_SRI = "sha384-NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg"
BARE_DIGEST = "uWZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ"
MULTIHASH = "uEiBZlVztZpfWHgPyslVv6-UwirFoQoRvW1htfx963sknNA"
OTHER_DIGEST = "uJKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k"


def inline(**members):
    return minimal(**{"@context": [V2, INLINE]} | members)


ISSUED = {
    "a minimal credential": minimal(),
    "another published context": minimal(**{"@context": [V2, EXAMPLES]}),
    "a context of its own": inline(type=["VerifiableCredential", "ExampleThing"]),
    "a type that is a URL": minimal(type=["VerifiableCredential", "https://example.org/#Thing"]),
    "the type in the middle": minimal(
        type=["https://example.org/#A", "VerifiableCredential", "https://example.org/#B"]
    ),
    "the type last": minimal(type=["https://example.org/#A", "VerifiableCredential"]),
    "an id that is an URN": minimal(id="urn:uuid:c4b6ef6c-8b5d-4bd2-8b1f-7a6fd8c1e1ad"),
    "an issuer in an object": minimal(issuer={"id": "did:example:issuer"}),
    "an issuer with a name": minimal(issuer={"id": "did:example:issuer", "name": "Uni"}),
    "two subjects": minimal(credentialSubject=[{"id": "did:example:a"}, {"id": "did:example:b"}]),
    "a name": minimal(name="Hello"),
    "a name in a language": minimal(name=HELLO),
    "a name with a direction": minimal(name=RIGHT_TO_LEFT),
    "a name in two languages": minimal(name=[HELLO, {"@value": "Salut", "@language": "fr"}]),
    "a description in a language": minimal(description=HELLO),
    "an issuer's name in a language": minimal(issuer={"id": "did:example:i", "name": HELLO}),
    "an issuer's name with a direction": minimal(
        issuer={"id": "did:example:i", "name": RIGHT_TO_LEFT}
    ),
    "an issuer's description": minimal(issuer={"id": "did:example:i", "description": HELLO}),
    "a start with milliseconds": minimal(validFrom="2023-02-26T01:02:58.447Z"),
    "a start with an offset": minimal(validFrom="2023-02-25T19:10:39-06:00"),
    "a start in the future": minimal(validFrom="2999-01-01T00:00:00Z"),
    "an end in the past": minimal(validUntil="2023-02-26T01:21:29Z"),
    "a start and an end": minimal(
        validFrom="2023-02-26T01:21:23Z", validUntil="2023-02-25T19:21:29-06:00"
    ),
    "a status of an own type": inline(
        credentialStatus={"id": "did:example:status", "type": "ExampleThing"}
    ),
    "a status without id": inline(credentialStatus={"type": "ExampleThing"}),
    "a schema of an own type": minimal(
        credentialSchema={"id": "did:example:schemas/1", "type": SCHEMA}
    ),
    "two schemas": minimal(
        credentialSchema=[
            {"id": "did:example:schemas/1", "type": SCHEMA},
            {"id": "did:example:schemas/2", "type": SCHEMA},
        ]
    ),
    "a refresh service": minimal(refreshService={"id": "did:example:r/1", "type": SERVICE}),
    "two refresh services": minimal(
        refreshService=[
            {"id": "did:example:r/1", "type": SERVICE},
            {"id": "did:example:r/2", "type": SERVICE},
        ]
    ),
    "a refresh service of an own type": inline(
        refreshService={"id": "did:example:r/1", "type": "ExampleThing"}
    ),
    "terms of use": inline(termsOfUse={"type": "ExampleThing"}),
    "terms of use with an id": inline(termsOfUse={"type": "ExampleThing", "id": "did:example:t"}),
    "two terms of use alike": inline(termsOfUse=[{"type": "ExampleThing"}] * 2),
    "evidence": inline(evidence={"type": "ExampleThing"}),
    "a way of rendering": inline(renderMethod={"type": "ExampleThing"}),
    "two pieces of evidence alike": inline(evidence=[{"type": "ExampleThing"}] * 2),
    "a resource and its SRI digest": minimal(relatedResource={"id": V2, "digestSRI": SRI}),
    "a resource and its bare digest": minimal(
        relatedResource={"id": V2, "digestMultibase": BARE_DIGEST}
    ),
    "a resource and its multihash": minimal(
        relatedResource={"id": V2, "digestMultibase": MULTIHASH}
    ),
    "a resource and its media type": minimal(
        relatedResource=[{"id": V2, "mediaType": "application/ld+json", "digestSRI": SRI}]
    ),
}

REFUSED = {
    "no context": minimal(**{"@context": None}),
    "no base context": minimal(**{"@context": [EXAMPLES]}),
    "the base context last": minimal(**{"@context": [EXAMPLES, V2]}),
    "a context that is no URL": minimal(**{"@context": [V2, BROKEN_URL]}),
    "a context that is a number": minimal(**{"@context": [V2, 123192875]}),
    "a context nobody published": minimal(**{"@context": [V2, "https://example.com"]}),
    "a term redefined": minimal(
        **{"@context": [V2, {"VerifiableCredential": "https://example.org/#Bad"}]}
    ),
    "an own protected term redefined": minimal(
        **{
            "@context": [V2, {"@protected": True} | INLINE, {"ExampleThing": "https://x.example"}],
            "type": ["VerifiableCredential", "ExampleThing"],
        }
    ),
    "an id that is null": minimal() | {"id": None},
    "two ids": minimal(id=["urn:uuid:a", "urn:uuid:b"]),
    "an id that is no URL": minimal(id=BROKEN_URL),
    "a subject with two ids": minimal(credentialSubject={"id": ["did:example:a", "did:example:b"]}),
    "no type": minimal(type=None),
    "another type": minimal(type=["https://example.org/#Thing"]),
    "a type mapped to no URL": minimal(
        **{
            "@context": [V2, {"ExampleThing": BROKEN_URL}],
            "type": ["VerifiableCredential", "ExampleThing"],
        }
    ),
    "a type mapped to nothing": minimal(
        **{"@context": [V2, {"@vocab": None}], "type": ["VerifiableCredential", "ExampleThing"]}
    ),
    "no issuer": minimal(issuer=None),
    "an issuer that is null": minimal() | {"issuer": None},
    "an issuer that is no URL": minimal(issuer="fake-issuer"),
    "an issuer without an id": minimal(issuer={"name": "Uni"}),
    "an issuer whose id is null": minimal(issuer={"id": None}),
    "an issuer whose id is no URL": minimal(issuer={"id": BROKEN_URL}),
    "no subject": minimal(credentialSubject=None),
    "a subject of whom nothing is said": minimal(credentialSubject={}),
    "one subject of whom nothing is said": minimal(credentialSubject=[{"id": "did:example:a"}, {}]),
    "a name with a member too many": minimal(name=HELLO | {"url": "did:example:x"}),
    "a description with a member too many": minimal(description=HELLO | {"url": "did:example:x"}),
    "an issuer's name with a member too many": minimal(
        issuer={"id": "did:example:i", "name": HELLO | {"url": "did:example:x"}}
    ),
    "an issuer's description with a member too many": minimal(
        issuer={"id": "did:example:i", "description": HELLO | {"url": "did:example:x"}}
    ),
    "a start in words": minimal(validFrom="Sat 25 Feb 2023 07:16:31 PM CST"),
    "an end in words": minimal(validUntil="Sat 25 Feb 2023 07:16:31 PM CST"),
    "an end before the start": minimal(
        validFrom="2027-01-01T00:00:00Z", validUntil="2026-01-01T00:00:00Z"
    ),
    "a status without a type": inline(credentialStatus={"id": "did:example:status"}),
    "a status whose type is a number": inline(
        credentialStatus={"id": "did:example:status", "type": 2}
    ),
    "a status with two ids": inline(
        credentialStatus={"id": ["did:example:a", "did:example:b"], "type": "ExampleThing"}
    ),
    "a status whose id is no URL": inline(
        credentialStatus={"id": BROKEN_URL, "type": "ExampleThing"}
    ),
    "a status entry that is none": minimal(
        credentialStatus={
            "type": "BitstringStatusListEntry",
            "statusListIndex": True,
            "statusListCredential": "https://example.com",
        }
    ),
    "a member nobody defines": minimal(statusEntry={"type": "BitstringStatusListEntry"}),
    "a schema without a type": minimal(credentialSchema={"id": "did:example:schemas/1"}),
    "a schema without an id": minimal(credentialSchema={"type": SCHEMA}),
    "a schema whose id is no URL": minimal(credentialSchema={"id": BROKEN_URL, "type": SCHEMA}),
    "a refresh service without a type": minimal(refreshService={"id": "did:example:r/1"}),
    "terms of use without a type": inline(termsOfUse={"id": "did:example:t"}),
    "evidence without a type": inline(evidence={"id": "did:example:e"}),
    "a way of rendering without a type": minimal(renderMethod={"id": "did:example:r"}),
    "a way of being sure without a type": minimal(confidenceMethod={"id": "did:example:c"}),
    "a resource that is a text": minimal(relatedResource=[V2]),
    "a resource without an id": minimal(relatedResource=[{"digestMultibase": BARE_DIGEST}]),
    "a resource twice": minimal(
        relatedResource=[
            {"id": V2, "digestSRI": SRI},
            {"id": V2, "digestMultibase": BARE_DIGEST},
        ]
    ),
    "a resource without a digest": minimal(relatedResource=[{"id": V2}]),
    "a resource with another SRI digest": minimal(
        relatedResource=[{"id": V2, "digestSRI": OTHER_SRI}]
    ),
    "a resource with another digest": minimal(
        relatedResource=[{"id": V2, "digestMultibase": OTHER_DIGEST}]
    ),
}


@pytest.mark.parametrize("under", ["", "/vc-jwt/p-256"], ids=["proof", "token"])
@pytest.mark.parametrize("sentence", ISSUED)
def test_it_issues_and_the_proof_holds(api, sentence, under):
    issued = api.issued(copy.deepcopy(ISSUED[sentence]), under=under)
    answer = api.verify(issued)
    assert (answer.status, answer.body["errors"]) == (200, [])
    assert answer.body["verified"] is True


@pytest.mark.parametrize("under", ["", "/eddsa-jcs-2022", "/vc-jwt/p-256"])
@pytest.mark.parametrize("sentence", REFUSED)
def test_it_refuses_to_issue(api, sentence, under):
    answer = api.issue(copy.deepcopy(REFUSED[sentence]), under=under)
    assert answer.status == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.codes


def test_what_is_issued_keeps_its_contexts_in_their_order(api):
    issued = api.issued(minimal(**{"@context": [V2, EXAMPLES]}))
    assert issued["@context"] == [V2, EXAMPLES]


def test_it_refuses_a_credential_without_a_proof(api):
    assert api.verify(minimal()).status == 400


def test_it_refuses_what_is_no_credential_and_no_presentation(api):
    assert api.verify({"type": ["NonconformingDocument"]}).status == 400
    assert api.verify_presentation({"type": ["NonconformingDocument"]}).status == 400


PRESENTED = {
    "nothing": presentation(),
    "an empty list": presentation(verifiableCredential=[]),
    "an id": presentation(id="urn:uuid:9c9a36f8-518f-4976-a934-6649502d0008"),
    "a type of its own": presentation(
        **{"@context": [V2, INLINE], "type": ["VerifiablePresentation", "ExampleThing"]}
    ),
    "another published context": presentation(minimal(), **{"@context": [V2, EXAMPLES]}),
    "a credential": presentation(minimal()),
    "a credential with a context of its own": presentation(
        inline(type=["VerifiableCredential", "ExampleThing"])
    ),
    "two credentials": presentation(
        minimal(validFrom="2023-02-27T05:15:42Z"),
        minimal(validFrom="2023-02-27T05:15:57Z", credentialSubject={"id": "did:example:other"}),
    ),
}


@pytest.mark.parametrize("sentence", PRESENTED)
def test_it_verifies_a_presentation_of(api, stranger, sentence):
    answer = api.verify_presentation(stranger.present(copy.deepcopy(PRESENTED[sentence])))
    assert (answer.status, answer.body["errors"]) == (200, [])


@pytest.mark.parametrize("as_object", [False, True])
def test_it_verifies_a_presentation_that_names_its_holder(api, stranger, as_object):
    holder = {"id": stranger.did} if as_object else stranger.did
    answer = api.verify_presentation(stranger.present(presentation(minimal(), holder=holder)))
    assert answer.status == 200


@pytest.mark.parametrize("holder", [{"name": "nobody"}, "nobody", "did:example:acme"])
def test_it_refuses_a_presentation_of_another_holder(api, stranger, holder):
    signed = stranger.present(presentation(minimal())) | {"holder": holder}
    assert api.verify_presentation(signed).status == 400


def changed(document, **members):
    stated = document | members
    return {name: value for name, value in stated.items() if value is not None}


@pytest.mark.parametrize(
    "change",
    [
        {"@context": None},
        {"@context": [EXAMPLES, V2]},
        {"@context": [EXAMPLES]},
        {"@context": [V2, "https://example.com"]},
        {"@context": [V2, BROKEN_URL]},
        {"@context": [V2, 123192875]},
        {"type": None},
        {"type": ["https://example.org/#Thing"]},
        {"verifiableCredential": ["did:example:credential"]},
        {"verifiableCredential": [{"@context": [V2], "issuer": "did:example:a"}]},
        {"proof": None},
    ],
    ids=str,
)
def test_it_refuses_a_presentation_changed_to(api, stranger, change):
    signed = stranger.present(presentation(minimal()))
    assert api.verify_presentation(changed(signed, **change)).status == 400


def test_it_refuses_a_presentation_whose_proof_is_another(api, stranger):
    signed = stranger.present(presentation())
    signed["proof"]["proofValue"] = "z5nmMBw2u9TGKd9NxxHJtyZKgjN2Eh"
    assert api.verify_presentation(signed).status == 400


@pytest.mark.parametrize(
    ("holder_is_stated", "is_issued_by_holder", "status"),
    [(False, True, 400), (True, True, 200), (True, False, 400)],
)
def test_what_a_holder_says_of_themselves_counts_only_with_the_holder_named(
    api, holder_is_stated, is_issued_by_holder, status
):
    ada = Stranger.of()
    said = minimal(issuer=ada.did if is_issued_by_holder else "did:example:acme")
    stated = {"holder": ada.did} if holder_is_stated else {}
    signed = ada.sign(presentation(said, **stated), purpose="authentication")
    assert api.verify_presentation(signed).status == status
