"""Every builder of a credential with every member stated, and 1EdTech's schemas to hold it against."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import jsonschema

from testamur.credentials.eu_elements import LearningOutcome, QualityAssurance, StandardElements
from testamur.credentials.openbadges import (
    Achievement,
    Address,
    Alignment,
    Criteria,
    Evidence,
    GeoCoordinates,
    IdentifierEntry,
    Identity,
    Image,
    Issuer,
    Profile,
    Related,
    Result,
    ResultDescription,
    RubricCriterionLevel,
    SubjectDetails,
    credential_document,
)
from tests.shared_data import shared

__all__ = [
    "ACHIEVEMENT",
    "ELEMENTS",
    "EVIDENCE",
    "NOW",
    "PROFILE",
    "RESULT",
    "SIMPLE",
    "STATUS",
    "UNI",
    "faults_of",
    "full_credential",
    "published_schema",
    "simple_credential",
]

NOW = datetime(2026, 5, 31, 12, 0, tzinfo=UTC)
JWT = "eyJh.eyJi.c2ln"
UNI = Issuer("did:web:uni.example", name="University of Example")
SIMPLE = Achievement("https://uni.example/a/py", name="Python basics", criteria="Pass the exam")
ESCO = Alignment.esco(
    "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d", "Python"
)
ALIGNMENT = Alignment(
    "Writes programs",
    target_url="https://skills.example/1",
    target_type="CFItem",
    target_code="S1",
    target_framework="Skills of Example",
    target_description="Small ones.",
)
PROFILE = Profile(
    "did:web:uni.example",
    name="University of Example",
    url="https://uni.example/",
    phone="+48 12 345 67 89",
    description="Teaches.",
    image=Image("https://uni.example/logo.png", caption="A tower"),
    email="registry@uni.example",
    address=Address(
        address_country="Poland",
        address_country_code="PL",
        address_region="Małopolskie",
        address_locality="Kraków",
        street_address="ul. Przykładowa 1",
        post_office_box_number="7",
        postal_code="30-001",
        geo=GeoCoordinates(latitude=50.0, longitude=19.94),
    ),
    other_identifier=[IdentifierEntry("PL-1", identifier_type="ext:rad-on")],
    official="Eli Weiss",
    parent_org=Profile("https://example.org/", name="Group of Example"),
    family_name="Nowak",
    given_name="Ada",
    additional_name="Maria",
    patronymic_name="Janowna",
    honorific_prefix="Dr",
    honorific_suffix="PhD",
    family_name_prefix="van",
    date_of_birth=date(1990, 2, 28),
    endorsement_jwt=[JWT],
)
LEVEL = RubricCriterionLevel(
    "Good",
    id="https://uni.example/a/py#good",
    description="Better than enough.",
    level="2",
    points="10",
    alignment=[ALIGNMENT],
)
GRADE = ResultDescription(
    "Final grade",
    id="https://uni.example/a/py#grade",
    result_type="LetterGrade",
    allowed_value=["C", "B", "A"],
    required_level=LEVEL.id,
    required_value="C",
    rubric_criterion_level=[LEVEL],
    alignment=[ALIGNMENT],
)
POINTS = ResultDescription(
    "Points",
    id="https://uni.example/a/py#points",
    result_type="RawScore",
    value_min="0",
    value_max="100",
)
ELEMENTS = StandardElements(
    [LearningOutcome("Writes programs", description="Small ones.", eqf=4, alignment=[ESCO])],
    workload_hours=68,
    qf_ehea_cycle="shortCycle",
    assessment_type=["coursework", "project"],
    assessment_description="Two assessors.",
    participation="blended",
    quality_assurance=[
        QualityAssurance(
            "institutionalAccreditation",
            name="Evaluation 2024",
            assured_by="Accreditation Council of Example",
            url="https://accreditation.example/1",
        )
    ],
    prerequisites="None.",
    supervision="supervisedOnsiteVerified",
    stackability="stackable",
    stacks_toward=["https://uni.example/programmes/data"],
    further_information="In spring.",
)
ACHIEVEMENT = Achievement(
    "https://uni.example/a/py",
    name="Python basics",
    criteria=Criteria("Pass the exam.", id="https://uni.example/a/py/criteria"),
    description="Writes small programs.",
    achievement_type="MicroCredential",
    in_language="en",
    ects=2.5,
    eqf=5,
    alignment=[ALIGNMENT, ESCO],
    tag=["Python", "data"],
    image="https://uni.example/py.png",
    creator=PROFILE,
    field_of_study="Computing",
    specialization="Programming",
    human_code="PY-1",
    version="2026",
    result_description=[GRADE, POINTS],
    related=[Related("https://uni.example/a/pl", in_language="pl", version="2026")],
    other_identifier=[IdentifierEntry("PY", identifier_type="systemId")],
    endorsement_jwt=[JWT],
    standard_elements=ELEMENTS,
)
RESULT = Result(
    "A",
    result_description=GRADE.id,
    achieved_level=LEVEL.id,
    status="Completed",
    alignment=[ALIGNMENT],
)
EVIDENCE = Evidence(
    "https://work.example/ada",
    name="Project",
    narrative="A weather log.",
    description="Python, 180 lines.",
    genre="Code",
    audience="Assessors",
    digest_sri="sha384-" + "A" * 64,
)
STATUS = {
    "id": "https://uni.example/status/1#7",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "7",
    "statusListCredential": "https://uni.example/status/1",
}


def simple_credential(**members: Any) -> dict[str, Any]:
    """The smallest credential, with these members changed or added."""
    stated = {
        "achievement": SIMPLE,
        "id": "urn:uuid:0f0f0f0f-0000-4000-8000-000000000000",
        "to": "mailto:ada@uni.example",
        "issuer": UNI,
        "valid_from": NOW,
    } | members
    return credential_document(stated.pop("achievement"), **stated)


def full_credential() -> dict[str, Any]:
    """A credential in which everything that can be said is said."""
    return simple_credential(
        achievement=ACHIEVEMENT,
        to="did:example:ada",
        issuer=PROFILE,
        valid_until=datetime(2031, 5, 31, tzinfo=UTC),
        awarded=NOW,
        name="Python basics, spring",
        description="Awarded at the end of the course.",
        image="https://uni.example/py.png",
        details=SubjectDetails(
            "Ada also helped others.",
            activity_start_date=datetime(2026, 4, 1, tzinfo=UTC),
            activity_end_date=NOW,
            credits_earned=2.5,
            license_number="L-7",
            role="Student",
            term="Spring 2026",
            image=Image("https://work.example/ada.png"),
            source=PROFILE,
        ),
        identities=[Identity.name("Ada Nowak"), Identity.student_id("302117")],
        results=[RESULT, Result("87.5", result_description=POINTS.id)],
        evidence=[EVIDENCE, Evidence(narrative="Shown on 2 May.")],
        status=STATUS,
        standard_elements=StandardElements(participation="online", supervision="supervised"),
        endorsement_jwt=[JWT],
    )


@cache
def published_schema(*path: str) -> dict[str, Any]:
    """A schema as 1EdTech publishes it, or a skip by name."""
    schema: dict[str, Any] = json.loads(
        shared("vectors", "1edtech-json-schemas", *path).read_text("utf-8")
    )
    return schema


def faults_of(document: object, *path: str, definition: str = "") -> list[str]:
    """What a published schema finds wrong with a document, or with one of its definitions."""
    schema = published_schema(*path)
    if definition:
        schema = {**schema, "$ref": f"#/$defs/{definition}", "required": [], "properties": {}}
    validator = jsonschema.Draft201909Validator(schema)
    return [f"{fault.json_path}: {fault.message}" for fault in validator.iter_errors(document)]
