"""Credentials and endorsements as documents: their form, their order, and what they refuse."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from testamur.credentials.openbadges import (
    Achievement,
    Evidence,
    Identity,
    Issuer,
    Result,
    SubjectDetails,
    endorsement_document,
)
from testamur.encoding import canonical_json
from testamur.errors import Refused
from testamur.ld import canonicalise
from tests.credentials_cast import (
    ACHIEVEMENT,
    EVIDENCE,
    NOW,
    RESULT,
    STATUS,
    faults_of,
    full_credential,
    simple_credential,
)

SCHEMAS = {
    "strict": ("from-spec-repo-gh-pages", "achievementcredential.json"),
    "published": ("ob_v3p0_achievementcredential_schema.json",),
    "any version": ("ob_v3p0_anyachievementcredential_schema.json",),
}
ENDORSEMENT = ("from-spec-repo-gh-pages", "endorsementcredential.json")


def without_identity():
    return simple_credential(to=None, identities=[Identity.student_id("302117")])


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
@pytest.mark.parametrize("make", [simple_credential, full_credential, without_identity])
def test_every_published_schema_accepts_it(make, schema):
    assert faults_of(make(), *schema) == []


@pytest.mark.parametrize("make", [simple_credential, full_credential, without_identity])
def test_all_of_it_would_be_signed(make):
    assert canonicalise(make()).lines


def test_the_smallest_credential_is_exactly_this():
    assert simple_credential() == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": "urn:uuid:0f0f0f0f-0000-4000-8000-000000000000",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Python basics",
        "issuer": {
            "id": "did:web:uni.example",
            "type": ["Profile"],
            "name": "University of Example",
        },
        "validFrom": "2026-05-31T12:00:00Z",
        "credentialSubject": {
            "id": "mailto:ada@uni.example",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://uni.example/a/py",
                "type": ["Achievement"],
                "name": "Python basics",
                "description": "Python basics",
                "criteria": {"narrative": "Pass the exam"},
            },
        },
        "credentialSchema": [
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
                "ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
    }


def test_the_example_of_the_manual():
    badge = Achievement(
        id="https://uni.example/a/py",
        name="Python basics",
        criteria="Pass the exam",
        ects=2.5,
        eqf=5,
    )
    written = simple_credential(achievement=badge)["credentialSubject"]["achievement"]
    assert written["creditsAvailable"] == 2.5
    assert [one["targetUrl"] for one in written["alignment"]] == ["http://data.europa.eu/snb/eqf/5"]
    assert "standardElements" not in written  # not everybody knows that extension


def test_the_same_is_written_in_the_same_order():
    assert str(full_credential()) == str(full_credential())
    members = list(full_credential())
    assert members[:5] == ["@context", "id", "type", "name", "description"]
    assert list(full_credential()["credentialSubject"])[-2:] == ["achievement", "standardElements"]


def test_the_achievement_holds_nothing_of_the_person():
    ada = full_credential()["credentialSubject"]["achievement"]
    bob = simple_credential(achievement=ACHIEVEMENT, to="mailto:bob@uni.example")
    assert canonical_json(ada) == canonical_json(bob["credentialSubject"]["achievement"])


def test_nothing_is_null_or_empty():
    def walk(value):
        assert value not in (None, [], {}, "")
        children = value.values() if isinstance(value, dict) else value
        for child in children if isinstance(value, dict | list) else ():
            walk(child)

    walk(full_credential())


def test_a_moment_is_written_in_utc():
    east = datetime(2026, 5, 31, 14, 30, 15, 999, tzinfo=timezone(timedelta(hours=2)))
    assert simple_credential(valid_from=east)["validFrom"] == "2026-05-31T12:30:15Z"


def test_several_status_entries_stand_in_an_array():
    other = STATUS | {"id": "https://uni.example/status/2#7", "statusPurpose": "suspension"}
    assert simple_credential(status=[STATUS])["credentialStatus"] == STATUS
    assert simple_credential(status=[STATUS, other])["credentialStatus"] == [STATUS, other]


REFUSED = {
    "a relative id": ({"id": "ada"}, "document.relative-iri", "/id"),
    "an id nobody can name": ({"id": "mailto:ada@uni.example"}, "iri.scheme", "/id"),
    "no recipient": ({"to": None}, "value.missing", "/credentialSubject/id"),
    "a recipient by bare e-mail": (
        {"to": "ada@uni.example"},
        "document.relative-iri",
        "/credentialSubject/id",
    ),
    "a recipient of another scheme": ({"to": "tel:+48123"}, "iri.scheme", "/credentialSubject/id"),
    "no zone": ({"valid_from": datetime(2026, 5, 31)}, "time.malformed", "/validFrom"),  # noqa: DTZ001
    "an end before the beginning": (
        {"valid_until": NOW - timedelta(seconds=1)},
        "value.contradiction",
        "/validUntil",
    ),
    "an end at the beginning": ({"valid_until": NOW}, "value.contradiction", "/validUntil"),
    "an empty name": ({"name": " "}, "text.empty", "/name"),
    "a name with an override": ({"name": "A\u202eF"}, "text.unsafe", "/name"),
    "the same evidence twice": (
        {"evidence": [EVIDENCE, EVIDENCE]},
        "value.repeated",
        "/evidence/1",
    ),
    "the same identity twice": (
        {"identities": [Identity.name("Ada"), Identity.name("Ada")]},
        "value.repeated",
        "/credentialSubject/identifier/1",
    ),
    "a result of no description": (
        {"results": [RESULT]},
        "value.unknown-choice",
        "/credentialSubject/result/0/resultDescription",
    ),
    "a value that is not allowed": (
        {
            "achievement": ACHIEVEMENT,
            "results": [Result("D", result_description="https://uni.example/a/py#grade")],
        },
        "value.unknown-choice",
        "/credentialSubject/result/0/value",
    ),
    "a level that there is not": (
        {
            "achievement": ACHIEVEMENT,
            "results": [
                Result(
                    result_description="https://uni.example/a/py#grade",
                    achieved_level="urn:level:9",
                )
            ],
        },
        "value.unknown-choice",
        "/credentialSubject/result/0/achievedLevel",
    ),
}


@pytest.mark.parametrize(("members", "code", "pointer"), REFUSED.values(), ids=REFUSED)
def test_it_refuses(members, code, pointer):
    with pytest.raises(Refused) as refused:
        simple_credential(**members)
    assert (refused.value.problem.code, refused.value.problem.pointer) == (code, pointer)


@pytest.mark.parametrize("points", ["-1", "100.1", "many", "1_0", "nan", "1e2", "\u0667"])
def test_it_refuses_points_out_of_range(points):
    result = Result(points, result_description="https://uni.example/a/py#points")
    with pytest.raises(Refused) as refused:
        simple_credential(achievement=ACHIEVEMENT, results=[result])
    assert refused.value.problem.code == "value.out-of-range"
    assert refused.value.problem.pointer == "/credentialSubject/result/0/value"


def test_results_and_evidence_say_something():
    for make in (Result, Evidence):
        with pytest.raises(Refused) as refused:
            make()
        assert refused.value.problem.code == "value.missing"
    with pytest.raises(Refused):
        Result("A", status="Passed")
    with pytest.raises(Refused):
        Evidence("file:///etc/passwd")
    with pytest.raises(Refused):
        Evidence("javascript:alert(1)")


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"narrative": "A\u202eF"}, "/narrative"),
        ({"activity_end_date": datetime(2026, 5, 31)}, "/activityEndDate"),  # noqa: DTZ001
        ({"credits_earned": -1}, "/creditsEarned"),
        ({"license_number": ""}, "/licenseNumber"),
        ({"image": "ada.png"}, "/id"),
    ],
)
def test_details_are_refused(members, pointer):
    with pytest.raises(Refused) as refused:
        SubjectDetails(**members)
    assert refused.value.problem.pointer == pointer


def vouched(comment="They teach well.", **members):
    stated = {
        "id": "urn:uuid:0f0f0f0f-0000-4000-8000-000000000001",
        "about": "did:web:uni.example",
        "issuer": Issuer("did:web:quality.example", name="Council"),
        "valid_from": NOW,
    }
    return endorsement_document(comment, **stated | members)


def test_an_endorsement_is_accepted_by_the_published_schema():
    full = vouched(
        valid_until=NOW + timedelta(days=365),
        name="Endorsement of the university",
        description="After a visit.",
        status=STATUS,
    )
    for document in (vouched(), vouched(None), full):
        assert faults_of(document, *ENDORSEMENT) == []
        assert canonicalise(document).lines
    assert list(full["credentialSubject"]) == ["id", "type", "endorsementComment"]


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"about": "uni"}, "/credentialSubject/id"),
        ({"comment": "\x00"}, "/credentialSubject/endorsementComment"),
        ({"name": ""}, "/name"),
        ({"description": ""}, "/description"),
        ({"id": "x"}, "/id"),
        ({"valid_until": NOW}, "/validUntil"),
    ],
)
def test_an_endorsement_is_refused(members, pointer):
    with pytest.raises(Refused) as refused:
        vouched(**members)
    assert refused.value.problem.pointer == pointer


def test_an_endorsement_can_be_embedded():
    signed = vouched() | {"proof": []}
    document = simple_credential(endorsement=[signed])
    assert document["endorsement"] == [signed]
    assert faults_of(document, *SCHEMAS["strict"]) == []
