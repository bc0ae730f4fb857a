"""How good ranks are, beside other ways to rank, and how fast at size: `python -m bench match`.

No public set says which person an employer rightly preferred, and none would be believed. What fits
are the O*NET's own words on which occupations are near (Related Occupations, tiers "primary"),
carried to ESCO by the official crosswalk, exact matches alone. A person proves the essential skills
of one occupation, all or half of them; the job asks for those of another; who comes from a near
occupation should stand above who does not. O*NET found these by tasks, knowledge and titles and not
by ESCO's skills, so the labels owe nothing to what is ranked. They know no levels.

Every way ranks the same people for the same jobs in one run, with the same information: skills.

- points: `testamur.talent.match`; BM25: labels of skills as words; embedding: the mean vector of
  the labels by the table that links skills; overlap: skills in common by all skills (Jaccard).

Levels are shown on pairs made here: two people alike, one of whom proves every skill below the
level that is asked for. That is no label of anybody else, and says only who can see one at all.
"""

from __future__ import annotations

import csv
import gzip
import json
import math
import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from io import TextIOWrapper
from pathlib import Path
from random import Random
from typing import Any, Final

import numpy as np

from bench.skill_data import DATA
from testamur.pathways.goal import Goal
from testamur.pathways.held import Held, HeldSkill
from testamur.skills.framework import ESSENTIAL, Framework, Need, Occupation
from testamur.skills.graph import Graph
from testamur.skills.linking.table import load_table
from testamur.skills.readers import read_framework
from testamur.talent.match import match
from testamur.talent.profile import profile_of

__all__ = ["RESULT", "measure_match", "write"]

RESULT: Final = Path(__file__).resolve().parent / "results" / "match.json"
NOW: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)
JOBS: Final = 30
PEOPLE: Final = 300
TOP: Final = 10
RESAMPLED: Final = 2_000
GAINS: Final = {"Primary-Short": 2, "Primary-Long": 1}
LEFT_OUT: Final = {
    "workrb/job_skill_val": "titles with skills that a model guessed: finds skills, ranks nobody",
    "workrb/jobbert_v1_titles": "titles and occupations: names a job, ranks nobody",
    "melo": "names of occupations in two lists: names a job, ranks nobody",
    "TECH, HOUSE, SkillSkape": "sentences and skills: measured by `python -m bench skills`",
}

