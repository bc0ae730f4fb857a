"""Compiled schemas give the answer of a JSON Schema validator, and say where and why."""

from __future__ import annotations

import json
from threading import Thread

import pytest

from testamur.credentials.schemas import compiled
from testamur.credentials.schemas.compiled import FILES, pointer_of, rule_of, shipped_schema
from testamur.credentials.schemas.formats import FORMATS
from tests import spoiled_documents as documents
from tests.effort import examples

OPEN_BADGES = "urn:testamur:schema:open-badges#/$defs/"
VC = "urn:testamur:schema:verifiable-credential#/$defs/"
CLR = "urn:testamur:schema:clr#/$defs/"

SOUND = {
    "an award that uses every class": (
        f"{OPEN_BADGES}AchievementCredential",
        documents.achievement_credential(),
    ),
    "an award under data model 1.1": (
        f"{OPEN_BADGES}AchievementCredentialV1",
        documents.achievement_credential_v1(),
    ),
    "an endorsement": (f"{OPEN_BADGES}AnyEndorsementCredential", documents.endorsement()),
    "a learner record": (f"{CLR}ClrCredential", documents.clr_credential()),
    "a credential of no known kind": (f"{VC}AnyCredential", documents.plain_credential()),
    "a profile": (f"{OPEN_BADGES}Profile", documents.achievement_credential()["issuer"]),
}


def validator_for(reference):
    """The same definition under the `jsonschema` package."""
    import jsonschema
    from referencing import Registry, Resource

    shipped = [(name, Resource.from_contents(shipped_schema(name))) for name in FILES]
    checker = jsonschema.FormatChecker(formats=())
    for name, (fits, _) in FORMATS.items():
        checker.checks(name)(lambda value, fits=fits: not isinstance(value, str) or fits(value))
    registry = Registry().with_resources(shipped)
    return jsonschema.Draft202012Validator(
        {"$ref": reference}, registry=registry, format_checker=checker
    )


@pytest.mark.parametrize(("reference", "document"), SOUND.values(), ids=SOUND)
def test_a_sound_document_has_no_fault(reference, document):
    assert rule_of(reference)(document) is None


