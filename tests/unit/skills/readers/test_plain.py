"""A table of one's own: any order of columns, identifiers made where there are none."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.errors import Refused
from testamur.skills.framework import Link, LinkKind, Names
from testamur.skills.readers import Asked, read_framework
from tests.shared_data import shared

TABLE = """\
Code;Label;Alt labels;Definition;Type;Broader;Related;label_de;alternatives_de;remarks
B;bake bread;make bread|bake loaves;Make bread.;skill;;F;Brot backen;Laibe backen;x
K;knead dough;;;skill;B;;;;
F;types of flour;;;knowledge;;;Mehlsorten;;
;proof dough;;;skill;bake bread|nothing;;;;
"""


@pytest.fixture
def intake(tmp_path):
    path = tmp_path / "our skills.csv"
    path.write_text(TABLE, encoding="utf-8-sig")
    return read_framework(path)


def test_a_table_of_one_s_own(intake):
    bake, knead, flour, proof = intake.framework.skills
    assert (intake.kind, intake.framework.name) == ("csv", "our skills")
    assert (bake.label, bake.code, bake.kind) == ("bake bread", "B", "skill")
    assert (bake.alternatives, bake.description) == (("make bread", "bake loaves"), "Make bread.")
    assert bake.translations == {"de": Names("Brot backen", ("Laibe backen",))}
    assert intake.framework.links == (
        Link(bake.id, LinkKind.RELATED, flour.id),
        Link(knead.id, LinkKind.BROADER, bake.id),
        Link(proof.id, LinkKind.BROADER, bake.id),
    )
    assert [one.reason for one in intake.omissions] == [
        "broader: there is no other skill 'nothing'"
    ]


def test_what_is_called_otherwise_tomorrow_is_the_same_skill_by_its_code(tmp_path, intake):
    path = tmp_path / "our skills.csv"
    path.write_text(TABLE.replace(";bake bread;", ";bake breads;"), encoding="utf-8")
    again = read_framework(path).framework
    assert again.skills[0].id == intake.framework.skills[0].id
    assert again.skills[0].label == "bake breads"


def test_identifiers_of_its_own_are_kept(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text("uri\tname\nhttps://x.example/1\tbake\nlocal-2\tknead\n")
    one, two = read_framework(path, asked=Asked(name="N", language="fr")).framework.skills
    assert one.id == "https://x.example/1"
    assert two.id.startswith("urn:uuid:")


def test_a_row_without_label_and_one_told_twice_are_refused(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("label,code\nbake,1\n,2\n\nbake,1\n")
    intake = read_framework(path)
    assert [(one.reason, one.lines) for one in intake.omissions] == [
        ("no label", (3,)),
        ("the same skill stands above", (5,)),
    ]


@given(st.permutations(["label", "code", "broader", "kind", "remark"]), st.integers())
def test_the_order_of_columns_does_not_matter(tmp_path_factory, order, seed):
    rows = [("bake", "B", "", "skill", "x"), ("knead", "K", "B", "skill", "y")]
    names = ["label", "code", "broader", "kind", "remark"]
    Random(seed).shuffle(rows)  # noqa: S311 -- any order
    lines = [order, *([dict(zip(names, row, strict=True))[one] for one in order] for row in rows)]
    path = tmp_path_factory.mktemp("t") / "t.csv"
    path.write_text("\n".join(map(",".join, lines)))
    framework = read_framework(path).framework
    assert {one.label for one in framework.skills} == {"bake", "knead"}
    (link,) = framework.links
    labels = {one.id: one.label for one in framework.skills}
    assert (labels[link.source], labels[link.target]) == ("knead", "bake")


def test_two_tables_are_refused(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("label\nbake\n")
    for kind, code in ((None, "framework.unrecognised"), ("csv", "framework.ambiguous")):
        with pytest.raises(Refused) as refused:
            read_framework(tmp_path, kind)
        assert refused.value.problem.code == code


def test_real_tables_of_opensalt():
    intake = read_framework(shared("data/case/ccsso_ela_item.csv"))
    assert (len(intake.framework.skills), intake.refused) == (1_189, 0)
    assert intake.framework.skills[0].code == "L.1.4"
