"""Achievements, criteria, result descriptions: every member of the specification, and its bounds."""

from __future__ import annotations

import pytest

from testamur.credentials.openbadges import (
    ACHIEVEMENT_TYPES,
    Achievement,
    Alignment,
    Criteria,
    Related,
    ResultDescription,
    RubricCriterionLevel,
)
from testamur.credentials.openbadges.achievements import RESULT_TYPES
from testamur.errors import Refused
from tests.credentials_cast import (
    ACHIEVEMENT,
    ALIGNMENT,
    EVIDENCE,
    GRADE,
    LEVEL,
    POINTS,
    PROFILE,
    RESULT,
    full_credential,
    published_schema,
)

SCHEMA = ("from-spec-repo-gh-pages", "achievementcredential.json")
NOT_OF_THE_SPECIFICATION = {"standardElements", "digestSRI"}
EMBEDDED = {"endorsement"}  # a whole signed credential: shown by the documents' own tests


def defined(name):
    return published_schema(*SCHEMA)["$defs"][name]


BUILT = {
    "Achievement": ACHIEVEMENT.as_json(),
    "Alignment": ALIGNMENT.as_json(),
    "Criteria": ACHIEVEMENT.as_json()["criteria"],
    "Related": ACHIEVEMENT.related[0].as_json(),
    "RubricCriterionLevel": LEVEL.as_json(),
    "ResultDescription": GRADE.as_json() | POINTS.as_json(),
    "Profile": PROFILE.as_json(),
    "Address": PROFILE.as_json()["address"],
    "GeoCoordinates": PROFILE.as_json()["address"]["geo"],
    "IdentifierEntry": PROFILE.as_json()["otherIdentifier"][0],
    "Image": PROFILE.as_json()["image"],
    "Result": RESULT.as_json(),
    "Evidence": EVIDENCE.as_json(),
}


@pytest.mark.parametrize("name", BUILT)
def test_every_member_of_the_specification_can_be_stated(name):
    stated = set(BUILT[name]) - NOT_OF_THE_SPECIFICATION
    assert stated == set(defined(name)["properties"]) - EMBEDDED
    assert set(defined(name)["required"]) <= stated


def test_every_member_of_the_credential_and_its_subject_can_be_stated():
    credential, subject = full_credential(), full_credential()["credentialSubject"]
    later = {"proof", "refreshService", "termsOfUse"}
    assert set(credential) == set(published_schema(*SCHEMA)["properties"]) - EMBEDDED - later
    said = set(subject) - NOT_OF_THE_SPECIFICATION
    assert said == set(defined("AchievementSubject")["properties"])


def test_the_vocabularies_are_those_of_the_specification():
    listed = {
        "achievementType": (defined("Achievement"), ACHIEVEMENT_TYPES),
        "resultType": (defined("ResultDescription"), RESULT_TYPES),
    }
    for member, (schema, ours) in listed.items():
        assert tuple(schema["properties"][member]["oneOf"][0]["enum"]) == ours


def made(**members):
    stated = {"name": "Python basics", "criteria": "Pass the exam"} | members
    return Achievement(stated.pop("id", "https://uni.example/a/py"), **stated)


REFUSED = {
    "a relative id": ({"id": "py"}, "document.relative-iri", "/id"),
    "an empty name": ({"name": ""}, "text.empty", "/name"),
    "no name": ({"name": None}, "value.wrong-kind", "/name"),
    "a name shown another way round": ({"name": "\u202eF"}, "text.unsafe", "/name"),
    "a name of two lines": ({"name": "Python\nbasics"}, "text.unsafe", "/name"),
    "no criteria": ({"criteria": ""}, "text.empty", "/narrative"),
    "negative credits": ({"ects": -1}, "value.out-of-range", "/ects"),
    "credits that are no number": ({"ects": "2.5"}, "value.wrong-kind", "/ects"),
    "credits that are true": ({"ects": True}, "value.wrong-kind", "/ects"),
    "level 0": ({"eqf": 0}, "value.out-of-range", "/eqf"),
    "level 9": ({"eqf": 9}, "value.out-of-range", "/eqf"),
    "half a level": ({"eqf": 5.5}, "value.out-of-range", "/eqf"),
    "credits of two numbers": (
        {"ects": 2.5, "credits_available": 3},
        "value.contradiction",
        "/creditsAvailable",
    ),
    "an unknown type": (
        {"achievement_type": "Microcredential"},
        "value.unknown-choice",
        "/achievementType",
    ),
    "a language by name": ({"in_language": "English"}, "value.unknown-choice", "/inLanguage"),
    "a tag twice": ({"tag": ["a", "a"]}, "value.repeated", "/tag/1"),
    "an empty tag": ({"tag": ["a", ""]}, "text.empty", "/tag/1"),
    "an alignment twice": ({"alignment": [ALIGNMENT, ALIGNMENT]}, "value.repeated", "/alignment/1"),
    "two descriptions of one id": (
        {"result_description": [GRADE, GRADE]},
        "value.repeated",
        "/resultDescription/1",
    ),
    "an image by path": ({"image": "py.png"}, "document.relative-iri", "/id"),
}


@pytest.mark.parametrize(("members", "code", "pointer"), REFUSED.values(), ids=REFUSED)
def test_an_achievement_is_refused(members, code, pointer):
    with pytest.raises(Refused) as refused:
        made(**members)
    assert (refused.value.problem.code, refused.value.problem.pointer) == (code, pointer)


def test_whole_credits_are_written_as_every_library_writes_them():
    assert repr(made(ects=5.0).as_json()["creditsAvailable"]) == "5"
    assert made(credits_available=3).as_json()["creditsAvailable"] == 3
    assert made(ects=0).as_json()["creditsAvailable"] == 0


def test_a_level_that_is_aligned_already_is_not_aligned_twice():
    assert len(made(eqf=5, alignment=[Alignment.eqf(5)]).as_json()["alignment"]) == 1


def test_an_achievement_cannot_change_and_can_be_compared():
    tags = ["a"]
    achievement = made(tag=tags)
    tags.append("b")
    assert achievement.tag == ("a",)
    assert achievement == made(tag=("a",))
    assert hash(achievement) == hash(made(tag=("a",)))
    with pytest.raises(TypeError, match="tag takes a sequence"):
        made(tag="a")


def test_criteria_say_something():
    assert Criteria(id="https://uni.example/criteria").as_json() == {
        "id": "https://uni.example/criteria"
    }
    with pytest.raises(Refused) as refused:
        Criteria()
    assert refused.value.problem.code == "value.missing"


@pytest.mark.parametrize(
    "make",
    [
        lambda: ResultDescription("Grade", id="grade", result_type="LetterGrade"),
        lambda: ResultDescription("Grade", id="urn:g", result_type="Letters"),
        lambda: ResultDescription("", id="urn:g", result_type="LetterGrade"),
        lambda: ResultDescription("G", id="urn:x:g", result_type="Result", allowed_value=[""]),
        lambda: ResultDescription(
            "G", id="urn:xx:g", result_type="Result", allowed_value=["A"], required_value="B"
        ),
        lambda: RubricCriterionLevel("Good", id="good"),
        lambda: RubricCriterionLevel("", id="urn:xx:good"),
        lambda: Related("py"),
        lambda: Related("urn:xx:py", in_language="Polish"),
    ],
)
def test_its_parts_are_refused(make):
    with pytest.raises(Refused):
        make()
