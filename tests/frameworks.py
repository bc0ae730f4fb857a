"""Small lists of skills in the forms in which they are published, and one as a value."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from testamur.skills.framework import (
    Framework,
    Group,
    Link,
    LinkKind,
    Names,
    Need,
    Occupation,
    Skill,
)

__all__ = [
    "CASE",
    "CRAFT",
    "ESCO_FILES",
    "ONET_FILES",
    "case_package",
    "write_case",
    "write_files",
    "write_zip",
]

S: Final = "http://data.europa.eu/esco/skill/"
O: Final = "http://data.europa.eu/esco/occupation/"  # noqa: E741 -- as ESCO writes it

_SKILL_COLUMNS: Final = (
    "conceptType,conceptUri,skillType,preferredLabel,altLabels,status,description"
)

ESCO_FILES: Final[Mapping[str, str]] = {
    "skills_en.csv": (
        f"{_SKILL_COLUMNS}\n"
        f'KnowledgeSkillCompetence,{S}bake,skill/competence,bake bread,"make bread\nbake loaves",released,Make bread.\n'
        f"KnowledgeSkillCompetence,{S}knead,skill/competence,knead dough,,released,\n"
        f"KnowledgeSkillCompetence,{S}flour,knowledge,types of flour,flours,released,\n"
        f"KnowledgeSkillCompetence,{S}old,skill/competence,grind by hand,,obsolete,\n"
    ),
    "skills_de.csv": (
        f"{_SKILL_COLUMNS}\n"
        f"KnowledgeSkillCompetence,{S}bake,skill/competence,Brot backen,Brotlaibe backen,released,\n"
        f"KnowledgeSkillCompetence,{S}flour,knowledge,Mehlsorten für Bäcker,,released,\n"
    ),
    "occupations_en.csv": (
        "conceptUri,preferredLabel,altLabels,code,status\n"
        f"{O}baker,baker,bread maker,7512.1,released\n"
    ),
    "occupations_de.csv": (
        "conceptUri,preferredLabel,altLabels,code,status\n"
        f'{O}baker,Bäcker/Bäckerin,"Bäcker\nBäckerin",7512.1,released\n'
    ),
    "occupationSkillRelations.csv": (
        "occupationUri,relationType,skillType,skillUri\n"
        f"{O}baker,essential,skill/competence,{S}bake\n"
        f"{O}baker,optional,knowledge,{S}flour\n"
        f"{O}baker,essential,skill/competence,{S}nowhere\n"
        f"{O}baker,desirable,skill/competence,{S}knead\n"
    ),
    "skillSkillRelations.csv": (
        "originalSkillUri,originalSkillType,relationType,relatedSkillType,relatedSkillUri\n"
        f"{S}bake,skill/competence,optional,knowledge,{S}flour\n"
    ),
    "broaderRelationsSkillPillar.csv": (
        "conceptType,conceptUri,broaderType,broaderUri\n"
        f"KnowledgeSkillCompetence,{S}knead,KnowledgeSkillCompetence,{S}bake\n"
        f"KnowledgeSkillCompetence,{S}bake,SkillGroup,{S}S6\n"
    ),
    "skillGroups_en.csv": f"conceptUri,preferredLabel,code\n{S}S6,handling and moving,S6\n",
    "greenSkillsCollection_en.csv": f"conceptUri,preferredLabel\n{S}flour,types of flour\n",
    "transversalSkillsCollection_en.csv": f"conceptUri,preferredLabel\n{S}flour,types of flour\n",
    "conceptSchemes_en.csv": "conceptSchemeUri,preferredLabel\nhttp://example.org,scheme\n",
}
"""A download of ESCO in two languages, with one bad row, one dangling one and one withdrawn skill."""

_RATINGS: Final = "O*NET-SOC Code\tElement ID\tElement Name\tScale ID\tData Value\tRecommend Suppress\tNot Relevant\n"

ONET_FILES: Final[Mapping[str, str]] = {
    "Occupation Data.txt": (
        "O*NET-SOC Code\tTitle\tDescription\n"
        '51-3011.00\tBakers\tMix and bake "ingredients".\n51-3099.00\tOther\tAll other.\n'
    ),
    "Skills.txt": (
        f"{_RATINGS}"
        "51-3011.00\t2.A.1.a\tReading Comprehension\tIM\t3\tN\t\n"
        "51-3011.00\t2.A.1.a\tReading Comprehension\tLV\t2.5\tN\tN\n"
        "51-3011.00\t2.B.3.e\tProgramming\tIM\t1\tN\t\n"
        "51-3011.00\t2.B.3.e\tProgramming\tLV\t0\tN\tY\n"
        "51-3011.00\t2.A.1.b\tActive Listening\tIM\t9\tN\t\n"
    ),
    "Content Model Reference.txt": (
        "Element ID\tElement Name\tDescription\n"
        "2.A\tBasic Skills\tDeveloped capacities.\n2.A.1\tContent\tBackground structures.\n"
        "2.A.1.a\tReading Comprehension\tUnderstanding sentences.\n"
    ),
    "Technology Skills.txt": (
        "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\tHot Technology\n"
        "51-3011.00\tMicrosoft Excel\t43232110\tSpreadsheet software\tY\n"
    ),
    "Tools Used.txt": (
        "O*NET-SOC Code\tExample\tCommodity Code\tCommodity Title\n"
        "51-3011.00\tDough mixers\t48101612\tCommercial mixers\n"
    ),
    "Tasks to DWAs.txt": (
        "O*NET-SOC Code\tTask ID\tTask\tDWA ID\tDWA Title\n"
        "51-3011.00\t1\tMix.\t4.A.3.D01\tMix ingredients.\n"
        "51-3011.00\t2\tSell.\t4.A.4.D02\tSell products.\n"
    ),
    "Task Statements.txt": (
        "O*NET-SOC Code\tTask ID\tTask\tTask Type\n51-3011.00\t1\tMix.\tCore\n51-3011.00\t2\tSell.\t\n"
    ),
    "DWA Reference.txt": "DWA ID\tIWA ID\tIWA Title\n4.A.3.D01\t4.A.3.I01\tPrepare food.\n",
    "Alternate Titles.txt": "O*NET-SOC Code\tAlternate Title\n51-3011.00\tBread Baker\n",
    "Related Occupations.txt": "O*NET-SOC Code\tRelated O*NET-SOC Code\n51-3011.00\t51-3099.00\n",
    "Job Zones.txt": "O*NET-SOC Code\tTitle\tJob Zone\n51-3011.00\tBakers\t2\n",
}
"""A small release of O*NET's database."""

