"""The shelf: what is put there comes back, each version once, whatever happens."""

from __future__ import annotations

import os
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.errors import Refused
from testamur.skills.framework import (
    Framework,
    Group,
    Link,
    LinkKind,
    Names,
    Need,
    Occupation,
    Skill,
)
from testamur.skills.packing import packed, unpacked
from testamur.skills.readers import read_framework
from testamur.skills.shelf import STARTER, Changes, Shelf, changes_between, labels_of
from tests.frameworks import CRAFT, ESCO_FILES, write_files
from tests.shared_data import shared

texts = st.text(max_size=6)
ids = st.sampled_from(["x:a", "x:b", "x:c", "y:elsewhere"])
alternatives = st.lists(texts, max_size=3).map(tuple)
translations = st.dictionaries(
    st.sampled_from(["de", "fr"]), st.builds(Names, texts, alternatives), max_size=2
)
needs = st.builds(
    Need, ids, level=st.none() | st.integers(1, 8), importance=st.floats(0, 1, allow_nan=False)
)
skills = st.builds(
    Skill,
    ids,
    texts,
    alternatives=alternatives,
    description=texts,
    kind=texts,
    code=texts,
    translations=translations,
    collections=alternatives,
)
occupations = st.builds(
    Occupation,
    ids,
    texts,
    alternatives=alternatives,
    description=texts,
    code=texts,
    needs=st.lists(needs, max_size=3).map(tuple),
    translations=translations,
    level=st.none() | st.integers(1, 8),
)
groups = st.builds(Group, ids, texts, description=texts, code=texts, translations=translations)
links = st.builds(Link, ids, st.sampled_from(LinkKind), ids)
frameworks = st.builds(
    Framework,
    texts,
    texts,
    version=texts,
    language=st.sampled_from(["en", "de"]),
    licence=texts,
    attribution=texts,
    skills=st.lists(skills, max_size=3).map(tuple),
    occupations=st.lists(occupations, max_size=3).map(tuple),
    links=st.lists(links, max_size=4).map(tuple),
    groups=st.lists(groups, max_size=2).map(tuple),
)


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "skills")


# ------------------------------------------------------------------------------------ the file


@given(frameworks)
def test_what_was_packed_is_unpacked_the_same(framework):
    data = packed(framework)
    assert unpacked(data) == framework
    assert packed(unpacked(data)) == data


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"{}\n{}", b"[]\n[]", b'{"form":"other"}\n{}', packed(CRAFT)[:-40], b"\xff\n\xff"],
)
def test_a_damaged_file_is_refused(data):
    with pytest.raises(Refused) as refused:
        unpacked(data, name="craft.framework")
    assert refused.value.problem.code == "framework.damaged"
    assert refused.value.problem.detail.startswith("craft.framework is damaged")


def test_equal_needs_are_one_value():
    one, other = CRAFT.occupations[0], replace(CRAFT.occupations[0], id="x:other")
    back = unpacked(packed(replace(CRAFT, occupations=(one, other))))
    assert back.occupations[0].needs[0] is back.occupations[1].needs[0]


# ----------------------------------------------------------------------------------- the folder


def test_an_empty_shelf_has_the_starter(shelf):
    (one,) = shelf.versions()
    assert one.is_starter
    assert shelf.current() == [one]
    assert not shelf.folder.exists(), "looking makes nothing"


def test_the_starter_steps_aside_for_what_is_imported(shelf):
    shelf.put(CRAFT)
    assert [one.name for one in shelf.versions()] == ["Craft"]
    assert shelf.load(shelf.find("craft")) == CRAFT


def test_it_says_what_lies_there_without_reading_it_whole(shelf):
    shelf.put(CRAFT)
    (one,) = shelf.versions()
    assert one.as_json() == {
        "id": CRAFT.id,
        "name": "Craft",
        "version": "1",
        "language": "en",
        "languages": ["de", "en"],
        "skills": 5,
        "occupations": 2,
        "licence": "",
        "attribution": "Example Guild",
        "starter": False,
    }


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["", "1", "2"])), max_size=8))
def test_each_version_is_there_once(tmp_path_factory, imports):
    shelf = Shelf(tmp_path_factory.mktemp("shelf"))
    for name, version in imports:
        shelf.put(replace(CRAFT, id=f"x:{name}", name=name, version=version))
    there = [(one.name, one.version) for one in shelf.versions() if not one.is_starter]
    assert sorted(there) == sorted(set(imports))


def test_importing_twice_is_importing_once(shelf, tmp_path):
    folder = write_files(tmp_path / "esco 1.2.0", ESCO_FILES)
    first = shelf.put(read_framework(folder).framework)
    before = first.read_bytes()
    assert shelf.put(read_framework(folder).framework) == first
    assert first.read_bytes() == before
    assert [path.name for path in shelf.folder.iterdir()] == [first.name]


def test_a_new_name_makes_no_second_framework(shelf):
    shelf.put(CRAFT)
    shelf.put(replace(CRAFT, name="Handicraft"))
    assert [one.name for one in shelf.versions()] == ["Handicraft"]


