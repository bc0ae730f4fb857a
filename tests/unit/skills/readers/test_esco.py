"""ESCO: what becomes of its tables, and every row that is not taken."""

from __future__ import annotations

import pytest

from testamur.errors import Refused
from testamur.skills.framework import ESSENTIAL, OPTIONAL, Link, LinkKind, Names, Need
from testamur.skills.readers import Asked, read_framework
from testamur.skills.readers.esco import ATTRIBUTION, ESCO
from tests.frameworks import ESCO_FILES, O, S, write_files, write_zip
from tests.shared_data import shared


@pytest.fixture
def intake(tmp_path):
    return read_framework(write_files(tmp_path / "ESCO dataset - v1.2.0", ESCO_FILES))


def test_what_the_framework_says_of_itself(intake):
    framework = intake.framework
    assert (framework.id, framework.name, framework.version) == (ESCO, "ESCO", "1.2.0")
    assert (framework.language, framework.attribution) == ("en", ATTRIBUTION)
    assert intake.kind == "esco"


def test_skills_with_all_their_languages_and_collections(intake):
    bake, knead, flour = intake.framework.skills
    assert bake.label == "bake bread"
    assert bake.alternatives == ("make bread", "bake loaves")
    assert (bake.kind, bake.description) == ("skill", "Make bread.")
    assert bake.translations == {"de": Names("Brot backen", ("Brotlaibe backen",))}
    assert knead.translations == {}
    assert (flour.kind, flour.collections) == ("knowledge", ("green", "transversal"))


def test_occupations_and_what_they_need(intake):
    (baker,) = intake.framework.occupations
    assert (baker.label, baker.code) == ("baker", "7512.1")
    assert baker.translations["de"].alternatives == ("Bäcker", "Bäckerin")
    assert baker.needs == (
        Need(f"{S}bake", importance=ESSENTIAL),
        Need(f"{S}flour", importance=OPTIONAL),
    )


def test_links_and_groups(intake):
    assert intake.framework.links == (
        Link(f"{S}knead", LinkKind.BROADER, f"{S}bake"),
        Link(f"{S}bake", LinkKind.BROADER, f"{S}S6"),
        Link(f"{S}bake", LinkKind.RELATED, f"{S}flour"),
    )
    (group,) = intake.framework.groups
    assert (group.label, group.code) == ("handling and moving", "S6")


def test_every_row_that_is_not_taken_is_told(intake):
    told = {(one.file, one.reason): (one.count, one.lines) for one in intake.omissions}
    assert told == {
        ("skills_en.csv", "its status is 'obsolete'"): (1, (6,)),
        ("occupationSkillRelations.csv", "it names an entry that is not in the files"): (1, (4,)),
        ("occupationSkillRelations.csv", "no relationType is called 'desirable'"): (1, (5,)),
    }
    assert intake.refused == 1, "the row that is faulty, not those that are left out"
    assert intake.omissions[0].as_json()["fault"] is False


def test_files_that_are_not_used_or_not_there_are_told(intake):
    assert intake.unused == ("conceptSchemes_en.csv",)
    assert set(intake.absent) == {"broaderRelationsOccPillar.csv", "ISCOGroups.csv"}
    assert intake.rows["skills_en.csv"] == 4


def test_german_may_be_the_main_language(tmp_path):
    folder = write_files(tmp_path, ESCO_FILES)
    framework = read_framework(folder, asked=Asked(language="de", name="Mine")).framework
    assert (framework.name, framework.language) == ("Mine", "de")
    assert [one.label for one in framework.skills] == ["Brot backen", "Mehlsorten für Bäcker"]
    assert framework.skills[0].translations["en"].label == "bake bread"


def test_a_language_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        read_framework(write_files(tmp_path, ESCO_FILES), asked=Asked(language="fr"))
    assert refused.value.problem.code == "framework.file-missing"


def test_a_zip_and_a_folder_say_the_same(tmp_path, intake):
    packed = write_zip(tmp_path / "ESCO v1.2.0.zip", ESCO_FILES)
    assert read_framework(packed).framework == intake.framework


def test_the_newest_of_several_downloads_is_read(tmp_path):
    write_zip(tmp_path / "ESCO v1.2.0.zip", ESCO_FILES)
    write_zip(tmp_path / "ESCO v1.10.0.zip", ESCO_FILES)
    intake = read_framework(tmp_path)
    assert intake.framework.version == "1.10.0"
    assert "ESCO v1.2.0.zip: skills_en.csv" in intake.unused


def test_two_downloads_of_one_version_are_refused(tmp_path):
    write_zip(tmp_path / "a v1.2.0.zip", ESCO_FILES)
    write_zip(tmp_path / "b v1.2.0.zip", ESCO_FILES)
    with pytest.raises(Refused) as refused:
        read_framework(tmp_path)
    assert refused.value.problem.code == "framework.ambiguous"


def test_a_skill_told_twice_is_taken_once(tmp_path):
    text = ESCO_FILES["skills_en.csv"]
    doubled = {**ESCO_FILES, "skills_en.csv": text + text.splitlines()[-2] + "\n"}
    intake = read_framework(write_files(tmp_path, doubled))
    assert len(intake.framework.skills) == 3
    assert intake.refused == 2


@pytest.fixture(scope="module")
def real():
    return read_framework(shared("data/esco_raw"))


def test_real_esco_is_read_whole(real):
    framework = real.framework
    assert (framework.version, framework.language) == ("1.1.1", "en")
    assert (len(framework.skills), len(framework.occupations)) == (13_896, 3_007)
    assert sum(len(one.needs) for one in framework.occupations) == 123_788
    assert (len(framework.links), len(framework.groups)) == (30_164, 1_259)
    assert sum(len(one.alternatives) for one in framework.skills) == 85_294
    counted = dict.fromkeys(("digital", "green", "transversal"), 0)
    for one in framework.skills:
        for name in counted.keys() & set(one.collections):
            counted[name] += 1
    assert counted == {"digital": 1_201, "green": 570, "transversal": 96}


def test_real_esco_leaves_out_what_dangles_and_refuses_nothing(real):
    assert real.refused == 0
    assert sum(one.count for one in real.omissions) == 67 + 7 + 1
    assert not real.absent


def test_real_esco_has_no_link_into_the_void(real):
    framework = real.framework
    known = {one.id for one in framework.skills} | {one.id for one in framework.occupations}
    known |= {one.id for one in framework.groups}
    assert all({one.source, one.target} <= known for one in framework.links)
    assert all(need.skill in known for one in framework.occupations for need in one.needs)
    assert any(one.id.startswith(O) for one in framework.occupations)
