"""What is planned: catalogues made from real programmes, and goals that are real roles.

Cost and hours are those of 1,110 programmes that a state publishes; what they give are skills that
go together in real occupations. Only how many there are, and which asks for which, is made up, from
a fixed seed.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from testamur.pathways.plan import (
    AllOf,
    AnyOf,
    Catalogue,
    HasAchievement,
    HasSkill,
    Held,
    Offer,
    Taught,
)
from testamur.skills.framework import Need
from tests.shared_data import SHARED

__all__ = ["Goal", "catalogue_of", "goals", "programmes", "roles"]

RELATIONS: Final = (
    SHARED
    / "data"
    / "esco_raw"
    / "datasets_esco_v1.1.1_relations_ESCO_dataset_-_v1.1.1_-_classification_-__-_csv.zip"
)
PROGRAMMES: Final = SHARED / "data" / "catalogue" / "nj_etpl_programs.csv.gz"
LEVELS: Final = (3, 4, 4, 5)
HELD: Final = 0.2
WITH_PREREQUISITES: Final = 0.27
NESTED: Final = 0.3
NAMED: Final = 0.85
IMPORTANCE: Final = {"essential": 1.0, "optional": 0.5}


@dataclass(frozen=True, slots=True)
class Goal:
    """A real role: what it asks for, and the fifth of it that somebody holds."""

    role: str
    needs: tuple[Need, ...]
    held: Held


def roles() -> dict[str, list[tuple[str, float]]]:
    """Each occupation of ESCO with its skills and how much each matters."""
    found: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    with zipfile.ZipFile(RELATIONS) as archive:
        text = archive.read("occupationSkillRelations.csv").decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(text)):
        found[row["occupationUri"]].append((row["skillUri"], IMPORTANCE[row["relationType"]]))
    return dict(sorted(found.items()))


def programmes() -> list[tuple[int, int]]:
    """Cents and minutes of every real programme that states both."""
    with gzip.open(PROGRAMMES, "rt", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    stated = [
        (round(float(row["totalcost"]) * 100), round(float(row["totalclockhours"]) * 60))
        for row in rows
        if row["totalcost"] and row["totalclockhours"]
    ]
    return [one for one in stated if all(one)]


def catalogue_of(size: int) -> Catalogue:
    """As many offers, each giving some skills of one real occupation and asking for others."""
    rng = random.Random(size)  # noqa: S311 -- a bench, and the same each time
    fields, prices = list(roles().values()), programmes()
    earlier: defaultdict[int, list[str]] = defaultdict(list)
    offers = []
    for at in range(size):
        field = rng.randrange(len(fields))
        offer = _offer(f"offer-{at:05}", rng, fields[field], prices, earlier[field])
        earlier[field].append(offer.id)
        offers.append(offer)
    return Catalogue(offers)


def goals(count: int) -> Iterator[Goal]:
    """Real roles of 30 to 60 skills, a fifth of which is held."""
    rng = random.Random(count)  # noqa: S311 -- a bench, and the same each time
    asked = {role: skills for role, skills in roles().items() if 30 <= len(skills) <= 60}
    for role in rng.sample(sorted(asked), count):
        needs = tuple(
            Need(skill, level=rng.choice((3, 3, 4)), importance=importance)
            for skill, importance in asked[role]
        )
        held = rng.sample([need.skill for need in needs], round(len(needs) * HELD))
        yield Goal(role, needs, Held(dict.fromkeys(held, 5)))


def _offer(
    name: str,
    rng: random.Random,
    field: list[tuple[str, float]],
    prices: list[tuple[int, int]],
    earlier: list[str],
) -> Offer:
    given = rng.sample(field, min(len(field), rng.randint(2, 8)))
    cents, minutes = rng.choice(prices)
    level = rng.choice(LEVELS)
    return Offer(
        name,
        f"Programme {name}",
        gives=tuple(Taught(skill, level) for skill, _ in given),
        minutes=minutes,
        cents={"EUR": cents},
        requires=_prerequisite(rng, [skill for skill, _ in field], earlier),
    )


def _prerequisite(
    rng: random.Random, skills: list[str], earlier: list[str]
) -> AllOf | AnyOf | None:
    """One to three parts, all or any of them, of which one may be such a thing again."""
    if rng.random() > WITH_PREREQUISITES:
        return None
    parts = [_part(rng, skills, earlier) for _ in range(rng.randint(1, 3))]
    if rng.random() < NESTED:
        parts.append(AllOf((_part(rng, skills, earlier), _part(rng, skills, earlier))))
    return rng.choice((AllOf, AnyOf))(tuple(parts))


def _part(rng: random.Random, skills: list[str], earlier: list[str]) -> HasAchievement | HasSkill:
    """An earlier offer in the same field, or one of its skills."""
    if earlier and rng.random() < NAMED:
        return HasAchievement(rng.choice(earlier))
    return HasSkill(rng.choice(skills), 3)