def test_versions_stand_beside_each_other_the_newest_first(shelf):
    for version in ("1.2.0", "1.10.0", "", "1.9"):
        shelf.put(replace(CRAFT, version=version))
    assert [one.version for one in shelf.versions()] == ["1.10.0", "1.9", "1.2.0", ""]
    assert [one.version for one in shelf.current()] == ["1.10.0"]
    assert shelf.find("Craft").version == "1.10.0"
    assert shelf.find(CRAFT.id, version="1.9").version == "1.9"


@pytest.mark.parametrize(("name", "version"), [("nothing", ""), ("Craft", "7")])
def test_a_framework_that_is_not_there_is_refused(shelf, name, version):
    shelf.put(CRAFT)
    with pytest.raises(Refused) as refused:
        shelf.find(name, version=version)
    assert refused.value.problem.code == "framework.unknown"


def test_a_damaged_first_line_is_refused(shelf):
    shelf.put(CRAFT).write_bytes(b'{"form"')
    with pytest.raises(Refused) as refused:
        shelf.versions()
    assert refused.value.problem.code == "framework.damaged"


def test_a_file_that_went_away_is_refused(shelf):
    path = shelf.put(CRAFT)
    (one,) = shelf.versions()
    path.unlink()
    with pytest.raises(Refused) as refused:
        shelf.load(one)
    assert refused.value.problem.code == "file.unreadable"


def test_a_write_that_fails_leaves_the_old_file_and_no_other(shelf, monkeypatch):
    path = shelf.put(CRAFT)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused) as refused:
        shelf.put(replace(CRAFT, skills=()))
    assert refused.value.problem.code == "file.unwritable"
    assert shelf.load(shelf.versions()[0]) == CRAFT
    assert [one.name for one in shelf.folder.iterdir()] == [path.name]


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused) as refused:
        Shelf(tmp_path / "file" / "skills").put(CRAFT)
    assert refused.value.problem.code == "file.unwritable"


# ---------------------------------------------------------------------------------- the changes


def test_what_is_new_gone_and_renamed():
    bake, knead, *_ = CRAFT.skills
    newer = replace(
        CRAFT,
        skills=(replace(bake, label="bake loaves"), knead, Skill("x:sell", "sell bread")),
        occupations=CRAFT.occupations[:1],
    )
    changes = changes_between(CRAFT, newer)
    assert changes.added == ("x:sell",)
    assert set(changes.removed) == {"x:flour", "x:straße", "x:program", "x:miller"}
    assert changes.renamed == {"x:bake": ("bake bread", "bake loaves")}
    assert changes.as_json()["renamed"] == [
        {"uri": "x:bake", "before": "bake bread", "after": "bake loaves"}
    ]


@given(frameworks, frameworks)
def test_changes_add_up(old, new):
    changes = changes_between(old, new)
    after = (set(labels_of(old)) - set(changes.removed)) | set(changes.added)
    assert after == set(labels_of(new))
    assert changes_between(new, new) == Changes()


def test_all_is_new_to_an_empty_shelf():
    assert len(changes_between(None, CRAFT).added) == 7


def test_it_is_compared_with_its_own_version_else_the_newest(shelf):
    assert shelf.before(CRAFT) is None, "the starter is no older version of anything"
    older, newest = replace(CRAFT, version="0.8"), replace(CRAFT, version="0.9")
    shelf.put(older)
    shelf.put(newest)
    assert shelf.before(CRAFT) == newest
    assert shelf.before(replace(CRAFT, version="0.8")) == older


# ---------------------------------------------------------------------------------- the starter


def test_the_starter_is_small_and_covers_the_demonstration():
    from testamur_web.config import demonstration

    starter = unpacked(STARTER.read_bytes())
    folder = os.path.dirname(demonstration.__file__)  # noqa: PTH120
    with open(f"{folder}/achievements.toml", encoding="utf-8") as stream:  # noqa: PTH123
        taught = {word.strip('",') for word in stream.read().split() if "esco/skill/" in word}
    assert len(taught) > 50
    assert taught <= {one.id for one in starter.skills}
    assert 150 <= len(starter.skills) <= 300
    assert 15 <= len(starter.occupations) <= 30
    assert STARTER.stat().st_size < 300_000


def test_the_starter_hangs_together_and_names_its_source():
    starter = unpacked(STARTER.read_bytes())
    known = {one.id for one in starter.skills}
    assert all(need.skill in known for one in starter.occupations for need in one.needs)
    assert all(len(one.needs) >= 10 for one in starter.occupations)
    acknowledged = "This service uses the ESCO classification of the European Commission."
    assert starter.attribution == acknowledged
    assert acknowledged in (STARTER.parent / "SOURCES.md").read_text(encoding="utf-8")


def test_the_starter_says_what_esco_says():
    starter = unpacked(STARTER.read_bytes())
    real = read_framework(shared("data/esco_raw")).framework
    labels = labels_of(real)
    assert starter.version == real.version
    assert labels_of(starter).items() <= labels.items()


def test_the_first_line_is_json():
    assert orjson.loads(STARTER.read_bytes().split(b"\n")[0])["name"] == "ESCO, a selection"
