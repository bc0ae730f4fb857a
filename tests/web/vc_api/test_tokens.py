"""Credentials and presentations carried as tokens, and what an envelope must be."""

from __future__ import annotations

import pytest

from tests.web.vc_api.conftest import EXAMPLES, V1, V2, Stranger, minimal, presentation

PATHS = ["/vc-jwt/ed25519", "/vc-jwt/p-256", "/vc-jwt/p-384"]
PATH = "/vc-jwt/p-256"


def token_of(envelope):
    return envelope["id"].partition(",")[2]


def holders(api, under=PATH, options=None, **members):
    """A presentation as the service makes it, of a credential it issued."""
    credential = api.issued(minimal(), under=under)
    body = {"presentation": presentation(credential, **members), "options": options or {}}
    answer = api.post(f"{under}/presentations", body)
    assert answer.status == 201, answer.body
    return answer.body["verifiablePresentation"]


@pytest.mark.parametrize("under", PATHS)
def test_a_credential_is_issued_as_an_envelope(api, under):
    issued = api.issued(minimal(), under=under)
    assert issued["@context"] == V2
    assert issued["type"] == "EnvelopedVerifiableCredential"
    assert issued["id"].startswith("data:application/vc+jwt,ey")
    assert api.verify(issued, under=under).status == 200
    assert api.verify(issued, checks=[]).status == 200


@pytest.mark.parametrize("under", PATHS)
def test_a_bare_token_is_taken_too(api, under):
    token = token_of(api.issued(minimal(), under=under))
    assert api.verify(token, under=under).status == 200
    assert api.verify(token[:-4] + "AAAA", under=under).codes == ["jose.signature-mismatch"]


def test_what_is_no_token_is_refused(api):
    assert api.verify("a text").status == 400


def test_the_date_a_token_carries_is_judged(api):
    over = api.issued(minimal(validUntil="2020-01-01T00:00:00Z"), under=PATH)
    assert "dates.expired" in api.verify(over, checks=[]).codes


def test_a_credential_of_version_1_is_a_token_without_an_envelope(api):
    older = minimal(**{"@context": [V1], "issuanceDate": "2024-01-01T00:00:00Z"})
    issued = api.issued(older, under=PATH)
    assert issued.startswith("ey")
    assert api.verify(issued, under=PATH, checks=[]).status == 200


ENVELOPES = {
    "no context": {"@context": None},
    "an empty context": {"@context": []},
    "another context": {"@context": EXAMPLES},
    "no id": {"id": None},
    "no type": {"type": None},
    "another type": {"type": "UnknownEnvelope"},
    "the type of what is inside": {"type": "VerifiableCredential"},
    "a member beside": {"issuer": "did:example:x"},
}


def with_change(envelope, change):
    stated = envelope | change
    return {name: value for name, value in stated.items() if value is not None}


@pytest.mark.parametrize("sentence", ENVELOPES)
def test_an_envelope_is_refused_with(api, sentence):
    changed = with_change(api.issued(minimal(), under=PATH), ENVELOPES[sentence])
    assert api.verify(changed, under=PATH).status == 400
    held = api.post(f"{PATH}/presentations/verify", {"verifiablePresentation": changed})
    assert held.status == 400


def test_an_envelope_whose_id_is_the_bare_token_is_refused(api):
    issued = api.issued(minimal(), under=PATH)
    answer = api.verify(issued | {"id": token_of(issued)}, under=PATH)
    assert answer.codes == ["jose.envelope-malformed"]


@pytest.mark.parametrize("media_type", ["text/plain", "application/unknown", ""])
def test_an_envelope_of_another_media_type_is_refused(api, media_type):
    issued = api.issued(minimal(), under=PATH)
    changed = issued | {"id": f"data:{media_type},{token_of(issued)}"}
    assert api.verify(changed, under=PATH).status == 400


@pytest.mark.parametrize("under", PATHS)
def test_a_presentation_is_made_and_verified(api, under):
    held = holders(api, under)
    assert held["type"] == "EnvelopedVerifiablePresentation"
    assert held["id"].startswith("data:application/vp+jwt,ey")
    assert api.verify_presentation(held, under=under).status == 200
    assert api.verify_presentation(token_of(held), under=under).status == 200


def test_a_presentation_is_for_who_asked(api):
    held = holders(api, options={"challenge": "c-1", "domain": "verifier.example"})
    answer = api.verify_presentation(held, challenge="c-1", domain="verifier.example")
    assert answer.status == 200
    for other in ({"challenge": "c-2", "domain": "verifier.example"}, {"domain": "x.example"}):
        assert api.verify_presentation(held, **other).status == 400


@pytest.mark.parametrize("sentence", [*ENVELOPES][:6])
def test_an_enveloped_presentation_is_refused_with(api, sentence):
    changed = with_change(holders(api), ENVELOPES[sentence])
    assert api.verify_presentation(changed, under=PATH).status == 400


def test_a_signed_presentation_may_hold_a_token(api):
    ada = Stranger.of()
    credential = api.issued(minimal(), under=PATH)
    held = ada.sign(presentation(credential, holder=ada.did), purpose="authentication")
    assert api.verify_presentation(held).status == 200
    held["verifiableCredential"][0] = credential | {"id": credential["id"][:-4] + "AAAA"}
    assert api.verify_presentation(held).status == 400


@pytest.mark.parametrize(
    "change", [{"@context": []}, {"id": "data:application/vc+jwt,x"}, {"type": [V2]}], ids=str
)
def test_a_presentation_of_a_bad_envelope_is_refused(api, change):
    ada = Stranger.of()
    credential = api.issued(minimal(), under=PATH) | change
    body = {"presentation": presentation(credential, holder=ada.did)}
    answer = api.post(f"{PATH}/presentations", body)
    if answer.status == 201:
        held = answer.body["verifiablePresentation"]
        answer = api.verify_presentation(held, under=PATH)
    assert answer.status == 400
