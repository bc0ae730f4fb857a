"""The European standard elements: every term is signed, and what is not said is found."""

from __future__ import annotations

import copy
import json
from importlib import resources
from typing import Any

import jsonschema
import pytest
from pyld import jsonld

from testamur.credentials.eu_elements import (
    ASSESSMENT_TYPES,
    CONTEXT,
    CYCLES,
    ELEMENTS,
    PARTICIPATION,
    QUALITY_ASSURANCE_TYPES,
    STACKABILITY,
    SUPERVISION,
    VOCABULARY,
    LearningOutcome,
    Need,
    QualityAssurance,
    StandardElements,
    find_elements,
    missing,
)
from testamur.credentials.openbadges import Achievement, Address, Identity, Profile, Result
from testamur.errors import Refused
from testamur.ld import canonicalise, to_quads
from testamur.ld.contexts import load_context
from tests import credentials_cast as cast
from tests.credentials_cast import ACHIEVEMENT, faults_of, full_credential, simple_credential

ALL_ELEMENTS = cast.ELEMENTS
WRITTEN = ALL_ELEMENTS.as_json(ects=2.5, eqf=5)
LISTED = {
    "qfEheaCycle": CYCLES,
    "assessmentType": ASSESSMENT_TYPES,
    "participation": PARTICIPATION,
    "qualityAssuranceType": QUALITY_ASSURANCE_TYPES,
    "supervision": SUPERVISION,
    "stackability": STACKABILITY,
}


def own_schema() -> dict[str, Any]:
    folder = resources.files("testamur.credentials") / "schemas"
    return json.loads((folder / "standard-elements.schema.json").read_text("utf-8"))


def own_terms() -> dict[str, Any]:
    return dict(load_context(CONTEXT)["@context"]["standardElements"]["@context"])


def achievement_with(elements: StandardElements, **members: Any) -> Achievement:
    stated = {"name": "Python basics", "criteria": "Pass the exam"} | members
    return Achievement("https://uni.example/a/py", standard_elements=elements, **stated)


# ------------------------------------------------------------------------- context and schema


def test_the_context_is_added_last_and_only_where_it_is_needed():
    assert full_credential()["@context"][-1] == CONTEXT
    assert CONTEXT not in simple_credential()["@context"]
    for_one = simple_credential(standard_elements=StandardElements(participation="online"))
    assert for_one["@context"][-1] == CONTEXT
    assert for_one["credentialSubject"]["standardElements"]["participation"] == "online"


def test_the_published_schema_of_open_badges_leaves_room_for_it():
    path = ("from-spec-repo-gh-pages", "achievementcredential.json")
    assert faults_of(full_credential(), *path) == []


def test_expansion_drops_nothing():
    """PyLD itself, watched, over the pinned contexts: no key, no value, no quad is lost."""
    dropped: list[object] = []

    def load(url, _):
        return {"documentUrl": url, "contextUrl": None, "document": load_context(url)}

    jsonld.expand(
        full_credential(),
        {"documentLoader": load},
        on_property_dropped=dropped.append,
    )
    assert dropped == []


def test_every_member_and_value_comes_back_as_a_statement():
    statements = [(quad.predicate, quad.object) for quad in to_quads(full_credential())]
    predicates = {predicate for predicate, _ in statements}
    members = (
        set(WRITTEN) | set(WRITTEN["learningOutcome"][0]) | set(WRITTEN["qualityAssurance"][0])
    )
    shared_with_open_badges = {"type", "name", "description", "alignment", "url"}
    for member in members - shared_with_open_badges:
        assert f"<{VOCABULARY}{member}>" in predicates
    values = {value for _, value in statements}
    for listed in ("shortCycle", "coursework", "project", "blended", "supervisedOnsiteVerified"):
        assert f"<{VOCABULARY}{listed}>" in values
    for kind in ("StandardElements", "LearningOutcome", "QualityAssurance"):
        assert f"<{VOCABULARY}{kind}>" in values


