"""O*NET: ratings become needs by the stated tables; products, tools and activities become skills."""

from __future__ import annotations

import pytest

from testamur.skills.framework import ESSENTIAL, OPTIONAL, Link, LinkKind, Need
from testamur.skills.readers import read_framework
from testamur.skills.readers.onet import JOB_ZONE_TO_EQF, LV_TO_EQF, occupation_uri
from tests.frameworks import ONET_FILES, write_files
from tests.shared_data import shared

BAKER = occupation_uri("51-3011.00")
READING = "https://www.onetonline.org/find/descriptor/result/2.A.1.a"


@pytest.fixture
def intake(tmp_path):
    return read_framework(write_files(tmp_path / "db_29_3_text", ONET_FILES))


@pytest.fixture
def needs(intake):
    return {need.skill: need for need in intake.framework.occupations[0].needs}


def test_an_occupation_with_titles_and_job_zone(intake):
    baker, other = intake.framework.occupations
    assert (baker.id, baker.label, baker.code) == (BAKER, "Bakers", "51-3011.00")
    assert baker.description == 'Mix and bake "ingredients".'
    assert (baker.alternatives, baker.level) == (("Bread Baker",), 4)
    assert (other.needs, other.level) == ((), None)
    assert intake.framework.version == "29.3"


def test_a_rating_becomes_importance_and_level(needs):
    assert needs[READING] == Need(READING, level=4, importance=0.5)


def test_both_scales_are_mapped_whole():
    assert sorted(LV_TO_EQF) == list(range(8))
    assert sorted(LV_TO_EQF.values()) == list(range(1, 9))
    assert JOB_ZONE_TO_EQF == {1: 3, 2: 4, 3: 5, 4: 6, 5: 7}


def test_what_is_marked_not_relevant_is_left_out(intake, needs):
    assert not [uri for uri in needs if uri.endswith("2.B.3.e")]
    assert any("not relevant" in one.reason and not one.is_fault for one in intake.omissions)


def test_a_figure_outside_its_scale_is_refused(intake):
    (fault,) = [one for one in intake.omissions if one.is_fault]
    assert (fault.file, fault.lines) == ("Skills.txt", (6,))
    assert fault.reason == "'9' is not a figure of the scale 'IM'"


def test_products_tools_and_activities(intake, needs):
    by_kind = {one.kind: one for one in intake.framework.skills}
    assert by_kind["technology"].label == "Microsoft Excel"
    assert by_kind["tool"].label == "Commercial mixers"
    assert by_kind["tool"].alternatives == ("Dough mixers",)
    assert needs[by_kind["technology"].id].importance == OPTIONAL
    activities = {
        one.label: needs[one.id] for one in intake.framework.skills if one.kind == "activity"
    }
    assert activities["Mix ingredients."].importance == ESSENTIAL, "part of a core task"
    assert activities["Sell products."].importance == OPTIONAL


def test_groups_and_links(intake):
    links, groups = intake.framework.links, {one.label for one in intake.framework.groups}
    assert groups == {"Content", "Basic Skills", "Spreadsheet software", "Prepare food."}
    assert Link(BAKER, LinkKind.RELATED, occupation_uri("51-3099.00")) in links
    assert Link(READING, LinkKind.BROADER, READING.removesuffix(".a")) in links
    assert intake.framework.skills[0].description == "Understanding sentences."


def test_packed_files_say_the_same(tmp_path, intake):
    packed = write_files(tmp_path / "packed 29.3", ONET_FILES, is_packed=True)
    assert read_framework(packed).framework == intake.framework


def test_a_table_that_is_missing_is_told(tmp_path):
    few = {name: text for name, text in ONET_FILES.items() if "Zones" not in name}
    intake = read_framework(write_files(tmp_path, few))
    assert "job zones" in intake.absent
    assert intake.framework.occupations[0].level is None


def test_real_onet_is_read_whole():
    intake = read_framework(shared("data/onet"))
    framework = intake.framework
    assert (len(framework.occupations), intake.refused) == (1_016, 0)
    kinds = {
        kind: sum(one.kind == kind for one in framework.skills) for kind in ("skill", "knowledge")
    }
    assert kinds == {"skill": 35, "knowledge": 33}
    assert len(framework.skills) > 14_000
    needs = [need for one in framework.occupations for need in one.needs]
    assert all(0 <= need.importance <= 1 for need in needs)
    assert {need.level for need in needs} >= {None, 1, 2, 3, 4, 5, 6, 7}
    known = {one.id for one in framework.skills}
    assert all(need.skill in known for need in needs)
