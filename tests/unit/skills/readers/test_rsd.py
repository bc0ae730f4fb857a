"""Rich Skill Descriptors: as CSV and as JSON, with addresses of their own or without."""

from __future__ import annotations

import json

import pytest

from testamur.errors import Refused
from testamur.skills.framework import Link, LinkKind
from testamur.skills.readers import Asked, read_framework
from tests.shared_data import shared

TABLE = (
    '"RSD Name","Authors","Skill Statement","Categories","Keywords","Canonical URL","Alignment URL"\n'
    '"Bake","Guild","Bake bread by hand.","Baking; Food","oven","https://rsd.example/1","https://esco.example/bake"\n'
    '"Knead","Guild","Knead dough.","Baking","","",""\n'
    '"Knead","Guild","Knead dough.","Baking","","",""\n'
    '"Sell","Guild","","","","",""\n'
)
DESCRIPTOR = {
    "@context": "https://rsd.openskillsnetwork.org/context-v1.json",
    "id": "https://rsd.example/1",
    "type": "RichSkillDescriptor",
    "skillName": "Bake",
    "skillStatement": "Bake bread by hand.",
    "categories": ["Baking", "Food"],
    "keywords": ["oven"],
    "alignments": [{"id": "https://esco.example/bake", "skillName": "bake bread"}],
}


def test_a_table(tmp_path):
    path = tmp_path / "craft.csv"
    path.write_text(TABLE)
    intake = read_framework(path)
    bake, knead = intake.framework.skills
    assert (intake.kind, intake.framework.name) == ("rsd", "craft")
    assert (bake.id, bake.label) == ("https://rsd.example/1", "Bake")
    assert (bake.description, bake.kind) == ("Bake bread by hand.", "Baking")
    assert intake.framework.links == (
        Link("https://rsd.example/1", LinkKind.CLOSE, "https://esco.example/bake"),
    )
    assert knead.id.startswith("urn:uuid:")
    assert read_framework(path).framework == intake.framework, "made identifiers are the same again"
    assert {(one.reason, one.lines) for one in intake.omissions} == {
        ("the same descriptor stands above", (4,)),
        ("no Skill Statement", (5,)),
    }


@pytest.mark.parametrize(
    "content", [DESCRIPTOR, [DESCRIPTOR], {"name": "Craft", "skills": [DESCRIPTOR]}]
)
def test_json_in_each_of_its_forms(tmp_path, content):
    path = tmp_path / "craft.json"
    path.write_text(json.dumps(content))
    intake = read_framework(path)
    (skill,) = intake.framework.skills
    assert (intake.kind, skill.id, skill.kind) == ("rsd", "https://rsd.example/1", "Baking")
    assert len(intake.framework.links) == 1


def test_what_is_no_descriptor_is_refused_and_told(tmp_path):
    path = tmp_path / "craft.json"
    path.write_text(json.dumps([DESCRIPTOR, 7, {"skillName": "x", "alignments": 7}]))
    intake = read_framework(path)
    assert (len(intake.framework.skills), intake.refused) == (1, 2)


def test_a_folder_of_descriptors_is_one_framework(tmp_path):
    (tmp_path / "1.json").write_text(json.dumps(DESCRIPTOR))
    (tmp_path / "2.csv").write_text(TABLE.replace("rsd.example/1", "rsd.example/2"))
    framework = read_framework(tmp_path, asked=Asked(name="All", version="3")).framework
    assert (framework.name, framework.version, len(framework.skills)) == ("All", "3", 3)


def test_a_table_of_another_form_lacks_a_column(tmp_path):
    (tmp_path / "craft.csv").write_text("label\nbake\n")
    with pytest.raises(Refused) as refused:
        read_framework(tmp_path, "rsd")
    assert refused.value.problem.code == "framework.column-missing"
    assert refused.value.problem.detail == "craft.csv, line 1: there is no column RSD Name"


def test_real_descriptors():
    intake = read_framework(shared("data/osmt/import/Skills-Import.csv"))
    first = intake.framework.skills[0]
    assert (len(intake.framework.skills), intake.refused) == (2, 0)
    assert (first.label, first.kind) == ("Data and Data Store Access", ".NET Framework")
    assert {one.kind for one in intake.framework.links} == {LinkKind.CLOSE}


def test_a_real_table_of_names_alone_is_empty():
    with pytest.raises(Refused) as refused:
        read_framework(shared("data/osmt/ui/src/assets/osmt-batch-import-example.csv"))
    assert refused.value.problem.code == "framework.empty"
