"""What a graduate would have of a job profile, before there is any."""

from __future__ import annotations

from datetime import UTC, datetime

from testamur.pathways.held import Held, HeldSkill
from testamur.talent.profile import profile_from
from testamur.talent.promise import match_of_graduate

NOW = datetime(2026, 6, 1, tzinfo=UTC)
PROFILE = profile_from(
    {
        "needs": [
            {"skill": "https://s.example/sql", "level": 4},
            {"skill": "https://s.example/py", "level": 4},
        ]
    }
)


def promised(*skills: tuple[str, int | None], **more) -> Held:
    return Held(
        "",
        names=("https://uni.example/a",),
        title="Data work",
        issuer="",
        skills=tuple(HeldSkill(f"https://s.example/{uri}", level=level) for uri, level in skills),
        assessment=("project",),
        supervision="supervised",
        **more,
    )


def test_what_it_certifies_at_the_level_covers_that_skill_and_no_other():
    found = match_of_graduate(promised(("sql", 4)), profile=PROFILE, at=NOW)
    assert [row.percent for row in found.rows] == [100, 0]
    assert found.points == 50


def test_a_lower_level_covers_less_and_none_is_no_level():
    lower = match_of_graduate(promised(("sql", 3)), profile=PROFILE, at=NOW)
    assert 0 < lower.rows[0].percent < 100


def test_when_it_would_end_is_no_matter():
    past = datetime(2020, 1, 1, tzinfo=UTC)
    found = match_of_graduate(promised(("sql", 4), expires=past), profile=PROFILE, at=NOW)
    assert found.rows[0].percent == 100
