"""O*NET's database files: tab-separated tables, as `.txt` or `.tsv`, plain or `.gz`.

What becomes of them:

- Occupation Data, with Alternate Titles, Related Occupations ("related") and Job Zones;
- Skills and Knowledge: a need for each element that an occupation rates, with importance and level.
  Ratings that O*NET recommends to suppress, or marks as not relevant, are left out;
- Technology Skills: a skill per product (kind "technology"), below its group of products;
- Tools Used: a skill per group of tools (kind "tool"), whose products are its alternative labels;
- Tasks to DWAs: a need for each detailed work activity (kind "activity"), essential where it is
  part of a core task, which is O*NET's word for relevant and important, and else optional;
- Content Model Reference: descriptions, and the groups above skills and knowledge.

Scales (O*NET's Scales Reference: importance IM 1 to 5, level LV 0 to 7):

- importance: (IM - 1) / 4, which is O*NET OnLine's standardised score over 100;
- level: 1 + LV, rounded, so that both ends of the two scales meet. This mapping is ours: nobody has
  published one. LV_TO_EQF is the whole table;
- Job Zone to EQF by the education it states, by way of the QF-EHEA (short cycle 5, bachelor 6,
  master 7): JOB_ZONE_TO_EQF.

O*NET gives occupations and elements an address each; the other entries have codes, and are named
here by them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote_plus

from testamur.skills.framework import (
    ESSENTIAL,
    OPTIONAL,
    Framework,
    Group,
    Link,
    LinkKind,
    Need,
    Occupation,
    Skill,
)
from testamur.skills.readers.files import SourceFile, stem_of
from testamur.skills.readers.intake import Asked, Notes
from testamur.skills.readers.tables import Table

__all__ = [
    "ATTRIBUTION",
    "JOB_ZONE_TO_EQF",
    "LV_TO_EQF",
    "ONET",
    "is_onet",
    "occupation_uri",
    "read_onet",
]

ONET: Final = "https://www.onetcenter.org/database.html"
"""What the framework is called."""

ATTRIBUTION: Final = (
    "This service includes information from the O*NET Database by the U.S. Department of Labor, "
    "Employment and Training Administration (USDOL/ETA), used under the CC BY 4.0 licence. O*NET "
    "is a trademark of USDOL/ETA. Testamur has mapped its scales."
)

LV_TO_EQF: Final[Mapping[int, int]] = {0: 1, 1: 2, 2: 3, 3: 4, 4: 5, 5: 6, 6: 7, 7: 8}
"""O*NET's level, rounded half up, to the level of the European Qualifications Framework."""

JOB_ZONE_TO_EQF: Final[Mapping[int, int]] = {1: 3, 2: 4, 3: 5, 4: 6, 5: 7}
"""O*NET's job zone to the level at which its usual education ends."""

_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_SITE: Final = "https://www.onetonline.org/"
_SOC: Final = "O*NET-SOC Code"
_RATED: Final = {"skills": "skill", "knowledge": "knowledge"}
_NOT_HERE: Final = "it names an entry that is not in the files"


def is_onet(files: Sequence[SourceFile]) -> bool:
    """Whether these are files of O*NET's database."""
    return any(stem_of(file.base) == "occupation data" for file in files)


def occupation_uri(code: str) -> str:
    """The address of an occupation: of `15-1252.00`, say."""
    return f"{_SITE}link/summary/{code}"


def read_onet(files: Sequence[SourceFile], asked: Asked, notes: Notes) -> Framework:
    """The framework in the files of one release; raises `Refused` (`framework.*`)."""
    database = _Database(files, notes)
    return Framework(
        ONET,
        asked.name or "O*NET",
        version=asked.version or max((file.version for file in files), default=""),
        language="en",
        licence=_LICENCE,
        attribution=ATTRIBUTION,
        occupations=tuple(database.occupations()),
        skills=tuple(database.skills.values()),
        links=tuple(dict.fromkeys(database.links)),
        groups=tuple(database.groups.values()),
    )