Rank = Callable[[Sequence[Occupation], Occupation], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Row:
    """One way on one set: nDCG@10 and MRR in per cent, with 95 % intervals over jobs."""

    way: str
    people: str
    ndcg: float
    ndcg_low: float
    ndcg_high: float
    mrr: float
    jobs: int
    candidates: int
    cpu_ms_per_pair: float


def measure_match() -> None:
    """Measure ranks, print a table, and write that part of `bench/results/match.json`."""
    framework = read_framework(DATA / "esco_raw").framework
    labels = _Labels(framework)
    rows = [
        row for share, told in ((1.0, "all"), (0.5, "half")) for row in _rows(labels, share, told)
    ]
    told = {
        "measured": datetime.now(UTC).date().isoformat(),
        "load": round(os.getloadavg()[0], 1),
        "labels": "O*NET 29.3 Related Occupations, through the ESCO-O*NET crosswalk, exact matches",
        "rows": [asdict(row) for row in rows],
        "left_out": LEFT_OUT,
        "levels": _levels(labels),
    }
    write("quality", told)
    for row in rows:
        sys.stdout.write(
            f"{row.way:<10} {row.people:<5} nDCG@10 {row.ndcg:5.1f} "
            f"({row.ndcg_low:.1f} to {row.ndcg_high:.1f})  MRR {row.mrr:5.1f}  "
            f"{row.cpu_ms_per_pair:.3f} ms\n"
        )
    sys.stdout.write(f"levels: {told['levels']}\n")


def write(part: str, told: Any) -> None:
    """Put one part into the results, and leave the others as they are."""
    known = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {}
    RESULT.write_text(json.dumps(known | {part: told}, indent=1) + "\n", encoding="utf-8")


class _Labels:
    """The occupations that have labels, and which of them are near which."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.graph = Graph(framework)
        self.names = {skill.id: skill.label for skill in framework.skills}
        codes = _exact()
        mapped = [one for one in framework.occupations if one.id in codes and _essential(one)]
        rng = Random(2026)  # noqa: S311 -- a draw that repeats
        self.people = rng.sample(sorted(mapped, key=lambda one: one.id), PEOPLE)
        by_code = {codes[one.id]: one.id for one in self.people}
        self.near: dict[str, dict[str, int]] = defaultdict(dict)
        for code, other, tier in _related():
            if code in by_code and other in by_code and tier in GAINS:
                self.near[by_code[code]][by_code[other]] = GAINS[tier]
        several = [one for one in self.people if len(self.near[one.id]) >= 3]
        self.jobs = rng.sample(several, min(JOBS, len(several)))


def _rows(labels: _Labels, share: float, told: str) -> Iterator[Row]:
    people = [_knowing(one, share) for one in labels.people]
    ways: dict[str, Rank] = {
        "points": _by_points(labels),
        "BM25": _by_words(labels, people),
        "embedding": _by_vectors(labels),
        "overlap": _by_overlap,
    }
    for way, rank in ways.items():
        gains, firsts, spent = [], [], 0.0
        for job in labels.jobs:
            others = [one for one in people if one.id != job.id]
            began = time.process_time()
            scores = rank(others, job)
            spent += time.process_time() - began
            order = sorted(range(len(others)), key=lambda at: (-scores[at], others[at].id))
            found = [labels.near[job.id].get(others[at].id, 0) for at in order]
            gains.append(_ndcg(found))
            firsts.append(1 / (1 + next(at for at, gain in enumerate(found) if gain)))
        pairs = len(labels.jobs) * (len(people) - 1)
        yield _row(way, told, gains, firsts, len(people) - 1, 1e3 * spent / pairs)


def _row(
    way: str,
    people: str,
    gains: Sequence[float],
    firsts: Sequence[float],
    candidates: int,
    spent: float,
) -> Row:
    each = 100 * np.array(gains)
    drawn = np.random.default_rng(0).integers(0, len(each), (RESAMPLED, len(each)))
    low, high = np.percentile(each[drawn].mean(axis=1), [2.5, 97.5])
    return Row(
        way,
        people,
        round(float(each.mean()), 1),
        round(float(low), 1),
        round(float(high), 1),
        round(100 * sum(firsts) / len(firsts), 1),
        len(gains),
        candidates,
        round(spent, 4),
    )


def _ndcg(found: Sequence[int]) -> float:
    def gain(some: Sequence[int]) -> float:
        return sum(one / math.log2(at + 2) for at, one in enumerate(some[:TOP]))

    return gain(found) / gain(sorted(found, reverse=True))


# --------------------------------------------------------------------------------- ways to rank


def _by_points(labels: _Labels) -> Rank:
    def rank(people: Sequence[Occupation], job: Occupation) -> Sequence[float]:
        goal = Goal(_essential(job), label=job.label)
        held = {one.id: [_held(one, labels.names)] for one in people}
        found = match(held, profile=profile_of(goal), graph=labels.graph, at=NOW)
        points = {one.candidate: float(one.points) for one in found.matches}
        return [points[one.id] for one in people]

    return rank


def _by_words(labels: _Labels, people: Sequence[Occupation]) -> Rank:
    """Okapi BM25 (k1 1.2, b 0.75) over the words of the labels of skills."""
    texts = {one.id: Counter(_words(one, labels.names)) for one in people}
    lengths = {key: sum(words.values()) for key, words in texts.items()}
    usual = sum(lengths.values()) / len(lengths)
    among = Counter(word for words in texts.values() for word in words)
    rare = {
        word: math.log(1 + (len(texts) - many + 0.5) / (many + 0.5)) for word, many in among.items()
    }

    def rank(others: Sequence[Occupation], job: Occupation) -> Sequence[float]:
        asked = set(_words(job, labels.names))
        return [
            sum(
                rare[word] * many * 2.2 / (many + 1.2 * (0.25 + 0.75 * lengths[one.id] / usual))
                for word, many in texts[one.id].items()
                if word in asked
            )
            for one in others
        ]

    return rank


def _by_vectors(labels: _Labels) -> Rank:
    table = load_table()
    uris = list(labels.names)
    place = {uri: at for at, uri in enumerate(uris)}
    vectors = table.text_vectors([_spaced(labels.names[uri]) for uri in uris])

    def mean(one: Occupation) -> Any:
        middle = vectors[[place[need.skill] for need in _essential(one)]].mean(axis=0)
        return middle / (np.linalg.norm(middle) or 1.0)

    def rank(people: Sequence[Occupation], job: Occupation) -> Sequence[float]:
        return [float(one) for one in np.array([mean(each) for each in people]) @ mean(job)]

    return rank


def _by_overlap(people: Sequence[Occupation], job: Occupation) -> Sequence[float]:
    asked = {need.skill for need in _essential(job)}
    held = [{need.skill for need in _essential(one)} for one in people]
    return [len(asked & one) / len(asked | one) for one in held]


# --------------------------------------------------------------------------------------- levels


def _levels(labels: _Labels) -> Mapping[str, Any]:
    """Of pairs alike but for the level, in how many who has it stands above who has a lower one."""
    rng = Random(2026)  # noqa: S311 -- a draw that repeats
    right = 0
    for job in labels.jobs:
        wanted = rng.randint(4, 7)
        needs = tuple(replace(need, level=wanted) for need in _essential(job))
        held = {
            name: [_held(job, labels.names, level=level)]
            for name, level in (("advanced", wanted), ("basic", rng.randint(1, wanted - 1)))
        }
        profile = profile_of(Goal(needs, label=job.label))
        found = match(held, profile=profile, graph=labels.graph, at=NOW)
        points = {one.candidate: one.points for one in found.matches}
        right += points["advanced"] > points["basic"]
    return {
        "pairs": len(labels.jobs),
        "points": right,
        "others": "0: BM25, embedding and overlap are given no level, and find both equal",
        "made_by": "this bench; no label of anybody else",
    }


# ----------------------------------------------------------------------------------------- data


def _held(one: Occupation, names: Mapping[str, str], *, level: int | None = None) -> Held:
    skills = tuple(
        HeldSkill(need.skill, name=names[need.skill], level=level) for need in _essential(one)
    )
    return Held(
        one.id,
        names=(one.id,),
        title=one.label,
        issuer="did:web:uni.example",
        awarded=NOW - timedelta(days=30),
        skills=skills,
        assessment=("project",),
        supervision="supervised",
    )


def _essential(one: Occupation) -> tuple[Need, ...]:
    return tuple(need for need in one.needs if need.importance >= ESSENTIAL)


def _knowing(one: Occupation, share: float) -> Occupation:
    """An occupation with so many of its essential skills, drawn by its own address."""
    needs = list(_essential(one))
    rng = Random(one.id)  # noqa: S311 -- a draw that repeats
    kept = rng.sample(needs, max(1, round(share * len(needs))))
    return replace(one, needs=tuple(kept))


def _words(one: Occupation, names: Mapping[str, str]) -> list[str]:
    return [word for need in _essential(one) for word in _spaced(names[need.skill])]


def _spaced(text: str) -> list[str]:
    return re.findall(r"[\w+#]+", text.lower())


def _exact() -> dict[str, str]:
    """The O*NET code of each ESCO occupation that matches one and no other exactly."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _read("onet/crosswalk_esco_onet.csv.gz", ","):
        if row[-1] == "exactMatch":
            found[row[3]].add(row[0])
    return {uri: min(codes) for uri, codes in found.items() if len(codes) == 1}


def _related() -> Iterator[tuple[str, str, str]]:
    for row in _read("onet/Related_Occupations.tsv.gz", "\t"):
        yield row[0], row[2], row[4]


def _read(path: str, separator: str) -> Iterator[list[str]]:
    with gzip.open(DATA / path) as packed:
        yield from csv.reader(TextIOWrapper(packed, "utf-8-sig", newline=""), delimiter=separator)


if __name__ == "__main__":
    measure_match()
