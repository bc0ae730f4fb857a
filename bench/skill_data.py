"""The labelled sentences and ESCO 1.1.0, read where they lie: in `data` of the shared folder.

Labels are matched by their letters and digits alone, because the sets write some without commas.
Sentences without a label of the list are left out of measuring.
"""

from __future__ import annotations

import ast
import csv
import io
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from testamur.skills.framework import ESSENTIAL, OPTIONAL, Framework, Need, Occupation, Skill

__all__ = ["DATA", "SETS", "Labelled", "labelled", "read_esco", "unlabelled"]

_BESIDE: Final = Path(__file__).resolve().parent.parent.parent / "shared"
DATA: Final = Path(os.environ.get("TESTAMUR_SHARED") or _BESIDE) / "data"
"""Where the labelled sets lie: as tests find them, `TESTAMUR_SHARED` names the folder."""

SETS: Final = ("TECH", "HOUSE", "SkillSkape")

_BENCHMARK: Final = "skill_extraction_benchmark/data"
_ESCO: Final = "esco_raw/datasets_esco_v1.1.0_ESCO_dataset_-_v1.1.0_-_classification_-_"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and the URIs of the skills that somebody found in it."""

    sentence: str
    skills: frozenset[str]


def read_esco(data: Path = DATA) -> Framework:
    """ESCO 1.1.0 in English: skills with their other names, and which occupations ask for them."""
    needs: dict[str, list[Need]] = defaultdict(list)
    for row in _rows(data / f"{_ESCO}_-_csv.zip", "occupationSkillRelations.csv"):
        weight = ESSENTIAL if row["relationType"] == "essential" else OPTIONAL
        needs[row["occupationUri"]].append(Need(row["skillUri"], importance=weight))
    return Framework(
        "http://data.europa.eu/esco/concept-scheme/skills",
        "ESCO",
        version="1.1.0",
        skills=tuple(map(_skill, _rows(data / f"{_ESCO}en_-_csv.zip", "skills_en.csv"))),
        occupations=tuple(Occupation(uri, uri, needs=tuple(some)) for uri, some in needs.items()),
    )


def labelled(name: str, split: str, framework: Framework, data: Path = DATA) -> list[Labelled]:
    """The sentences of one of `SETS` that have labels; `split`: train (SkillSkape), dev, test."""
    sentences = _sentences(name, split, _finder(framework), data)
    return [Labelled(sentence, skills) for sentence, skills in sentences if skills]


def unlabelled(framework: Framework, data: Path = DATA) -> list[str]:
    """The sentences of SkillSkape's development split that ask for no skill."""
    path = data / "jobskape/jobskape/SkillSkape/dev.csv"
    return [row["sentence"] for row in _read(path) if row["skills"] == "['UNK']" and framework]


def _sentences(
    name: str, split: str, find: Callable[[str], frozenset[str]], data: Path
) -> list[tuple[str, frozenset[str]]]:
    if name == "SkillSkape":
        rows = _read(data / f"jobskape/jobskape/SkillSkape/{split}.csv")
        some = ((row["sentence"], ast.literal_eval(row["skills"])) for row in rows)
        return [(text, frozenset().union(*map(find, names))) for text, names in some]
    part = {"dev": "validation", "test": "test"}[split]
    found: dict[str, frozenset[str]] = {}
    for row in _read(data / f"{_BENCHMARK}/{name.lower()}_{part}_annotations.csv"):
        found[row["sentence"]] = found.get(row["sentence"], frozenset()) | find(row["label"])
    return list(found.items())


def _finder(framework: Framework) -> Callable[[str], frozenset[str]]:
    by_label: dict[str, set[str]] = defaultdict(set)
    for skill in framework.skills:
        by_label[_letters(skill.label)].add(skill.id)
    return lambda label: frozenset(by_label.get(_letters(label), ()))


def _letters(label: str) -> str:
    return re.sub(r"\W+", " ", label.lower()).strip()


def _skill(row: Mapping[str, str]) -> Skill:
    names = f"{row['altLabels']}\n{row['hiddenLabels']}".split("\n")
    label = " ".join(row["preferredLabel"].split())
    others = dict.fromkeys(name.strip() for name in names)
    return Skill(
        row["conceptUri"],
        label,
        alternatives=tuple(name for name in others if name and name != label),
        description=row["description"],
        kind=row["skillType"],
    )


def _rows(archive: Path, name: str) -> Iterator[dict[str, str]]:
    with ZipFile(archive) as packed, packed.open(name) as stream:
        yield from csv.DictReader(io.TextIOWrapper(stream, "utf-8", newline=""))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
