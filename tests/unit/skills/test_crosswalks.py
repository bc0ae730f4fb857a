"""Crosswalks as bytes and on the shelf: the same in as out, and one version at a time."""

from __future__ import annotations

import pytest

from testamur.errors import Refused
from testamur.skills.crosswalks import (
    counts_of,
    crosswalk_matches,
    crosswalks_on,
    packed_crosswalk,
    put_crosswalk,
    stable_id,
    unpacked_crosswalk,
)
from testamur.skills.framework import Crosswalk, Link, LinkKind

BAKING = Crosswalk(
    "urn:a",
    "urn:b",
    name="A to B",
    version="1",
    attribution="Guild",
    links=(Link("a:1", LinkKind.EXACT, "b:1"), Link("a:2", LinkKind.BROAD, "b:1")),
    labels={"b:1": "Bread"},
)


def test_what_is_packed_is_what_is_unpacked():
    assert unpacked_crosswalk(packed_crosswalk(BAKING)) == BAKING
    assert packed_crosswalk(unpacked_crosswalk(packed_crosswalk(BAKING))) == packed_crosswalk(
        BAKING
    )
    assert counts_of(BAKING) == {"broadMatch": 1, "exactMatch": 1}
    assert [one.told for one in crosswalk_matches(BAKING)] == ["the crosswalk A to B 1"] * 2


def test_a_newer_version_takes_the_place_of_the_older(tmp_path):
    newer = Crosswalk("urn:a", "urn:b", name="A to B", version="2", links=BAKING.links[:1])
    other = Crosswalk("urn:a", "urn:c", name="A to B", links=BAKING.links)
    assert put_crosswalk(tmp_path, BAKING) == put_crosswalk(tmp_path, newer)
    put_crosswalk(tmp_path, other)
    assert {one.title for one in crosswalks_on(tmp_path)} == {"A to B 2", "A to B"}
    assert stable_id(BAKING) == stable_id(newer) != stable_id(other)


@pytest.mark.parametrize("data", [b"", b"{}", b"{}\n{}", b'{"form":"testamur-crosswalk-1"}\n[]'])
def test_damage_is_told(data):
    with pytest.raises(Refused) as caught:
        unpacked_crosswalk(data, name="x.crosswalk")
    assert caught.value.problem.code == "framework.damaged"


def test_what_cannot_be_written_or_read_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused) as caught:
        put_crosswalk(tmp_path / "file" / "shelf", BAKING)
    assert caught.value.problem.code == "file.unwritable"
    (tmp_path / "a.crosswalk").mkdir()
    with pytest.raises(Refused) as caught:
        crosswalks_on(tmp_path)
    assert caught.value.problem.code == "file.unreadable"
