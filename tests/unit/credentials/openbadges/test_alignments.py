"""Alignments to the frameworks that are known, in the words their tools look for."""

from __future__ import annotations

import pytest

from testamur.credentials.openbadges import Alignment
from testamur.credentials.openbadges.alignments import TARGET_TYPES
from testamur.errors import Refused
from tests.credentials_cast import faults_of, published_schema

SCHEMA = ("from-spec-repo-gh-pages", "achievementcredential.json")
SKILL = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"


def test_esco():
    assert Alignment.esco(SKILL, "Python", code="x").as_json() == {
        "type": ["Alignment"],
        "targetName": "Python",
        "targetUrl": SKILL,
        "targetType": "ext:esco.skill",
        "targetCode": "x",
        "targetFramework": "ESCO",
    }
    occupation = Alignment.esco(SKILL.replace("skill", "occupation"), "Developer")
    assert occupation.target_type == "ext:esco.occupation"
    with pytest.raises(Refused, match="not the URI of an ESCO"):
        Alignment.esco("https://esco.example/skill/1", "Python")


def test_case_and_ctdl():
    case = Alignment.case(
        "https://case.example/ims/case/v1p0/CFItems/1", "Adds", code="K.1", framework="Mathematics"
    )
    rubric = Alignment.case("https://case.example/CFRubrics/1", "Essay", kind="CFRubric")
    ctdl = Alignment.ctdl("https://credentialengineregistry.org/resources/ce-1", "Adds")
    credential = Alignment.ctdl("https://ce.example/ce-2", "Diploma", kind="ceterms:Credential")
    kinds = [one.target_type for one in (case, rubric, ctdl, credential)]
    assert kinds == ["CFItem", "CFRubric", "ceasn:Competency", "ceterms:Credential"]
    for alignment in (case, rubric, ctdl, credential, Alignment.eqf(5), Alignment.esco(SKILL, "P")):
        assert faults_of(alignment.as_json(), *SCHEMA, definition="Alignment") == []


def test_levels_of_the_european_framework():
    assert Alignment.eqf(8).target_url == "http://data.europa.eu/snb/eqf/8"
    for wrong in (0, 9, 4.5, True):
        with pytest.raises(Refused):
            Alignment.eqf(wrong)


def test_the_target_types_are_those_of_the_specification():
    schema = published_schema(*SCHEMA)["$defs"]["Alignment"]["properties"]["targetType"]
    assert tuple(schema["oneOf"][0]["enum"]) == TARGET_TYPES


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"target_name": ""}, "/targetName"),
        ({"target_url": "skills/1"}, "/targetUrl"),
        ({"target_url": "urn:skill:1"}, "/targetUrl"),
        ({"target_type": "Skill"}, "/targetType"),
        ({"target_code": ""}, "/targetCode"),
        ({"target_framework": "\u200b"}, "/targetFramework"),
        ({"target_description": ""}, "/targetDescription"),
    ],
)
def test_an_alignment_is_refused(members, pointer):
    stated = {"target_name": "Adds", "target_url": "https://skills.example/1"} | members
    with pytest.raises(Refused) as refused:
        Alignment(stated.pop("target_name"), **stated)
    assert refused.value.problem.pointer == pointer
