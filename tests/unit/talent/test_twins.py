"""Twins: two people who prove the same, and differ in all else, have the same match: 1,000 of 1,000.

Both hold signed credentials that are read and verified whole: whatever name, gender, age, address
or school stands in them stands where a credential can carry it.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from testamur.credentials.eu_elements import LearningOutcome, StandardElements
from testamur.credentials.issue import issue
from testamur.credentials.openbadges import (
    Achievement,
    Address,
    Alignment,
    Evidence,
    Identity,
    Issuer,
)
from testamur.credentials.verify import VerifiedCredential
from testamur.keys import SigningKey
from testamur.skills.framework import Need
from testamur.talent.match import Match, match
from testamur.talent.profile import profile_of
from tests.effort import examples
from tests.pathways_cast import NOW, key_of, skill, verified
from tests.unit.pathways.test_gap import GRAPH, goal

PAIRS = examples(200, 1_000)
"""Whole ones; `test_match` holds 1,000 of 1,000 of the facts that are read from them each time."""
PROFILE = profile_of(
    goal(Need(skill("python"), level=5), Need(skill("sql"), level=3), Need(skill("r")))
)
GIVEN = ("Anna", "Bilal", "Chukwuemeka", "Dörte", "Eun-ji", "Fatima", "Gwyneth", "Jamal", "Zoë")
FAMILY = ("Smith", "Yildirim", "Nguyễn", "O'Brien", "García", "Okonkwo", "Müller", "Al-Sayed")
GENDERS = ("woman", "man", "non-binary", "")
TOWNS = ("Cambridge", "Lagos", "Ciudad Juárez", "Neukölln", "Hà Nội", "Bradford")
SCHOOLS = ("Old Royal University", "Evening School by the Railway", "Online Academy 24")


def proven(rng: Random) -> tuple[Achievement, timedelta]:
    """What both show: skills at levels, assessed somehow, some time ago."""
    skills = rng.sample(["python", "sql", "r", "pandas"], rng.randint(1, 3))
    outcomes = [
        LearningOutcome(
            f"Does {one}",
            eqf=rng.randint(2, 6),
            alignment=[Alignment(one.title(), target_url=skill(one))],
        )
        for one in skills
    ]
    elements = StandardElements(
        outcomes,
        assessment_type=rng.choice([("project",), ("writtenExam",), ()]),
        supervision=rng.choice(["supervised", "unsupervised", None]),
    )
    named = Achievement(
        "https://x.example/a", name="Data", criteria="Pass.", standard_elements=elements
    )
    return named, timedelta(days=rng.randint(1, 1_500))


def one_of(
    rng: Random, key: SigningKey, shown: tuple[Achievement, timedelta]
) -> VerifiedCredential:
    """A person who shows it: everything but what is shown is drawn."""
    what, ago = shown
    name = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
    born = date(1940, 1, 1) + timedelta(days=rng.randint(0, 24_000))
    school = Issuer(
        key.public.did_key,
        name=rng.choice(SCHOOLS),
        address=Address(
            address_country=rng.choice(["GB", "NG", "MX", "DE", "VN"]),
            address_locality=rng.choice(TOWNS),
        ),
    )
    return verified(
        issue(
            what,
            to=rng.choice([None, f"mailto:person{rng.randint(0, 10**9)}@home.example"]),
            by=school,
            key=key,
            at=NOW - ago,
            description=f"Given to {name}, born {born}, {rng.choice(GENDERS)}, of {rng.choice(TOWNS)}",
            identities=[
                Identity.name(name),
                Identity.student_id(f"{born:%Y}-{rng.randint(1, 999)}"),
            ],
            evidence=[Evidence(narrative=f"{name} of {rng.choice(TOWNS)} did it.")],
        ).text
    )


def told(one: Match) -> list[object]:
    """All that is reckoned of somebody: rank, points, and each row with its factors and changes."""
    rows = [
        (
            row.points,
            row.possible,
            row.gap.fit,
            row.gap.covered,
            row.gap.best and row.gap.best.confidence,
            row.gap.best and row.gap.best.skill,
            [(change.told, change.covered) for change in row.gap.changes],
        )
        for row in one.rows
    ]
    return [one.rank, one.points, [row.gap.need for row in one.unmet], rows]


@pytest.mark.proof
@pytest.mark.parametrize("batch", range(10))
def test_twins_who_differ_in_name_gender_age_address_and_school_are_equal(batch):
    rng = Random(batch)  # noqa: S311 -- chance, not secrets
    keys = [key_of(school) for school in SCHOOLS]
    for at in range(PAIRS // 10):
        shown = proven(rng)
        pair = {f"{at}-{side}": [one_of(rng, rng.choice(keys), shown)] for side in "ab"}
        first, second = match(pair, profile=PROFILE, graph=GRAPH, at=NOW).matches
        assert told(first) == told(second)
        assert first.points > 0