class _Database:
    """The tables of one release, gathered entry by entry."""

    def __init__(self, files: Sequence[SourceFile], notes: Notes) -> None:
        self._files = {stem_of(file.base): file for file in files}
        self._notes = notes
        self.skills: dict[str, Skill] = {}
        self.links: list[Link] = []
        self.groups: dict[str, Group] = {}
        self._needs: dict[str, dict[str, Need]] = defaultdict(dict)
        self._told: dict[str, tuple[str, str]] = {}
        self._model = self._content_model()
        for code, title, description in self._cells(
            "occupation data", _SOC, "Title", "Description"
        ):
            self._told[code] = title, description
        for what, kind in _RATED.items():
            self._rate(what, kind)
        self._gather_technology()
        self._gather_tools()
        self._gather_activities()

    def occupations(self) -> Iterator[Occupation]:
        """Every occupation, with everything that was gathered about it."""
        titles = self._alternate_titles()
        zones = dict(self._cells("job zones", _SOC, "Job Zone"))
        self._relate()
        for code, (title, description) in self._told.items():
            zone = zones.get(code, "")
            yield Occupation(
                occupation_uri(code),
                title,
                alternatives=tuple(dict.fromkeys(titles.get(code, ()))),
                description=description,
                code=code,
                needs=tuple(self._needs[code].values()),
                level=JOB_ZONE_TO_EQF.get(int(zone)) if zone.isdecimal() else None,
            )

    def _rate(self, what: str, kind: str) -> None:
        """Needs by the ratings of one table."""
        table = self._table(what)
        if table is None:
            return
        rated: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        columns = (_SOC, "Element ID", "Element Name", "Scale ID", "Data Value")
        marks = ("Recommend Suppress", "Not Relevant")
        unwanted: set[tuple[str, str]] = set()
        for line, (code, element, name, scale, value, *marked) in table.rows(*columns, also=marks):
            figure = _figure(value, scale)
            if figure is None:
                table.refuse(line, f"{value!r:.40} is not a figure of the scale {scale!r:.10}")
            elif code not in self._told:
                table.leave_out(line, _NOT_HERE)
            elif "Y" in marked:
                table.leave_out(line, "O*NET advises against the figure, or says not relevant")
                unwanted.add((code, element))
            else:
                self._add_element(element, name, kind)
                rated[code, element][scale] = figure
        for (code, element), figures in rated.items():
            if "IM" in figures and (code, element) not in unwanted:
                self._need(code, _element_uri(element), _need_of(element, figures))

    def _add_element(self, element: str, name: str, kind: str) -> None:
        uri = _element_uri(element)
        if uri not in self.skills:
            description = self._model.get(element, ("", ""))[1]
            self.skills[uri] = Skill(uri, name, description=description, kind=kind, code=element)
            self._link_upwards(element)

    def _link_upwards(self, element: str) -> None:
        """Put an element below the groups that its number names."""
        parent = element.rpartition(".")[0]
        while parent in self._model and "." in parent:
            self.links.append(Link(_element_uri(element), LinkKind.BROADER, _element_uri(parent)))
            self._add_group(_element_uri(parent), *self._model[parent], code=parent)
            element, parent = parent, parent.rpartition(".")[0]

    def _gather_technology(self) -> None:
        columns = (_SOC, "Example", "Commodity Code", "Commodity Title")
        for code, product, commodity, title in self._cells("technology skills", *columns):
            uri = f"{_SITE}search/tech/example?e={quote_plus(product)}"
            if uri not in self.skills:
                self.skills[uri] = Skill(uri, product, kind="technology")
            self._add_group(_commodity_uri(commodity), title, "", code=commodity)
            self.links.append(Link(uri, LinkKind.BROADER, _commodity_uri(commodity)))
            self._need(code, uri, Need(uri, importance=OPTIONAL))

    def _gather_tools(self) -> None:
        products: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        columns = (_SOC, "Example", "Commodity Code", "Commodity Title")
        for code, product, commodity, title in self._cells("tools used", *columns):
            products[commodity, title][product] = None
            uri = _commodity_uri(commodity)
            self._need(code, uri, Need(uri, importance=OPTIONAL))
        for (commodity, title), names in products.items():
            uri = _commodity_uri(commodity)
            others = tuple(name for name in names if name != title)
            self.skills[uri] = Skill(uri, title, alternatives=others, kind="tool", code=commodity)

    def _gather_activities(self) -> None:
        core = self._core_tasks()
        columns = (_SOC, "Task ID", "DWA ID", "DWA Title")
        for code, task, activity, title in self._cells("tasks to dwas", *columns):
            uri = _named("dwa", activity)
            self.skills.setdefault(uri, Skill(uri, title, kind="activity", code=activity))
            is_core = (code, task) in core
            if is_core or uri not in self._needs[code]:
                importance = ESSENTIAL if is_core else OPTIONAL
                self._need(code, uri, Need(uri, importance=importance))
        reference = ("DWA ID", "IWA ID", "IWA Title")
        for activity, above, title in self._cells("dwa reference", *reference):
            if _named("dwa", activity) in self.skills:
                self._add_group(_named("iwa", above), title, "", code=above)
                link = Link(_named("dwa", activity), LinkKind.BROADER, _named("iwa", above))
                self.links.append(link)

    def _core_tasks(self) -> set[tuple[str, str]]:
        table = self._table("task statements")
        rows = table.rows(_SOC, "Task ID", also=("Task Type",)) if table else ()
        return {(code, task) for _, (code, task, kind) in rows if kind == "Core"}

    def _relate(self) -> None:
        for code, other in self._cells("related occupations", _SOC, "Related O*NET-SOC Code"):
            link = Link(occupation_uri(code), LinkKind.RELATED, occupation_uri(other))
            self.links.append(link)

    def _alternate_titles(self) -> Mapping[str, list[str]]:
        titles: dict[str, list[str]] = defaultdict(list)
        for code, title in self._cells("alternate titles", _SOC, "Alternate Title"):
            titles[code].append(title)
        return titles

    def _content_model(self) -> Mapping[str, tuple[str, str]]:
        columns = ("Element ID", "Element Name", "Description")
        cells = self._cells("content model reference", *columns)
        return {element: (name, description) for element, name, description in cells}

    def _add_group(self, uri: str, label: str, description: str, *, code: str) -> None:
        if uri not in self.groups:
            self.groups[uri] = Group(uri, label, description=description, code=code)

    def _need(self, code: str, uri: str, need: Need) -> None:
        self._needs[code][uri] = need

    def _cells(self, what: str, *columns: str) -> Iterator[list[str]]:
        """The cells of one table; rows about an occupation that is not there are left out."""
        table = self._table(what)
        if table is None:
            return
        is_about_occupation = columns[0] == _SOC and what != "occupation data"
        for line, cells in table.rows(*columns):
            if is_about_occupation and cells[0] not in self._told:
                table.leave_out(line, _NOT_HERE)
            else:
                yield cells

    def _table(self, what: str) -> Table | None:
        if what in self._files:
            return Table(self._files[what], self._notes)
        self._notes.absent.append(what)
        return None


def _need_of(element: str, figures: Mapping[str, float]) -> Need:
    level = figures.get("LV")
    return Need(
        _element_uri(element),
        level=None if level is None else LV_TO_EQF[int(level + 0.5)],
        importance=(figures["IM"] - 1) / 4,
    )


def _figure(value: str, scale: str) -> float | None:
    """A rating within its scale, or None where it is none."""
    bounds = {"IM": (1, 5), "LV": (0, 7)}.get(scale)
    try:
        figure = float(value)
    except ValueError:
        return None
    return figure if bounds and bounds[0] <= figure <= bounds[1] else None


def _element_uri(element: str) -> str:
    return f"{_SITE}find/descriptor/result/{element}"


def _commodity_uri(commodity: str) -> str:
    return _named("unspsc", commodity)


def _named(scheme: str, code: str) -> str:
    return f"{_SITE}#{scheme}={code}"
