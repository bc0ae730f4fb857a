"""Text to skills on held-out sentences, beside other ways to do it: `python -m bench skills`.

The test splits of TECH, HOUSE and SkillSkape against all of ESCO 1.1.0. R-precision@5 is the share
of the labels found among the first five, of as many as five could hold; MRR the mean of 1 over the
place of the first right one. Intervals are 95 % by bootstrap over sentences. Nothing was chosen on
these sentences: the table and the ranker are built by `scripts/` from other splits.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import ahocorasick
import numpy as np

from bench.skill_data import SETS, Labelled, labelled, read_esco
from testamur.skills.framework import Framework
from testamur.skills.linking import Linker

__all__ = ["measure_skills"]

RESULT: Final = Path(__file__).resolve().parent / "results" / "skills.json"
TOP: Final = 48
RESAMPLED: Final = 2_000
OURS: Final = "testamur"
TARGETS: Final = {"TECH": 58.0, "HOUSE": 54.0, "SkillSkape": 58.0}

Rank = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: `value` with its 95 % interval, and how many sentences a second it took."""

    name: str
    value: float
    low: float
    high: float
    sentences: int
    sentences_per_s: float
    target: float | None = None
    met: bool | None = None


def measure_skills() -> None:
    """Measure, print a table, write it down."""
    framework = read_esco()
    sets = {name: labelled(name, "test", framework) for name in SETS}
    rows = []
    linker = Linker(framework)
    linker.link([one.sentence for one in sets["TECH"][:40]])
    for name, some in sets.items():
        started = time.process_time()
        linker.link([one.sentence for one in some])
        speed = len(some) / (time.process_time() - started)
        found = linker.link([one.sentence for one in some], top=TOP)
        answers = [[one.uri for one in skills] for skills in found]
        rows += _rows(f"{OURS}, {name}", answers, some, speed, TARGETS[name])
    for method, rank in {
        "Aho-Corasick over labels": _by_labels(framework),
        "SQLite FTS5 BM25, stemmed": _by_fts5(framework),
    }.items():
        for name, some in sets.items():
            started = time.process_time()
            answers = [rank(one.sentence) for one in some]
            speed = len(some) / (time.process_time() - started)
            rows += _rows(f"{method}, {name}", answers, some, speed, None)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    print(_table(rows))


def _rows(
    name: str,
    answers: Sequence[list[str]],
    wanted: Sequence[Labelled],
    speed: float,
    target: float | None,
) -> list[Row]:
    precision, rank = [], []
    for found, one in zip(answers, wanted, strict=True):
        hits = [place for place, uri in enumerate(found) if uri in one.skills]
        within = sum(place < 5 for place in hits)
        precision.append(within / min(5, len(one.skills)))
        rank.append(1 / (1 + hits[0]) if hits else 0.0)
    return [
        _row(f"{name}: R-precision@5", precision, speed, target),
        _row(f"{name}: MRR", rank, speed, None),
    ]


def _row(name: str, values: Sequence[float], speed: float, target: float | None) -> Row:
    each = 100 * np.array(values)
    drawn = np.random.default_rng(0).integers(0, len(each), (RESAMPLED, len(each)))
    low, high = np.percentile(each[drawn].mean(axis=1), [2.5, 97.5])
    value = round(float(each.mean()), 1)
    met = None if target is None else value >= target
    return Row(
        name,
        value,
        round(float(low), 1),
        round(float(high), 1),
        len(each),
        round(speed, 1),
        target,
        met,
    )


def _by_labels(framework: Framework) -> Rank:
    """The skills whose names stand in a sentence as they are, the longest names first."""
    owners: dict[str, set[str]] = {}
    for skill in framework.skills:
        for name in (skill.label, *skill.alternatives):
            owners.setdefault(f" {_spaced(name)} ", set()).add(skill.id)
    automaton = ahocorasick.Automaton()
    for name in owners:
        automaton.add_word(name, name)
    automaton.make_automaton()

    def rank(sentence: str) -> list[str]:
        found = {name for _, name in automaton.iter(f" {_spaced(sentence)} ")}
        longest = sorted(found, key=lambda name: (-len(name), name))
        return list(dict.fromkeys(uri for name in longest for uri in sorted(owners[name])))[:TOP]

    return rank


def _by_fts5(framework: Framework) -> Rank:
    """SQLite's full-text search with Porter's stems, the label written twice before other names."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE skill USING fts5(names, tokenize='porter unicode61')")
    uris = [skill.id for skill in framework.skills]
    database.executemany(
        "INSERT INTO skill(rowid, names) VALUES (?, ?)",
        (
            (at, "\n".join((skill.label, skill.label, *skill.alternatives)))
            for at, skill in enumerate(framework.skills)
        ),
    )

    def rank(sentence: str) -> list[str]:
        asked = " OR ".join(f'"{word}"' for word in dict.fromkeys(_spaced(sentence).split()))
        query = "SELECT rowid FROM skill WHERE names MATCH ? ORDER BY rank LIMIT ?"
        return [uris[at] for (at,) in database.execute(query, (asked, TOP))] if asked else []

    return rank


def _spaced(text: str) -> str:
    return " ".join(re.findall(r"[\w+#]+", text.lower()))


def _table(rows: Sequence[Row]) -> str:
    lines = [
        "| what | value | 95 % | sentences | sentences/s | target | |",
        "|---|--:|--:|--:|--:|--:|---|",
    ]
    for row in rows:
        met = {True: "met", False: "not met", None: ""}[row.met]
        lines.append(
            f"| {row.name} | {row.value:.1f} | {row.low:.1f} to {row.high:.1f} | {row.sentences:,} "
            f"| {row.sentences_per_s:,.0f} | {'' if row.target is None else row.target} | {met} |"
        )
    return "\n".join(lines)
