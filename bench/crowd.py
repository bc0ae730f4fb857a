"""A crowd of made-up people in PostgreSQL, each with twenty skills of ESCO: for `bench.people`.

Everybody comes from an occupation, drawn by Zipf's law: thirteen of their skills are of those that
it asks for, seven are drawn from all by Zipf's law again. So some skills are had by every fifth,
most by a few hundred of a million, and what belongs together comes together. Levels, assessments,
ages, ends, what people state and what they agree to are drawn as the tables below say. All comes
from one number, so that the same size is the same crowd.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import csv

from testamur.skills.framework import Framework

__all__ = ["SKILLS", "Trade", "fill", "trades_of"]

SKILLS: Final = 20
_OF_TRADE: Final = 13
_DRAWN: Final = 14
"""So many are drawn from all skills, that twenty different ones are left of most people."""

_PART: Final = 50_000
_COUNTRIES: Final = [
    "DE",
    "FR",
    "IT",
    "ES",
    "PL",
    "RO",
    "NL",
    "BE",
    "CZ",
    "GR",
    "PT",
    "SE",
    "HU",
    "AT",
    "BG",
    "DK",
    "FI",
    "SK",
    "IE",
    "HR",
]
_LANGUAGES: Final = [
    "de",
    "fr",
    "it",
    "es",
    "pl",
    "ro",
    "nl",
    "fr",
    "cs",
    "el",
    "pt",
    "sv",
    "hu",
    "de",
    "bg",
    "da",
    "fi",
    "sk",
    "en",
    "hr",
]
_ASSESSMENTS: Final = ("", "project", "writtenExam", "coursework", "practicalAssessment")
_STRENGTHS: Final = np.array([0.5, 0.9, 0.85, 0.75, 0.95])
_LEVELS: Final = np.array([0, 2, 3, 4, 5, 6, 7], dtype=np.int16)
_LEVEL_SHARES: Final = (0.1, 0.07, 0.18, 0.25, 0.22, 0.13, 0.05)
_HALF_LIVES: Final = np.array([36, 30, 48, 84]) * 30.4375
_ACTIVE: Final = 0.995
_ENGLISH: Final = 0.55
_ENDLESS: Final = 0.8


@dataclass(frozen=True, slots=True)
class Trade:
    """An occupation: the numbers of the skills that it asks for, and its share of all people."""

    skills: np.ndarray
    essential: int
    share: float


def trades_of(framework: Framework, numbers: Mapping[str, int]) -> list[Trade]:
    """Occupations that ask for at least as many skills as a person has of one, by popularity."""
    rng = np.random.default_rng(1)
    asked = []
    for one in framework.occupations:
        needs = sorted(one.needs, key=lambda need: -need.importance)
        known = [numbers[need.skill] for need in needs if need.skill in numbers]
        essential = sum(need.importance >= 1 for need in needs)
        if len(known) >= _OF_TRADE and essential >= 8:
            asked.append((np.array(known, dtype=np.int32), essential))
    rng.shuffle(asked)
    weights = 1 / (10 + np.arange(len(asked)))
    shares = weights / weights.sum()
    return [Trade(*each, float(share)) for each, share in zip(asked, shares, strict=True)]


def fill(
    cursor: Any, trades: Sequence[Trade], skills: int, people: int, *, day: int, ours: uuid.UUID
) -> None:
    """Put so many people into empty tables, `day` days after 1970; `ours` is who will look."""
    rng = np.random.default_rng(people)
    ranks = rng.permutation(skills) + 1
    popular = np.cumsum(1 / (1 + np.arange(skills)))
    for start in range(0, people, _PART):
        many = min(_PART, people - start)
        keys = np.arange(start, start + many) + 1
        draws = rng.integers(0, 2**62, many)
        persons = [str(uuid.UUID(int=int(one) << 64 | int(one))) for one in rng.permutation(draws)]
        _copy(cursor, "people_person", _persons(keys, persons, rng))
        _copy(cursor, "employers_findable", _findables(keys, persons, draws, rng))
        held = _held(trades, many, rng, ranks, popular / popular[-1])
        for told in _proven(keys, draws, held, rng, day):
            _copy(cursor, "employers_provenskill", told)
    for statement in _AGREED:
        cursor.execute(statement, {"ours": ours})


def _copy(cursor: Any, table: str, columns: Mapping[str, Any]) -> None:
    rows = pa.BufferOutputStream()
    told = pa.table(dict(columns))
    csv.write_csv(told, rows, csv.WriteOptions(include_header=False, quoting_style="needed"))
    names = ", ".join(told.column_names)
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT csv)") as copy:
        copy.write(rows.getvalue().to_pybytes())


def _persons(keys: np.ndarray, persons: Sequence[str], rng: np.random.Generator) -> dict[str, Any]:
    many = len(keys)
    names = [f"person {key}" for key in keys]
    empty = pa.array([" "] * many)
    return {
        "id": persons,
        "password": empty,
        "is_superuser": np.zeros(many, bool),
        "username": names,
        "name": names,
        "email": empty,
        "language": ["en"] * many,
        "is_active": rng.random(many) < _ACTIVE,
        "is_staff": np.zeros(many, bool),
        "date_joined": ["2026-01-01"] * many,
    }


def _findables(
    keys: np.ndarray, persons: Sequence[str], draws: np.ndarray, rng: np.random.Generator
) -> dict[str, Any]:
    many = len(keys)
    weights = 1 / (1 + np.arange(len(_COUNTRIES)))
    country = rng.choice(len(_COUNTRIES), many, p=weights / weights.sum())
    region = rng.integers(0, 8, many)
    english = rng.random(many) < _ENGLISH
    third = rng.integers(0, len(_LANGUAGES), many)
    spoken = [
        " "
        + " ".join(dict.fromkeys([_LANGUAGES[one], *(["en"] if en else []), _LANGUAGES[two]]))
        + " "
        for one, en, two in zip(country, english, np.where(third < 8, third, country), strict=True)
    ]
    names = [
        f"region {_COUNTRIES[one]} {place}" for one, place in zip(country, region, strict=True)
    ]
    return {
        "id": keys,
        "person_id": persons,
        "draw": draws,
        "languages": spoken,
        "country": [_COUNTRIES[one] for one in country],
        "region": names,
        "region_key": [name.casefold() for name in names],
        "available_from": pa.array(20_600 + rng.integers(0, 300, many), pa.int32()).cast(
            pa.date32()
        ),
        "hours": rng.choice([10, 20, 30, 40], many, p=[0.1, 0.2, 0.2, 0.5]),
        "indexed_at": ["2026-11-20"] * many,
    }


def _held(
    trades: Sequence[Trade],
    many: int,
    rng: np.random.Generator,
    ranks: np.ndarray,
    popular: np.ndarray,
) -> np.ndarray:
    """Of each person the numbers of twenty skills; 0 where there are fewer."""
    held = np.zeros((many, _OF_TRADE + _DRAWN), dtype=np.int32)
    trade = rng.choice(len(trades), many, p=[one.share for one in trades])
    for place in np.unique(trade):
        mine = np.flatnonzero(trade == place)
        skills = trades[place].skills
        order = rng.random((len(mine), len(skills))).argsort(axis=1)[:, :_OF_TRADE]
        held[mine, :_OF_TRADE] = skills[order]
    held[:, _OF_TRADE:] = ranks[np.searchsorted(popular, rng.random((many, _DRAWN)))]
    return _different(held)


def _different(held: np.ndarray) -> np.ndarray:
    """The first twenty different numbers of each row."""
    order = np.argsort(held, axis=1, kind="stable")
    sorted_ = np.take_along_axis(held, order, axis=1)
    again = np.zeros_like(held, dtype=bool)
    repeats = np.concatenate(
        [np.zeros((len(held), 1), bool), sorted_[:, 1:] == sorted_[:, :-1]], axis=1
    )
    np.put_along_axis(again, order, repeats, axis=1)
    first = np.argsort(again, axis=1, kind="stable")[:, :SKILLS]
    return np.where(
        np.take_along_axis(again, first, axis=1), 0, np.take_along_axis(held, first, axis=1)
    )


def _proven(
    keys: np.ndarray, draws: np.ndarray, held: np.ndarray, rng: np.random.Generator, day: int
) -> Iterator[dict[str, Any]]:
    """Rows of skills, person by person, as `employers.indexing` would make them."""
    skill = held.ravel()
    kept = skill > 0
    many = int(kept.sum())
    level = rng.choice(_LEVELS, many, p=_LEVEL_SHARES)
    assessed = rng.choice(len(_ASSESSMENTS), many, p=[0.1, 0.3, 0.25, 0.2, 0.15])
    sureness = np.round(
        _STRENGTHS[assessed] * rng.choice([0.9, 0.97, 1.0], many, p=[0.6, 0.3, 0.1]), 4
    )
    counted = day - (rng.exponential(700, many)).astype(np.int32) - 1
    half_life = rng.choice(_HALF_LIVES, many)
    ends = day + rng.integers(-100, 1_500, many)
    ends_none = rng.random(many) < _ENDLESS
    titles = pa.array([f"Course {number}" for number in range(5_000)])
    yield {
        "findable_id": np.repeat(keys, SKILLS)[kept],
        "skill_id": skill[kept],
        "draw": np.repeat(draws, SKILLS)[kept],
        "level": pa.array(level, mask=level == 0),
        "sureness": sureness,
        "oldest": np.full(many, 0.3),
        "counted_from": counted,
        "half_life": half_life,
        "fresh_until": _fresh_until(sureness, counted, half_life),
        "ends_on": pa.array(ends.astype(np.int32), pa.int32(), mask=ends_none).cast(pa.date32()),
        "title": titles.take(pa.array(rng.integers(0, 5_000, many))),
        "assessment": pa.array(_ASSESSMENTS).take(pa.array(assessed)),
    }


def _fresh_until(sureness: np.ndarray, counted: np.ndarray, half_life: np.ndarray) -> pa.Array:
    """As `indexing.fresh_until` reckons it."""
    share = (0.6 / sureness - 0.3) / 0.7
    days = counted + np.floor(half_life * np.log2(1 / np.minimum(share, 1)))
    return pa.array(days.astype(np.int32), pa.int32(), mask=share > 1).cast(pa.date32())


_AGREED: Final = (
    "SELECT setseed(0.5)",
    # Each purpose: most agree for all, some for who looks alone, some for another; some ended it.
    """
    INSERT INTO employers_consent (id, person_id, purpose, organisation_id, given_at, ended_at,
      shows_skills, shows_languages, shows_region, shows_availability, shows_name)
    SELECT gen_random_uuid(), person_id, purpose,
      CASE WHEN whom < 0.9 THEN NULL
           WHEN whom < 0.94 THEN %(ours)s::uuid
           ELSE (SELECT id FROM people_organisation WHERE slug = 'another') END,
      now() - interval '1 day' * (1 + random() * 500),
      CASE WHEN random() < 0.03 THEN now() - interval '1 hour' END,
      TRUE, random() < 0.9, random() < 0.85, random() < 0.8, random() < 0.3
    FROM (
      SELECT person_id, purpose, share, random() AS whom, random() AS luck
      FROM employers_findable,
        (VALUES ('search', 0.97), ('ranking', 0.8), ('contact', 0.7)) AS agreed (purpose, share)
    ) AS each
    WHERE luck < share
    """,
    """
    INSERT INTO employers_consent (id, person_id, purpose, organisation_id, given_at, ended_at,
      shows_skills, shows_languages, shows_region, shows_availability, shows_name)
    SELECT gen_random_uuid(), person_id, 'search', NULL,
      now() - interval '900 days', now() - interval '600 days',
      TRUE, random() < 0.9, random() < 0.85, random() < 0.8, random() < 0.3
    FROM employers_findable WHERE random() < 0.1
    """,
    """
    INSERT INTO employers_block (id, person_id, organisation_id, since, ended_at)
    SELECT gen_random_uuid(), person_id,
      CASE WHEN random() < 0.3 THEN %(ours)s::uuid
           ELSE (SELECT id FROM people_organisation WHERE slug = 'another') END,
      now() - interval '30 days', CASE WHEN random() < 0.2 THEN now() - interval '1 day' END
    FROM employers_findable WHERE random() < 0.03
    """,
)