CASE: Final = "https://case.example/CFItems/"


def case_package() -> dict[str, Any]:
    """A CASE package: a heading, two items below it, and an item somewhere else."""

    def ends(origin: str, kind: str, destination: str) -> dict[str, Any]:
        return {
            "associationType": kind,
            "originNodeURI": {"identifier": origin, "uri": f"{CASE}{origin}"},
            "destinationNodeURI": {"identifier": destination, "uri": f"{CASE}{destination}"},
        }

    return {
        "CFDocument": {
            "identifier": "doc",
            "uri": "https://case.example/CFDocuments/doc",
            "title": "Baking",
            "version": "2",
            "creator": "Example Board",
        },
        "CFItems": [
            {
                "identifier": "a",
                "uri": f"{CASE}a",
                "fullStatement": "Bread",
                "CFItemType": "Cluster",
            },
            {
                "identifier": "b",
                "uri": f"{CASE}b",
                "fullStatement": "Bakes wheat bread by hand",
                "abbreviatedStatement": "Bakes bread",
                "humanCodingScheme": "B.1",
            },
            {"identifier": "c", "fullStatement": "Kneads"},
            {"identifier": "d"},
        ],
        "CFAssociations": [
            ends("a", "isChildOf", "doc"),
            ends("b", "isChildOf", "a"),
            ends("c", "isRelatedTo", "b"),
            ends("b", "exactMatchOf", "elsewhere"),
            ends("b", "precedes", "c"),
            ends("b", "isChildOf", "lost"),
        ],
    }


def write_case(path: Path, package: Mapping[str, Any] | None = None) -> Path:
    """Write a package as a file."""
    path.write_text(json.dumps(case_package() if package is None else package), encoding="utf-8")
    return path


def write_files(folder: Path, files: Mapping[str, str], *, is_packed: bool = False) -> Path:
    """Write a download into a folder, each file on its own or as `.gz`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        data = text.encode()
        if is_packed:
            (folder / f"{name}.gz").write_bytes(gzip.compress(data))
        else:
            (folder / name).write_bytes(data)
    return folder


def write_zip(path: Path, files: Mapping[str, str]) -> Path:
    """Write a download as one archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


CRAFT: Final = Framework(
    "https://craft.example/skills",
    "Craft",
    version="1",
    attribution="Example Guild",
    skills=(
        Skill(
            "x:bake",
            "bake bread",
            alternatives=("make bread", "Brot"),
            kind="skill",
            translations={"de": Names("Brot backen", ("Laibe backen",))},
        ),
        Skill("x:knead", "knead dough", description="By hand.", collections=("green",)),
        Skill("x:flour", "types of flour", kind="knowledge", code="K1"),
        Skill("x:straße", "Straßenbäckerei führen", alternatives=("C++", "R&D")),
        Skill("x:program", "programming principles", alternatives=("principles of programming",)),
    ),
    occupations=(
        Occupation(
            "x:baker",
            "baker",
            alternatives=("bread maker",),
            code="7512",
            needs=(Need("x:bake", level=4), Need("x:flour", importance=0.5)),
            level=4,
        ),
        Occupation("x:miller", "miller", needs=(Need("x:flour", importance=0.75),)),
    ),
    links=(
        Link("x:knead", LinkKind.BROADER, "x:bake"),
        Link("x:bake", LinkKind.BROADER, "x:food"),
        Link("x:bake", LinkKind.RELATED, "x:flour"),
        Link("x:flour", LinkKind.CLOSE, "https://elsewhere.example/flour"),
        Link("x:bake", LinkKind.BROADER, "x:knead"),
    ),
    groups=(Group("x:food", "food", code="F", description="Everything eaten."),),
)
"""A framework with everything in it: two languages, a group, a cycle, a link to another list."""