@pytest.mark.parametrize(("reference", "document"), SOUND.values(), ids=SOUND)
def test_a_spoiled_document_is_judged_as_a_validator_judges_it(reference, document):
    rule, validator = rule_of(reference), validator_for(reference)
    cases = list(documents.spoiled(document))
    for path, way, spoiled in cases[:: max(1, len(cases) // examples(60, len(cases)))]:
        theirs = validator.is_valid(spoiled)
        assert (rule(spoiled) is None) == theirs, f"{pointer_of(path)} {way}"


@pytest.mark.parametrize("identifier", FILES)
def test_every_definition_compiles_and_every_file_keeps_its_draft(identifier):
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(shipped_schema(identifier))
    assert shipped_schema(identifier)["$id"] == identifier
    for name in shipped_schema(identifier)["$defs"]:
        for value in ({}, [], "", 1, 1.5, True, None):
            rule_of(f"{identifier}#/$defs/{name}")(value)


def test_a_keyword_that_is_not_compiled_is_refused_rather_than_skipped(monkeypatch):
    schema = {"$defs": {"X": {"type": "string", "maxLength": 3}}}
    monkeypatch.setattr(compiled, "shipped_schema", {"urn:x": schema}.get)
    with pytest.raises(LookupError, match="maxLength"):
        rule_of("urn:x#/$defs/X")("text")


FAULTS = {
    "a missing member is told at its own place": (
        lambda d: d["credentialSubject"]["achievement"].pop("criteria"),
        "/credentialSubject/achievement/criteria",
        "required",
    ),
    "a wrong type is told where it stands": (
        lambda d: d["credentialSubject"].update(achievement="https://uni.example/a"),
        "/credentialSubject/achievement",
        "type",
    ),
    "a type that is not named": (
        lambda d: d["evidence"][0].update(type=["Other"]),
        "/evidence/0/type",
        "contains",
    ),
    "a value outside a closed list": (
        lambda d: d["credentialSubject"]["result"][0].update(status="Passed"),
        "/credentialSubject/result/0/status",
        "enum",
    ),
    "an extension without its mark": (
        lambda d: d["credentialSubject"]["achievement"].update(achievementType="Nanodegree"),
        "/credentialSubject/achievement/achievementType",
        "enum",
    ),
    "a member where no other may stand": (
        lambda d: d["image"].update(alt="A badge"),
        "/image/alt",
        "additionalProperties",
    ),
    "a moment without a zone": (
        lambda d: d.update(awardedDate="2026-05-01T12:00:00"),
        "/awardedDate",
        "format date-time",
    ),
    "a day that does not exist": (
        lambda d: d["issuer"].update(dateOfBirth="1981-02-29"),
        "/issuer/dateOfBirth",
        "format date",
    ),
    "the second context is not that of Open Badges": (
        lambda d: d.update({"@context": [d["@context"][0], "https://uni.example/c.json"]}),
        "/@context/1",
        "pattern",
    ),
    "a token that is not one": (
        lambda d: d.update(endorsementJwt=["not a token"]),
        "/endorsementJwt/0",
        "pattern",
    ),
    "a language that is not one": (
        lambda d: d["credentialSubject"].update(narrative={"@value": "x", "@language": "e n"}),
        "/credentialSubject/narrative/@language",
        "pattern",
    ),
    "a map of languages with a number in it": (
        lambda d: d["credentialSubject"].update(narrative={"en": 5}),
        "/credentialSubject/narrative/en",
        "type",
    ),
    "a map with a name that is no language": (
        lambda d: d["credentialSubject"].update(narrative={"not a language": "x"}),
        "/credentialSubject/narrative/not a language",
        "pattern",
    ),
    "an embedded endorsement of the wrong kind": (
        lambda d: d["issuer"]["endorsement"][0].update(type=["VerifiableCredential"]),
        "/issuer/endorsement/0/type",
        "contains",
    ),
}


@pytest.mark.parametrize(("spoil", "pointer", "keyword"), FAULTS.values(), ids=FAULTS)
def test_a_fault_names_its_place_its_keyword_and_its_section(spoil, pointer, keyword):
    document = documents.achievement_credential()
    spoil(document)
    faults = rule_of(f"{OPEN_BADGES}AchievementCredential")(document)
    assert [(pointer_of(fault.path), fault.keyword) for fault in faults] == [(pointer, keyword)]
    assert faults[0].detail
    assert faults[0].spec.startswith(("VC-DM", "Open Badges 3.0"))


def test_the_first_version_names_the_sections_of_the_first_version():
    document = documents.achievement_credential_v1()
    del document["issuanceDate"]
    document["credentialStatus"] = {"type": "StatusList2021Entry"}
    faults = rule_of(f"{VC}AnyCredential")(document)
    assert {fault.spec for fault in faults} == {"VC-DM 1.1 §4", "VC-DM 1.1 §4.9"}


def test_what_is_not_json_is_a_fault_and_no_crash():
    document = documents.achievement_credential()
    document["name"] = ("a", "tuple")
    document["credentialSubject"]["creditsEarned"] = 1j
    faults = rule_of(f"{OPEN_BADGES}AchievementCredential")(document)
    assert {pointer_of(fault.path) for fault in faults} == {
        "/name",
        "/credentialSubject/creditsEarned",
    }


def test_true_is_not_a_number_and_a_number_is_no_text():
    rule = rule_of(f"{OPEN_BADGES}AchievementSubject")
    subject = documents.achievement_credential()["credentialSubject"]
    assert rule({**subject, "creditsEarned": True})
    assert rule({**subject, "creditsEarned": 3}) is None
    assert rule({**subject, "licenseNumber": 3})


def test_several_threads_may_ask_at_once(monkeypatch):
    monkeypatch.setattr(compiled, "_definition", compiled._definition.__wrapped__)
    plan = compiled._definition(f"{OPEN_BADGES}AchievementCredential", "")
    document = documents.achievement_credential()
    answers = []
    threads = [Thread(target=lambda: answers.append(plan[dict](document))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [None] * 8


def test_a_pointer_escapes_what_a_pointer_must():
    assert pointer_of(("a/b", "c~d", 0)) == "/a~1b/c~0d/0"
    assert pointer_of(()) == ""


def test_the_schemas_are_ours_and_say_so():
    for identifier in FILES:
        assert "1EdTech" not in json.dumps(shipped_schema(identifier)["$id"])
        assert "Written from" in shipped_schema(identifier)["description"]
