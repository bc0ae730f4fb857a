"""What a profile asks for otherwise than the one before, as sentences."""

from __future__ import annotations

from testamur.talent.changes import changes_between
from testamur.talent.profile import profile_from


def profile(*needs):
    names = ("skill", "name", "level", "importance", "required")
    rows = [dict(zip(names, need, strict=True)) for need in needs]
    return profile_from({"needs": rows})


BEFORE = profile(
    ("x:a", "A", 4, 1, True),
    ("x:b", "B", None, 1, True),
    ("x:c", "C", 3, 0.5, False),
    ("x:d", "D", 3, 1, True),
)
AFTER = profile(
    ("x:d", "D", 3, 1, True),
    ("x:a", "A", 6, 1, True),
    ("x:b", "B", None, 0.5, False),
    ("x:c", "C", 3, 0.4, False),
    ("x:e", "E", 2, 1, True),
)


def test_each_change_is_a_sentence_and_what_comes_stands_first():
    found = changes_between(BEFORE, AFTER)
    assert [one.sentence for one in found] == [
        "“E” is added, at EQF level 2, required.",
        "“A” is asked for at EQF level 6 instead of at EQF level 4.",
        "“B” is desirable now.",
        "“C” weighs 40% instead of 50%.",
    ]
    assert found[1].as_json() == {
        "kind": "level",
        "skill": "x:a",
        "name": "A",
        "level": 6,
        "levelBefore": 4,
        "required": True,
        "sentence": "“A” is asked for at EQF level 6 instead of at EQF level 4.",
    }


def test_what_goes_is_told_last_and_order_alone_is_no_change():
    back = changes_between(AFTER, BEFORE)
    assert back[-1].sentence == "“E” is no longer asked for."
    assert back[-1].as_json()["level"] is None
    assert changes_between(BEFORE, BEFORE) == ()
    assert changes_between(profile(("x:a", "A", None, 1, True)), AFTER)[-1].name == "A"
