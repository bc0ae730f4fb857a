"""Crosswalks: which way a relation goes, and rows that state none."""

from __future__ import annotations

import pytest

from testamur.errors import Refused
from testamur.skills.framework import Link, LinkKind
from testamur.skills.readers import Asked, read_crosswalk
from testamur.skills.readers.onet import occupation_uri
from tests.shared_data import shared

HEAD = "Mapping project name,Baking;\nMapping project author,Guild\n,,\n"
NATIONAL = (
    f"{HEAD}Classification 1 URI,Classification 1 PrefLabel,Classification 2 ID,Mapping relation\n"
    "http://esco.example/1,bake,K 1,skos:narrowMatch\n"
    "http://esco.example/2,knead,K 2,no relation\n"
    "http://esco.example/3,prove,,\n"
    "http://esco.example/4,sell,K 4,skos:likes\n"
)


def read(path, text):
    path.write_text(text, encoding="utf-8-sig")
    return read_crosswalk(path)


def test_a_national_mapping(tmp_path):
    intake = read(tmp_path / "m.csv", NATIONAL)
    assert intake.crosswalk.attribution == "Baking, Guild"
    assert intake.crosswalk.links == (Link("http://esco.example/1", LinkKind.NARROW, "K 1"),)
    assert [(one.reason, one.lines, one.is_fault) for one in intake.omissions] == [
        ("no match is stated", (6, 7), False),
        ("'skos:likes' is no relation of SKOS", (8,), True),
    ]


def test_esco_to_onet(tmp_path):
    text = f"{HEAD}O*NET Id,ESCO or ISCO URI,Type of Match\n51-3011.00,http://esco.example/b,narrowMatch\n"
    intake = read(tmp_path / "m.csv", text)
    assert intake.crosswalk.links == (
        Link("http://esco.example/b", LinkKind.NARROW, occupation_uri("51-3011.00")),
    )


def test_a_table_of_ones_own_with_names(tmp_path):
    text = "from,from_label,relation,to,to_label\nx:1,Baking,exactMatch,y:1,Bread\n"
    text += "x:2,Selling,skos:relatedMatch,y:2,\n"
    found = read(tmp_path / "ours_to_theirs.csv", text).crosswalk
    assert found.name == "ours to theirs"
    assert found.links == (
        Link("x:1", LinkKind.EXACT, "y:1"),
        Link("x:2", LinkKind.RELATED, "y:2"),
    )
    assert found.labels == {"x:1": "Baking", "y:1": "Bread", "x:2": "Selling"}


def test_what_is_called_narrower_may_be_the_first(tmp_path):
    path = tmp_path / "m.csv"
    path.write_text(NATIONAL, encoding="utf-8")
    told = read_crosswalk(path, is_reversed=True, asked=Asked("Bakers", "2")).crosswalk
    assert [link.kind for link in told.links] == [LinkKind.BROAD]
    assert told.title == "Bakers 2"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n1,2\n", "framework.column-missing"),
        (f"{HEAD}Mapping relation,Other\nskos:exactMatch,1\n", "framework.column-missing"),
        (NATIONAL.splitlines()[3], "framework.column-missing"),
        ("\n".join(NATIONAL.splitlines()[:4]), "framework.empty"),
    ],
)
def test_what_is_no_crosswalk_is_refused(tmp_path, text, code):
    if code == "framework.column-missing" and text.startswith("Classification"):
        text = text.replace("Classification 1 URI", "Classification 1")
    with pytest.raises(Refused) as refused:
        read(tmp_path / "m.csv", text)
    assert refused.value.problem.code == code


def test_two_files_are_refused(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(NATIONAL)
    with pytest.raises(Refused) as refused:
        read_crosswalk(tmp_path)
    assert refused.value.problem.code == "framework.ambiguous"


def test_the_real_crosswalk_of_esco_and_onet():
    intake = read_crosswalk(shared("data/onet/crosswalk_esco_onet.csv.gz"))
    assert (len(intake.crosswalk.links), intake.omissions) == (4_253, ())
    plants = [
        one.kind
        for one in intake.crosswalk.links
        if one.target == occupation_uri("11-3051.06")  # Hydroelectric Production Managers
    ]
    assert LinkKind.NARROW in plants, "ESCO's power plant manager is the wider one"
    assert intake.crosswalk.labels[occupation_uri("11-3051.06")].startswith("Hydroelectric")


@pytest.mark.parametrize(
    ("name", "links"),
    [
        ("DE_Mapping_ESCO_Kompetenzen_220518_0", 24_463),
        ("SE NSC ESCO 109 mapping table 2023-11-30", 13_989),
        ("escocompetencemappingfinalreport-fr-nl-45-v3.8", 11_183),
    ],
)
def test_real_national_mappings(name, links):
    intake = read_crosswalk(shared(f"data/melo_skill_crosswalks/{name}.csv.gz"))
    assert len(intake.crosswalk.links) == links
    assert all(
        one.source.startswith("http://data.europa.eu/esco/") for one in intake.crosswalk.links
    )
