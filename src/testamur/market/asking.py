"""The market: every question that is asked of a store, answered by one engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from testamur.errors import Refused
from testamur.market import measures
from testamur.market.answers import (
    Breakdown,
    Demand,
    Heat,
    HeatRow,
    Pair,
    Pairs,
    Part,
    Places,
    Salaries,
    Scarcities,
    Scarcity,
    SkillRow,
    SkillRows,
    Works,
)
from testamur.market.engines import Engine, opened
from testamur.market.figures import FEWEST, share_of
from testamur.market.ground import (
    Ground,
    by_two,
    counts_of,
    ground_of,
    grouped,
    grown,
    largest,
    paid,
    rows_of,
)
from testamur.market.growth import moving, rate_of
from testamur.market.occupations import works_of
from testamur.market.scope import Scope
from testamur.market.store import Store
from testamur.market.withholding import protected, withheld

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["Market"]

ALL: Final = Scope()
_BESIDE: Final = 400
"""Skills whose part in occupations is looked at, where nobody says which."""


class Market:
    """Figures of a store; a context, which opens the engine of `url` and closes it.

    Every question raises `Refused` (`market.nothing-loaded`) where its scope holds no posting.
    """

    def __init__(self, store: Store, *, url: str = "") -> None:
        self._store, self._url = store, url
        self._open = ExitStack()
        self._grounds: dict[Scope, Ground] = {}
        self._skills: dict[Scope, list[SkillRow]] = {}
        self._tables: dict[str, ir.Table] = {}
        self._labels: dict[str, str] = {}

    def __enter__(self) -> Self:
        files = {kind: self._store.files(kind) for kind in ("postings", "mentions")}
        if not files["postings"]:
            raise Refused.because("market.nothing-loaded", "no postings were loaded here yet")
        engine: Engine = self._open.enter_context(opened(self._url))
        self._tables = {kind: engine.read(some, kind) for kind, some in files.items()}
        self._labels = self._store.labels()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def label_of(self, skill: str) -> str:
        """What a skill is called; its identifier where no load says."""
        return self._labels.get(skill, skill)

    def places(self, scope: Scope = ALL) -> Places:
        """What there is to choose from."""
        ground = self._ground(scope)
        regions, occupations = (
            _choices(counts_of(measures.by(ground.postings, name), name))
            for name in ("region", "occupation")
        )
        return Places(regions, occupations, ground.months, ground.count, ground.provenance)

    def demand(self, skill: str, scope: Scope = ALL) -> Demand:
        """What is known of one skill: its share, its months, its growth, its pay."""
        return self.demands([skill], scope)[0]

    def demands(self, skills: Sequence[str], scope: Scope = ALL) -> list[Demand]:
        """The same of several, asked for at once."""
        ground = self._ground(scope)
        asking = measures.among(ground.mentions, skill=skills)
        months = by_two(rows_of(measures.by(asking, "skill", "month")), "skill", "month")
        compared = ground.compared(asking, "skill")
        pay = grouped(rows_of(measures.pay(asking, "skill")), "skill")
        return [
            self._demand(ground, skill, months.get(skill, {}), compared.get(skill), pay.get(skill))
            for skill in skills
        ]

    def _demand(
        self,
        ground: Ground,
        skill: str,
        counts: Mapping[str, int],
        row: Mapping[str, int] | None,
        pay: Sequence[Mapping[str, Any]] | None,
    ) -> Demand:
        total = sum(counts.values())
        series = ground.series(counts)
        return Demand(
            skill=skill,
            label=self.label_of(skill),
            share=share_of(total, ground.count),
            months=series.months,
            is_adjusted=series.is_adjusted,
            growth=grown(ground, row, total),
            salaries=Salaries(*paid(pay or ()), ground.provenance),
            provenance=ground.provenance,
        )

    def skills(self, scope: Scope = ALL, *, limit: int = 50) -> SkillRows:
        """The most wanted skills, each with its growth."""
        rows = self._skill_rows(scope)
        return SkillRows(tuple(rows[:limit]), len(rows), self._ground(scope).provenance)

    def rising(self, scope: Scope = ALL, *, limit: int = 20) -> SkillRows:
        """Skills that are surely more wanted than before, the greatest growth first."""
        return self._moving(scope, limit, is_up=True)

    def falling(self, scope: Scope = ALL, *, limit: int = 20) -> SkillRows:
        """Skills that are surely less wanted than before, the greatest fall first."""
        return self._moving(scope, limit, is_up=False)

    def regions(self, skill: str, scope: Scope = ALL) -> Breakdown:
        """Demand for a skill in each region."""
        return self.breakdowns([skill], "region", scope)[0]

    def occupations(self, skill: str, scope: Scope = ALL) -> Breakdown:
        """Demand for a skill in each occupation."""
        return self.breakdowns([skill], "occupation", scope)[0]

    def breakdowns(self, skills: Sequence[str], column: str, scope: Scope = ALL) -> list[Breakdown]:
        """Demand for each of several skills by `region` or `occupation`, asked for at once."""
        ground = self._ground(scope)
        totals = counts_of(measures.by(ground.postings, column), column)
        asking = measures.among(ground.mentions, skill=skills)
        counts = by_two(rows_of(measures.by(asking, "skill", column)), "skill", column)
        return [
            Breakdown(
                skill,
                self.label_of(skill),
                column,
                _parts(totals, counts.get(skill, {})),
                ground.provenance,
            )
            for skill in skills
        ]

    def works(self, scope: Scope = ALL, *, limit: int = 50, skills: Sequence[str] = ()) -> Works:
        """What is known of the largest occupations, and which of `skills` each asks for."""
        ground = self._ground(scope)
        wanted = skills or [row.skill for row in self._skill_rows(scope)[:_BESIDE]]
        asked = self.breakdowns(wanted, "occupation", scope) if wanted else []
        return works_of(ground, asked, limit=limit)

    def together(self, skill: str, scope: Scope = ALL, *, limit: int = 30) -> Pairs:
        """What is asked for beside a skill: how often, and how much more than by chance."""
        return self.togethers([skill], scope, limit=limit)[0]

    def togethers(
        self, skills: Sequence[str], scope: Scope = ALL, *, limit: int = 30
    ) -> list[Pairs]:
        """The same of several skills, asked for at once."""
        mentions = self._ground(scope).mentions
        counts = counts_of(measures.by(mentions, "skill"), "skill")
        beside = by_two(rows_of(measures.held_beside(mentions, skills)), "skill", "other")
        found = [
            [(skill, other, n) for other, n in beside.get(skill, {}).items()] for skill in skills
        ]
        return [self._pairs(scope, some, counts, limit) for some in found]

    def pairs(self, scope: Scope = ALL, *, limit: int = 60, among: int = 40) -> Pairs:
        """Which of the `among` most wanted skills are asked for together."""
        mentions = self._ground(scope).mentions
        counts = counts_of(measures.by(mentions, "skill"), "skill")
        most = [skill for skill, _ in sorted(counts.items(), key=largest)[:among]]
        rows = rows_of(measures.side_by_side(mentions, most))
        found = [(row["skill"], row["other"], row["n"]) for row in rows]
        return self._pairs(scope, found, counts, limit)

    def heat(self, scope: Scope = ALL, *, limit: int = 20) -> Heat:
        """The most wanted skills by the month."""
        ground = self._ground(scope)
        counts = counts_of(measures.by(ground.mentions, "skill"), "skill")
        most = [skill for skill, _ in sorted(counts.items(), key=largest)[:limit]]
        asking = measures.among(ground.mentions, skill=most)
        cells = by_two(rows_of(measures.by(asking, "skill", "month")), "skill", "month")
        rows = tuple(
            HeatRow(skill, self.label_of(skill), tuple(ground.shares(cells.get(skill, {}))))
            for skill in most
        )
        return Heat(ground.months, rows, ground.provenance)

    def salaries(self, skill: str = "", scope: Scope = ALL) -> Salaries:
        """Quartiles of pay a year, by currency: of a skill, else of all postings."""
        ground = self._ground(scope)
        asked = measures.of_skill(ground.mentions, skill) if skill else ground.postings
        return Salaries(*paid(rows_of(measures.pay(asked))), ground.provenance)

    def scarcity(
        self, holders: Mapping[str, int], scope: Scope = ALL, *, limit: int = 50
    ) -> Scarcities:
        """Postings against verified holders, the scarcest first; `holders` says how many of each.

        Of a skill that is not among `holders` it is not known how many have it.
        """
        ground = self._ground(scope)
        counts = counts_of(measures.by(ground.mentions, "skill"), "skill")
        rows = [
            self._scarcity(skill, n, holders.get(skill), ground)
            for skill, n in counts.items()
            if n >= FEWEST
        ]
        rows.sort(key=lambda row: (-(row.per_holder or 0), -(row.share.postings or 0), row.skill))
        return Scarcities(tuple(rows[:limit]), ground.provenance)

    def _ground(self, scope: Scope) -> Ground:
        if scope not in self._grounds:
            postings, mentions = (
                measures.within(self._tables[kind], scope) for kind in ("postings", "mentions")
            )
            self._grounds[scope] = ground_of(postings, mentions, scope, self._store.loads())
        return self._grounds[scope]

    def _skill_rows(self, scope: Scope) -> list[SkillRow]:
        """Every skill of five postings or more, the most wanted first."""
        if scope not in self._skills:
            ground = self._ground(scope)
            compared = ground.compared(ground.mentions, "skill")
            counts = counts_of(measures.by(ground.mentions, "skill"), "skill")
            self._skills[scope] = [
                SkillRow(
                    skill,
                    self.label_of(skill),
                    share_of(n, ground.count),
                    grown(ground, compared.get(skill), n),
                )
                for skill, n in sorted(counts.items(), key=largest)
                if n >= FEWEST
            ]
        return self._skills[scope]

    def _moving(self, scope: Scope, limit: int, *, is_up: bool) -> SkillRows:
        rows = self._skill_rows(scope)
        rising, falling = moving({row.skill: row.growth for row in rows})
        wanted = rising if is_up else falling
        found = [row for row in rows if row.skill in wanted]
        found.sort(key=lambda row: (-abs((rate_of(row.growth) or 0) - 1), row.skill))
        return SkillRows(tuple(found[:limit]), len(found), self._ground(scope).provenance)

    def _pairs(
        self,
        scope: Scope,
        found: Sequence[tuple[str, str, int]],
        counts: Mapping[str, int],
        limit: int,
    ) -> Pairs:
        ground = self._ground(scope)
        told = [
            Pair(
                one,
                self.label_of(one),
                other,
                self.label_of(other),
                n,
                n * ground.count / (counts[one] * counts[other]),
            )
            for one, other, n in found
            if n >= FEWEST
        ]
        told.sort(key=lambda pair: (-pair.postings, pair.skill, pair.other))
        return Pairs(tuple(told[:limit]), len(found) - len(told), ground.provenance)

    def _scarcity(self, skill: str, n: int, holders: int | None, ground: Ground) -> Scarcity:
        known = holders if holders is not None and holders >= FEWEST else None
        share = share_of(n, ground.count)
        return Scarcity(skill, self.label_of(skill), share, known, n / known if known else None)


def _parts(totals: Mapping[str | None, int], counts: Mapping[str | None, int]) -> tuple[Part, ...]:
    """The parts of a whole, the highest share first."""
    names = sorted(totals, key=lambda name: (-totals[name], str(name)))
    shares = protected([(counts.get(name, 0), totals[name]) for name in names])
    rows = [Part(name, share) for name, share in zip(names, shares, strict=True)]
    rows.sort(key=lambda row: -(row.share.per_thousand or -1))
    return tuple(rows)


def _choices(counts: Mapping[str | None, int]) -> dict[str, int]:
    """What is stated by five postings or more, the most frequent first."""
    hidden = withheld(counts, [counts])
    ordered = sorted(counts.items(), key=largest)
    return {name: n for name, n in ordered if name and name not in hidden}
