"""Make the starter framework again: a selection from ESCO that ships with Testamur.

    python scripts/make_starter_framework.py ESCO_DIR            # compare; exit 1 on a difference
    python scripts/make_starter_framework.py ESCO_DIR --write    # write it

ESCO_DIR is a folder, or an archive, of ESCO 1.1.1 in English, as it was downloaded.

Steps: (1) read ESCO; (2) take the occupations named below, the skills that the demonstration
teaches, and of each occupation's needs those that at least two of the occupations share, or that it
alone has and are essential, up to a number; (3) take the groups above them, and the links among
what was taken; (4) cut long lists of alternative labels; (5) write.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Final

from testamur.skills.framework import Framework, Need, Occupation, Skill
from testamur.skills.graph import Graph
from testamur.skills.packing import packed
from testamur.skills.readers import read_framework
from testamur.skills.shelf import STARTER

DEMONSTRATION: Final = (
    Path(__file__).parents[1] / "src/testamur_web/config/demonstration/achievements.toml"
)
NAME: Final = "ESCO, a selection"

OCCUPATIONS: Final = (
    "data analyst",
    "data scientist",
    "statistician",
    "web developer",
    "software developer",
    "user interface designer",
    "cloud engineer",
    "ICT security administrator",
    "ICT security engineer",
    "ICT project manager",
    "project manager",
    "nurse responsible for general care",
    "healthcare assistant",
    "adult literacy teacher",
    "ICT teacher secondary school",
    "digital marketing manager",
    "accountant",
    "payroll clerk",
    "human resources manager",
    "human resources officer",
    "solar energy technician",
    "welder",
    "warehouse worker",
    "supply chain manager",
    "baker",
    "electrician",
    "mechatronics engineering technician",
    "environmental expert",
    "energy manager",
    "university research assistant",
)
NEEDS_OF_EACH: Final = 12
ALTERNATIVES: Final = 8


def main(arguments: list[str]) -> int:
    """Run the steps above; the exit code."""
    whole = read_framework(Path(arguments[0])).framework  # (1)
    data = packed(selected(whole))
    if "--write" in arguments:  # (5)
        STARTER.write_bytes(data)
    same = STARTER.exists() and STARTER.read_bytes() == data
    print(f"{'same' if same else 'DIFFERENT'}: {len(data):,} bytes")
    return 0 if same else 1


def selected(whole: Framework) -> Framework:
    """The selection as a framework of its own."""
    taught = set(re.findall(r"http://data\.europa\.eu/esco/skill/[0-9a-f-]+", _demonstration()))
    occupations = [one for one in whole.occupations if one.label in OCCUPATIONS]
    missing = set(OCCUPATIONS) - {one.label for one in occupations}
    if missing:
        raise LookupError(f"not in ESCO: {sorted(missing)}")
    wanted = taught | _needed(occupations, taught)  # (2)
    skills = [_cut(one) for one in whole.skills if one.id in wanted]
    graph = Graph(whole)
    taken = {one.id for one in skills} | {one.id for one in occupations}
    above = {uri for one in taken for uri in graph.ancestors(one)}  # (3)
    groups = [replace(one, description="") for one in whole.groups if one.id in above]
    known = taken | {one.id for one in groups}
    return replace(
        whole,
        name=NAME,
        skills=tuple(skills),
        occupations=tuple(_fitted(one, wanted) for one in occupations),
        groups=tuple(groups),
        links=tuple(one for one in whole.links if {one.source, one.target} <= known),
    )


def _demonstration() -> str:
    return DEMONSTRATION.read_text(encoding="utf-8")


def _needed(occupations: list[Occupation], taught: set[str]) -> set[str]:
    """The needs to keep: what is taught or shared first, essential before optional."""
    shared = Counter(need.skill for one in occupations for need in one.needs)

    def worth(need: Need) -> tuple[bool, float, int, str]:
        return need.skill not in taught, -need.importance, -shared[need.skill], need.skill

    return {
        need.skill for one in occupations for need in sorted(one.needs, key=worth)[:NEEDS_OF_EACH]
    }


def _cut(skill: Skill) -> Skill:
    return replace(skill, alternatives=skill.alternatives[:ALTERNATIVES])  # (4)


def _fitted(occupation: Occupation, wanted: set[str]) -> Occupation:
    needs = tuple(need for need in occupation.needs if need.skill in wanted)
    return replace(occupation, needs=needs, alternatives=occupation.alternatives[:ALTERNATIVES])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
