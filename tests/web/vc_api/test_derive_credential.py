"""Selective disclosure: what an issuer lets be hidden, and what a holder then shows."""

from __future__ import annotations

import copy

import pytest

from tests.web.vc_api.conftest import V1, V2, minimal

PATH = "/ecdsa-sd-2023/p-256"
SAILING = {
    "@protected": True,
    "SailingCredential": "urn:example:SailingCredential",
    "Regatta": {
        "@id": "urn:example:Regatta",
        "@context": {
            "@protected": True,
            "id": "@id",
            "type": "@type",
            "number": "urn:example:number",
            "sails": {
                "@id": "urn:example:sails",
                "@context": {
                    "@protected": True,
                    "size": "urn:example:size",
                    "made": "urn:example:made",
                },
            },
        },
    },
    "regattas": {"@id": "urn:example:regattas", "@type": "@id"},
}


def sailing(**members):
    sails = [{"size": 5.5, "made": 2023}, {"size": 6.1, "made": 2023}, {"size": 7, "made": 2020}]
    regatta = {"type": "Regatta", "number": "Earth101", "sails": sails}
    return minimal(
        **{
            "@context": [V2, SAILING],
            "id": "urn:uuid:36245ee9-9074-4b05-a777-febff2e69757",
            "type": ["VerifiableCredential", "SailingCredential"],
            "validUntil": "2999-01-01T00:00:00Z",
            "credentialSubject": {"name": "Jane", "regattas": [regatta]},
        }
        | members
    )


@pytest.fixture(name="base")
def base_fixture(api):
    """A credential with a base proof."""
    return api.issued(sailing(), under=PATH)


def derived(api, base, *pointers):
    body = {"verifiableCredential": base, "options": {"selectivePointers": list(pointers)}}
    answer = api.post(f"{PATH}/credentials/derive", body)
    assert answer.status == 201, answer.body
    return answer.body["verifiableCredential"]


def test_a_base_proof_is_told_by_its_first_bytes(base):
    assert base["proof"]["cryptosuite"] == "ecdsa-sd-2023"
    assert base["proof"]["proofValue"].startswith("u2V0A")


def test_a_base_proof_is_for_its_holder_alone(api, base):
    assert api.verify(base, under=PATH).codes == ["proof.not-derived"]


@pytest.mark.parametrize(
    "pointers",
    [
        ["/credentialSubject/name"],
        ["/credentialSubject/regattas"],
        ["/credentialSubject/regattas/0/sails"],
        ["/credentialSubject/regattas/0/sails/0", "/credentialSubject/regattas/0/sails/1"],
        ["/credentialSubject/regattas/0/sails/2"],
        ["/credentialSubject/regattas/0/sails/1/size"],
    ],
    ids=str,
)
def test_a_part_verifies(api, base, pointers):
    shown = derived(api, base, *pointers)
    assert shown["proof"]["proofValue"].startswith("u2V0B")
    assert api.verify(shown, under=PATH).status == 200


def test_what_is_not_pointed_to_is_not_shown(api, base):
    shown = derived(api, base, "/credentialSubject/name")
    assert shown["credentialSubject"] == {"name": "Jane"}


def test_who_issued_it_and_until_when_is_never_hidden(api, base):
    shown = derived(api, base, "/credentialSubject/name")
    assert shown["issuer"] == base["issuer"]
    assert shown["validUntil"] == "2999-01-01T00:00:00Z"


def test_an_issuer_may_say_what_is_never_hidden(api):
    pointers = {"mandatoryPointers": ["/issuer", "/credentialSubject/name"]}
    base = api.issued(sailing(), under=PATH, options=pointers)
    shown = derived(api, base)
    assert shown["credentialSubject"] == {"name": "Jane"}
    assert "validUntil" not in shown


@pytest.mark.parametrize("pointers", [["/non/existent"], ["issuer"], ["/issuer", 7], "/issuer"])
def test_it_refuses_pointers_to_nothing(api, pointers):
    answer = api.issue(sailing(), under=PATH, options={"mandatoryPointers": pointers})
    assert answer.status == 400


def test_older_credentials_are_derived_too(api):
    older = sailing(
        **{"@context": [V1, SAILING], "issuanceDate": "2024-01-01T00:00:00Z", "validUntil": None}
    )
    older["credentialSubject"]["regattas"][0].pop("number")
    older["credentialSubject"].pop("name")
    base = api.issued(older, under=PATH)
    shown = derived(api, base, "/credentialSubject/regattas/0/sails/0")
    assert shown["issuanceDate"] == "2024-01-01T00:00:00Z"
    assert api.verify(shown, under=PATH).status == 200


def cut(value):
    return value[1:]


def another_header(value):
    return value[:1] + value[4:]


@pytest.mark.parametrize("change", [cut, another_header, lambda _: "a", lambda _: "u2V0Baaaa"])
def test_it_refuses_a_derived_proof_changed(api, base, change):
    shown = derived(api, base, "/credentialSubject/name")
    shown["proof"]["proofValue"] = change(shown["proof"]["proofValue"])
    assert api.verify(shown, under=PATH).status == 400


@pytest.mark.parametrize(
    "members", [{"name": "Joan"}, {"id": "urn:invalid"}, {"name": "Jane", "undefined": 1}]
)
def test_it_refuses_a_part_changed(api, base, members):
    shown = copy.deepcopy(derived(api, base, "/credentialSubject/name"))
    shown["credentialSubject"] |= members
    assert api.verify(shown, under=PATH).status == 400


def test_it_derives_from_nothing_else(api):
    whole = api.issued(minimal())
    body = {"verifiableCredential": whole, "options": {"selectivePointers": ["/issuer"]}}
    answer = api.post("/credentials/derive", body)
    assert (answer.status, answer.codes) == (400, ["proof.missing"])
