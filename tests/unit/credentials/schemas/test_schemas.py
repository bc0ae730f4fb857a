"""`credentialSchema`: what the named schemas say of the document, and what cannot be said."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from testamur.credentials.resolution import Fetched, Offline
from testamur.credentials.schemas import MAX_SCHEMA_BYTES, MAX_SCHEMAS, check_schemas
from testamur.errors import Refused
from testamur.problems import Outcome, Report, Verdict
from tests import spoiled_documents as documents

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
AT = "https://uni.example/schema.json"
PUBLISHED = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_{}_schema.json"
NAMED = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def naming(*schemas, document=None):
    found = document or documents.achievement_credential()
    found["credentialSchema"] = list(schemas)
    return found


def json_schema(url=AT):
    return {"id": url, "type": "JsonSchema"}


def onedtech(url):
    return {"id": url, "type": "1EdTechJsonSchemaValidator2019"}


def web(**bodies):
    """The documents to be had, by the last part of their address."""
    return Offline(
        {
            f"https://uni.example/{name}.json": Fetched(
                f"https://uni.example/{name}.json",
                body if isinstance(body, bytes) else json.dumps(body).encode(),
                "application/schema+json",
                NOON,
            )
            for name, body in bodies.items()
        }
    )


def codes(check):
    return [(problem.code, problem.pointer) for problem in check.problems]


def test_a_credential_that_names_no_schema_is_not_asked():
    document = documents.plain_credential()
    assert check_schemas(document, resolver=Offline()).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("kind", ["achievementcredential", "anyachievementcredential"])
def test_a_published_schema_of_1edtech_is_answered_without_a_network(kind):
    document = naming(onedtech(PUBLISHED.format(kind)))
    check = check_schemas(document, resolver=Offline())
    assert check.outcome is Outcome.PASSED
    assert check.detail == "judged by the equivalents that ship with Testamur"


def test_an_award_of_the_first_version_is_judged_by_the_rules_of_its_version():
    document = naming(
        onedtech(PUBLISHED.format("achievementcredential")),
        document=documents.achievement_credential_v1(),
    )
    assert check_schemas(document, resolver=Offline()).outcome is Outcome.PASSED


def test_a_credential_that_breaks_the_published_schema_fails_at_the_place():
    document = naming(onedtech(PUBLISHED.format("achievementcredential")))
    del document["credentialSubject"]["achievement"]["criteria"]
    check = check_schemas(document, resolver=Offline())
    assert check.outcome is Outcome.FAILED
    assert codes(check) == [("schema.mismatch", "/credentialSubject/achievement/criteria")]


def test_a_credential_may_not_name_the_schema_of_another_kind():
    document = naming(onedtech(PUBLISHED.format("endorsementcredential")))
    check = check_schemas(document, resolver=Offline(), is_shape_sound=True)
    assert check.outcome is Outcome.FAILED


def test_a_shape_that_was_found_sound_is_not_asked_twice(monkeypatch):
    def never(_):
        raise AssertionError

    monkeypatch.setattr("testamur.credentials.schemas.rule_of", never)
    document = naming(onedtech(PUBLISHED.format("achievementcredential")))
    check = check_schemas(document, resolver=Offline(), is_shape_sound=True)
    assert check.outcome is Outcome.PASSED


def test_a_schema_of_the_issuers_own_is_fetched_and_kept():
    check = check_schemas(naming(json_schema()), resolver=web(schema=NAMED))
    assert check.outcome is Outcome.PASSED


def test_a_schema_of_the_issuers_own_is_fetched_and_broken():
    document = naming(json_schema())
    document["name"] = 7
    check = check_schemas(document, resolver=web(schema=NAMED))
    assert check.outcome is Outcome.FAILED
    assert codes(check) == [("schema.mismatch", "/name")]
    assert "https://uni.example/schema.json" in check.problems[0].detail


def test_one_schema_may_stand_without_a_list():
    document = documents.achievement_credential()
    document["credentialSchema"] = {"id": AT, "type": ["JsonSchema"]}
    assert check_schemas(document, resolver=web(schema=NAMED)).outcome is Outcome.PASSED
    check = check_schemas(document, resolver=Offline())
    assert codes(check) == [("schema.unreachable", "/credentialSchema")]


def test_a_schema_that_cannot_be_had_leaves_it_undetermined():
    check = check_schemas(naming(json_schema()), resolver=Offline())
    assert check.outcome is Outcome.UNDETERMINED
    assert codes(check) == [("schema.unreachable", "/credentialSchema/0")]


class Forbidding:
    """A resolver that refuses every address."""

    def fetch(self, url, /, **_):
        raise Refused.because("fetch.blocked", f"{url} is not asked for")


def test_a_schema_that_must_not_be_asked_for_leaves_it_undetermined():
    check = check_schemas(naming(json_schema()), resolver=Forbidding())
    assert check.outcome is Outcome.UNDETERMINED
    assert check.problems[0].code == "schema.unreachable"


NOT_EVALUATED = {
    "a schema that is not JSON": b"<html>",
    "a schema that is a list": b"[]",
    "a schema that names a member twice": b'{"type":"object","type":"array"}',
    "a schema that leads elsewhere": {"$ref": "https://uni.example/other.json"},
    "a schema with a pattern without a bound": {
        "properties": {"name": {"pattern": "^(\\w+\\s?)*$"}}
    },
}


@pytest.mark.parametrize("body", NOT_EVALUATED.values(), ids=NOT_EVALUATED)
def test_it_leaves_undetermined(body):
    check = check_schemas(naming(json_schema()), resolver=web(schema=body))
    assert check.outcome is Outcome.UNDETERMINED
    assert check.problems[0].code == "schema.refused"
    assert check.problems[0].pointer == "/credentialSchema/0"


def test_a_schema_that_is_too_large_is_not_read():
    body = b'{"title":"' + b"x" * MAX_SCHEMA_BYTES + b'"}'
    check = check_schemas(naming(json_schema()), resolver=web(schema=body))
    assert check.outcome is Outcome.UNDETERMINED


def test_a_schema_of_an_unknown_kind_says_nothing_and_is_named():
    document = naming({"id": "did:example:schemas/1", "type": "https://x.example#Schema"})
    check = check_schemas(document, resolver=Offline())
    assert check.outcome is Outcome.NOT_APPLICABLE
    assert codes(check) == [("schema.type-unknown", "/credentialSchema/0/type")]


def test_a_schema_without_an_id_fails():
    check = check_schemas(naming({"type": "JsonSchema"}), resolver=Offline())
    assert check.outcome is Outcome.FAILED
    assert check.problems[0].code == "document.missing-member"


def test_of_several_schemas_the_worst_counts():
    passed, unknown = onedtech(PUBLISHED.format("achievementcredential")), json_schema()
    strange = {"id": "urn:x:1", "type": "Other"}
    broken = json_schema("https://uni.example/broken.json")
    resolver = web(broken={"required": ["no such member"]})
    for schemas, outcome in [
        ([passed, strange], Outcome.PASSED),
        ([passed, unknown, strange], Outcome.UNDETERMINED),
        ([passed, unknown, broken], Outcome.FAILED),
    ]:
        assert check_schemas(naming(*schemas), resolver=resolver).outcome is outcome


def test_very_many_schemas_are_not_evaluated():
    document = naming(*[json_schema()] * (MAX_SCHEMAS + 1))
    check = check_schemas(document, resolver=web(schema=NAMED))
    assert check.outcome is Outcome.UNDETERMINED
    assert check.problems[0].code == "schema.refused"


# schemas inside credentials -----------------------------------------------------------------------


def schema_credential(schema):
    return {
        **documents.plain_credential(),
        "type": ["VerifiableCredential", "JsonSchemaCredential"],
        "credentialSubject": {"id": AT, "type": "JsonSchema", "jsonSchema": schema},
    }


def examining(verdict):
    return lambda _: Report(verdict=verdict, checks=(), at=NOON)


IN_CREDENTIAL = {"id": AT, "type": "JsonSchemaCredential"}


def test_a_schema_in_a_credential_that_holds_is_evaluated():
    document = naming(IN_CREDENTIAL)
    resolver = web(schema=schema_credential(NAMED))
    valid = examining(Verdict.VALID)
    check = check_schemas(document, resolver=resolver, examine=valid)
    assert check.outcome is Outcome.PASSED
    document["name"] = 7
    check = check_schemas(document, resolver=resolver, examine=valid)
    assert check.outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "examine", [None, examining(Verdict.INVALID), examining(Verdict.UNDETERMINED)]
)
def test_a_schema_in_a_credential_that_was_not_found_to_hold_is_not_evaluated(examine):
    resolver = web(schema=schema_credential(NAMED))
    check = check_schemas(naming(IN_CREDENTIAL), resolver=resolver, examine=examine)
    assert check.outcome is Outcome.UNDETERMINED
    assert codes(check) == [("schema.not-verified", "/credentialSchema/0")]


def test_a_credential_that_carries_no_schema_is_no_schema():
    resolver = web(schema=documents.plain_credential())
    valid = examining(Verdict.VALID)
    check = check_schemas(naming(IN_CREDENTIAL), resolver=resolver, examine=valid)
    assert codes(check) == [("schema.not-verified", "/credentialSchema/0")]
