"""CASE packages: items, associations, and what a package may lack."""

from __future__ import annotations

import pytest

from testamur.errors import Refused
from testamur.skills.framework import Link, LinkKind
from testamur.skills.readers import lists_at, read_framework
from tests.frameworks import CASE, case_package, write_case
from tests.shared_data import shared


def test_items_become_skills(tmp_path):
    framework = read_framework(write_case(tmp_path / "p.json")).framework
    assert (framework.id, framework.name) == ("https://case.example/CFDocuments/doc", "Baking")
    assert (framework.version, framework.attribution) == ("2", "Example Board")
    heading, bread, kneads = framework.skills
    assert (heading.label, heading.kind) == ("Bread", "Cluster")
    assert (bread.label, bread.description) == ("Bakes bread", "Bakes wheat bread by hand")
    assert bread.code == "B.1"
    assert kneads.id == "urn:uuid:c", "without a URI it is named by its identifier"


def test_associations_become_links(tmp_path):
    intake = read_framework(write_case(tmp_path / "p.json"), "case")
    assert intake.framework.links == (
        Link(f"{CASE}b", LinkKind.BROADER, f"{CASE}a"),
        Link("urn:uuid:c", LinkKind.RELATED, f"{CASE}b"),
        Link(f"{CASE}b", LinkKind.EXACT, f"{CASE}elsewhere"),
    )
    told = {one.reason: one.is_fault for one in intake.omissions}
    assert told == {
        "an item without statement or own URI": True,
        "an association 'precedes'": False,
        "an association with an item that is not in the package": False,
    }


@pytest.mark.parametrize(
    ("package", "code"),
    [
        ({"CFDocument": {"title": "x"}, "CFItems": []}, "framework.empty"),
        ({"CFDocument": [], "CFItems": {"a": 1}, "CFAssociations": 7}, "framework.empty"),
        ({"CFDocument": None, "CFItems": ["x", None]}, "framework.empty"),
    ],
)
def test_a_package_without_items_is_refused(tmp_path, package, code):
    with pytest.raises(Refused) as refused:
        read_framework(write_case(tmp_path / "p.json", package))
    assert refused.value.problem.code == code


def test_broken_json_names_its_file(tmp_path):
    (tmp_path / "p.json").write_text('{"CFDocument": {')
    with pytest.raises(Refused) as refused:
        read_framework(tmp_path / "p.json")
    assert refused.value.problem.code == "json.malformed"
    assert refused.value.problem.detail.startswith("p.json: ")


def test_two_packages_without_identifiers_are_two_frameworks(tmp_path):
    items = [{"identifier": "a", "fullStatement": "Bread"}]
    ids = {
        read_framework(
            write_case(
                tmp_path / f"{title}.json", {"CFDocument": {"title": title}, "CFItems": items}
            )
        ).framework.id
        for title in ("One", "Two")
    }
    assert len(ids) == 2


def test_several_packages_are_read_one_by_one(tmp_path):
    first, second = write_case(tmp_path / "a.json"), write_case(tmp_path / "b.json")
    (tmp_path / "notes.txt").write_text("nothing")
    assert lists_at(tmp_path) == lists_at(tmp_path, "case") == [first, second]
    assert lists_at(first) == [first]
    with pytest.raises(Refused) as refused:
        read_framework(tmp_path)
    assert refused.value.problem.code == "framework.ambiguous"


def test_no_package_where_one_was_promised(tmp_path):
    (tmp_path / "list.csv").write_text("label\nbake\n")
    with pytest.raises(Refused) as refused:
        read_framework(tmp_path, "case")
    assert refused.value.problem.code == "framework.file-missing"


def test_a_package_that_means_nothing_strange_by_odd_members(tmp_path):
    package = case_package()
    package["CFItems"].append({"identifier": 7, "uri": ["x"], "fullStatement": {"a": 1}})
    package["CFAssociations"].append({"originNodeURI": "text", "destinationNodeURI": None})
    assert len(read_framework(write_case(tmp_path / "p.json", package)).framework.skills) == 3


@pytest.mark.parametrize(
    ("name", "skills", "links"),
    [("Ordering", 28, 27), ("SmartLevelFramework", 14, 12), ("Utf8TestFramework", 1, 0)],
)
def test_real_packages(name, skills, links):
    intake = read_framework(shared(f"data/case/{name}.json"))
    assert (len(intake.framework.skills), len(intake.framework.links)) == (skills, links)
    assert intake.refused == 0