def leaves(value: Any, path: tuple[Any, ...] = ()):
    """Every string and number in a value, with its path."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for step, child in pairs:
            yield from leaves(child, (*path, step))
    else:
        yield path, value


def altered(path: tuple[Any, ...], value: Any) -> Any:
    """Another value that may stand in the same place."""
    member = next(step for step in reversed(path) if isinstance(step, str))
    if member == "type":
        return f"{VOCABULARY}Another"
    if member in LISTED:
        return next(
            one for one in LISTED[member] if one not in WRITTEN.get(member, ()) and one != value
        )
    return value + 1 if isinstance(value, int | float) else f"{value}x"


PATHS = [path for path, _ in leaves(WRITTEN)]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: "/".join(map(str, path)))
def test_any_change_of_any_value_changes_what_is_signed(path):
    document = simple_credential(achievement=achievement_with(ALL_ELEMENTS, ects=2.5, eqf=5))
    changed = copy.deepcopy(document)
    place = changed["credentialSubject"]["achievement"]["standardElements"]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = altered(path, place[path[-1]])
    if path[-3:] == (0, "type", 0) and "alignment" in path:  # without its type it has no members
        with pytest.raises(Refused):
            canonicalise(changed)
    else:
        assert canonicalise(changed).nquads != canonicalise(document).nquads


def test_a_value_outside_its_list_cannot_be_signed():
    document = full_credential()
    document["credentialSubject"]["standardElements"]["participation"] = "telepathic"
    with pytest.raises(Refused) as refused:
        canonicalise(document)
    assert refused.value.problem.code == "document.relative-iri"


def test_an_unknown_member_cannot_be_signed():
    document = full_credential()
    document["credentialSubject"]["standardElements"]["gpa"] = "4.0"
    with pytest.raises(Refused) as refused:
        canonicalise(document)
    assert refused.value.problem.code == "document.unsigned-term"


def test_context_schema_and_builder_list_the_same_values():
    schema = own_schema()["$defs"]
    properties = schema["StandardElements"]["properties"]
    kinds = schema["QualityAssurance"]["properties"]
    terms = own_terms()
    for member, values in LISTED.items():
        found = properties.get(member, kinds.get(member))
        assert tuple(found.get("items", found)["enum"]) == values
        assert terms[member]["@type"] == "@vocab"
        for value in values:
            assert terms[value] == VOCABULARY + value


def test_every_term_is_protected_and_of_the_vocabulary():
    context = load_context(CONTEXT)["@context"]
    assert set(context) == {"@protected", "id", "type", "standardElements"}
    assert context["@protected"] is True
    terms = own_terms()
    assert terms.pop("@protected") is True
    assert (terms.pop("id"), terms.pop("type")) == ("@id", "@type")
    for name, meaning in terms.items():
        iri = meaning if isinstance(meaning, str) else meaning["@id"]
        assert iri == VOCABULARY + name


def test_the_schema_accepts_all_that_is_built():
    validator = jsonschema.Draft202012Validator(own_schema())
    jsonschema.Draft202012Validator.check_schema(own_schema())
    for elements in (ALL_ELEMENTS, StandardElements(), StandardElements(participation="online")):
        assert list(validator.iter_errors(elements.as_json())) == []
    assert list(validator.iter_errors(WRITTEN)) == []
    assert set(WRITTEN) | {"id"} == set(own_schema()["$defs"]["StandardElements"]["properties"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"ectsCredits": -1},
        {"workloadHours": "68"},
        {"eqfLevel": 9},
        {"eqfLevel": 2.5},
        {"participation": "telepathic"},
        {"assessmentType": []},
        {"assessmentType": ["project", "project"]},
        {"learningOutcome": [{"type": ["LearningOutcome"]}]},
        {"learningOutcome": [{"type": ["LearningOutcome"], "name": "Adds", "eqfLevel": 9}]},
        {"qualityAssurance": [{"type": ["QualityAssurance"], "name": "x"}]},
        {"stacksToward": ["programme"]},
        {"prerequisites": ""},
        {"gpa": 4},
        {"type": ["Elements"]},
    ],
)
def test_the_schema_refuses(wrong):
    validator = jsonschema.Draft202012Validator(own_schema())
    assert list(validator.iter_errors(WRITTEN | wrong))


# ---------------------------------------------------------------------------------- the builder


REFUSED = {
    "negative hours": ({"workload_hours": -1}, "value.out-of-range", "/workloadHours"),
    "hours as text": ({"workload_hours": "68"}, "value.wrong-kind", "/workloadHours"),
    "an unknown cycle": ({"qf_ehea_cycle": "bachelor"}, "value.unknown-choice", "/qfEheaCycle"),
    "an unknown assessment": (
        {"assessment_type": ["project", "exam"]},
        "value.unknown-choice",
        "/assessmentType/1",
    ),
    "an assessment twice": (
        {"assessment_type": ["project", "project"]},
        "value.repeated",
        "/assessmentType/1",
    ),
    "an unknown participation": (
        {"participation": "hybrid"},
        "value.unknown-choice",
        "/participation",
    ),
    "an unknown supervision": ({"supervision": "yes"}, "value.unknown-choice", "/supervision"),
    "an unknown stackability": ({"stackability": "yes"}, "value.unknown-choice", "/stackability"),
    "a programme by name": (
        {"stacks_toward": ["Data technician"]},
        "document.relative-iri",
        "/stacksToward/0",
    ),
    "empty prerequisites": ({"prerequisites": ""}, "text.empty", "/prerequisites"),
    "an outcome twice": (
        {"learning_outcome": [LearningOutcome("Adds"), LearningOutcome("Adds")]},
        "value.repeated",
        "/learningOutcome/1",
    ),
}


@pytest.mark.parametrize(("members", "code", "pointer"), REFUSED.values(), ids=REFUSED)
def test_an_element_is_refused(members, code, pointer):
    with pytest.raises(Refused) as refused:
        StandardElements(**members)
    assert (refused.value.problem.code, refused.value.problem.pointer) == (code, pointer)


def test_its_parts_are_refused():
    for make in (
        lambda: LearningOutcome(""),
        lambda: LearningOutcome("A\u202eF"),
        lambda: LearningOutcome("Adds", eqf=9),
        lambda: LearningOutcome("Adds", eqf=4.5),
        lambda: QualityAssurance("good"),
        lambda: QualityAssurance("internalAssurance", url="uni.example"),
        lambda: QualityAssurance("internalAssurance", name=""),
    ):
        with pytest.raises(Refused):
            make()


def test_an_outcome_states_its_level_in_a_term_that_the_first_context_knew():
    """What was signed before outcomes had levels, and what is signed now, share one context."""
    levelled = LearningOutcome("Adds", eqf=5)
    document = simple_credential(achievement=achievement_with(StandardElements([levelled])))
    assert levelled.as_json()["eqfLevel"] == 5
    assert CONTEXT.endswith("/v1")
    assert f"<{VOCABULARY}eqfLevel>" in canonicalise(document).nquads.decode()
    assert "eqfLevel" not in LearningOutcome("Adds").as_json()


# ------------------------------------------------------------------------- what is not said


def said(document: dict[str, Any]) -> dict[str, str]:
    return {found.element.name: found.by for found in find_elements(document)}


def test_a_full_credential_says_every_element():
    document = full_credential()
    assert missing(document) == []
    assert set(said(document).values()) == {"Open Badges", "extension"}
    by_open_badges = {name for name, by in said(document).items() if by == "Open Badges"}
    assert by_open_badges == {"learner", "title", "country", "awarding-body", "date", "grade"}


def test_a_plain_credential_says_what_open_badges_says():
    lacking = [found.element.name for found in missing(simple_credential())]
    assert lacking == [
        "country",
        "learning-outcomes",
        "workload",
        "level",
        "assessment",
        "participation",
        "quality-assurance",
    ]
    level = next(found for found in missing(simple_credential()) if found.element.name == "level")
    assert level.element.need is Need.WHERE_APPLICABLE


def test_credits_of_no_system_are_told_apart():
    badge = Achievement("https://uni.example/a/py", name="P", criteria="C", ects=2.5, eqf=5)
    document = simple_credential(achievement=badge)
    workload = next(one for one in find_elements(document) if one.element.name == "workload")
    assert not workload.is_said
    assert workload.remark == "creditsAvailable says 2.5 but not in which credit system"
    assert said(document)["level"] == "Open Badges"  # the alignment names the European level


def test_open_badges_members_count_where_they_say_it():
    there = Profile("did:web:uni.example", name="Uni", address=Address(address_region="Scotland"))
    document = simple_credential(
        issuer=there,
        to=None,
        identities=[Identity.name("Ada")],
        results=[Result(status="Completed")],
    )
    found = {one.element.name: one for one in find_elements(document)}
    assert found["country"].pointer == "/issuer/address/addressRegion"
    assert found["learner"].pointer == "/credentialSubject/identifier"
    assert not found["grade"].is_said  # completed is no grade


def test_an_award_may_say_what_its_achievement_does_not():
    for_one = StandardElements(participation="online")
    document = simple_credential(achievement=achievement_with(StandardElements()))
    assert said(document)["participation"] == ""
    document = simple_credential(standard_elements=for_one)
    found = next(one for one in find_elements(document) if one.element.name == "participation")
    assert (found.by, found.pointer) == (
        "extension",
        "/credentialSubject/standardElements/participation",
    )


def test_hours_alone_are_a_workload():
    document = simple_credential(achievement=achievement_with(StandardElements(workload_hours=0)))
    assert said(document)["workload"] == "extension"


@pytest.mark.parametrize("document", [{}, {"credentialSubject": []}, {"issuer": "did:web:x"}])
def test_a_document_of_another_form_says_nothing(document):
    assert not any(one.is_said for one in find_elements(document))
    assert len(missing(document)) == 11


def test_several_subjects_are_read_by_the_first():
    document = full_credential()
    document["credentialSubject"] = [document["credentialSubject"]]
    assert missing(document) == []


def test_the_elements_are_those_of_the_annex():
    assert [element.need for element in ELEMENTS].count(Need.MANDATORY) == 10
    assert [element.need for element in ELEMENTS].count(Need.OPTIONAL) == 5
    assert ACHIEVEMENT.contexts == (CONTEXT,)
