"""Searching and ranking a crowd in PostgreSQL, and how that grows: `python -m bench people`.

    python -m bench people 10000 100000 1000000

A server of its own is started, as an administrator with so much memory would set it (`SETTINGS`);
each size is filled anew (`bench.crowd`), and asked a fixed draw of searches through `look`, which
also writes down who was shown, and of role profiles who is worth comparing with them: what a worker
begins with; comparing one of them does not depend on how many there are.
Half of the draw asks for what people have by their own occupations, half for any occupation.

Seconds are by the clock, in one connection, from the call to the answer; beside them stands the CPU
of the server's process for it, which other work on the machine disturbs less.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.crowd import SKILLS, Trade, fill, trades_of
from bench.match import RESULT, write
from bench.skill_data import DATA
from testamur.skills.framework import Need
from testamur.skills.readers import read_framework

__all__ = ["measure_people"]

SIZES: Final = (10_000, 100_000, 1_000_000)
GOAL_MS: Final = 300
OF_EACH: Final = 24
PROFILES: Final = 60
SETTINGS: Final = (
    "shared_buffers=4GB effective_cache_size=12GB work_mem=64MB maintenance_work_mem=1GB "
    "random_page_cost=1.1 jit=off max_wal_size=16GB checkpoint_timeout=30min "
    "max_parallel_workers_per_gather=0"
)
_WITH: Final = Path(__file__).resolve().parent.parent / "scripts" / "with_postgres.py"


@dataclass(frozen=True, slots=True)
class Asked:
    """A search of a kind; `page` is the one that is looked at."""

    kind: str
    criteria: Any
    page: int = 1


def measure_people(*words: str) -> None:
    """Measure each size, print tables, and write that part of `bench/results/match.json`.

    Sizes that are not measured now keep their rows there.
    """
    if "DATABASE_URL" not in os.environ:
        command = [sys.executable, str(_WITH), sys.executable, "-m", "bench", "people", *words]
        environment = os.environ | {"POSTGRES_SETTINGS": SETTINGS}
        subprocess.run(command, check=True, env=environment)
        return
    sizes = [int(word) for word in words] or list(SIZES)
    known = json.loads(RESULT.read_text("utf-8")).get("people", {}) if RESULT.exists() else {}
    told: dict[str, Any] = {
        "machine": f"{os.cpu_count()} cores",
        "settings": SETTINGS,
        "skills": SKILLS,
        "sizes": dict(known.get("sizes", {})),
    }
    with tempfile.TemporaryDirectory(prefix="people-") as folder:
        crowd = _Crowd(folder)
        for size in sizes:
            crowd.fill(size)
            told["sizes"][str(size)] = crowd.measured()
            _print(size, told["sizes"][str(size)])
            write("people", told)


class _Crowd:
    """The product on a database, and what is asked of it."""

    def __init__(self, folder: str) -> None:
        os.environ |= {"TESTAMUR_DATA_DIR": folder, "TESTAMUR_LOG_LEVEL": "ERROR"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "testamur_web.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        from testamur_web.catalogue.adopting import adopt, keep_proposal
        from testamur_web.employers.models import IndexedSkill
        from testamur_web.people.models import Organisation, Person

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        self.at = datetime.now(UTC)
        intake = read_framework(DATA / "esco_raw")
        proposed, is_new = keep_proposal(intake, by=None, at=self.at)
        if is_new:
            adopt(proposed, by=None, at=self.at)
        rows = [IndexedSkill(uri=one.id, label=one.label) for one in intake.framework.skills]
        IndexedSkill.objects.bulk_create(rows, batch_size=5_000, ignore_conflicts=True)
        self.numbers = dict(IndexedSkill.objects.values_list("uri", "pk"))
        self.uris = {number: uri for uri, number in self.numbers.items()}
        self.labels = {one.id: one.label for one in intake.framework.skills}
        self.trades = trades_of(intake.framework, self.numbers)
        self.ours, _ = Organisation.objects.get_or_create(slug="ours", name="Ours")
        Organisation.objects.get_or_create(slug="another", name="Another")
        self.by, _ = Person.objects.get_or_create(username="rita", name="Rita")
        self.shown = 0

    def fill(self, people: int) -> None:
        """Empty tables, then so many people; indices are built afterwards, as a restore does."""
        from django.db import connection

        from testamur_web.employers.models import Findable

        if Findable.objects.count() == people:
            return
        began = time.perf_counter()
        with connection.cursor() as cursor:
            # What refers to what is made so: looking each of it up would take most of the time.
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(
                "TRUNCATE employers_provenskill, employers_findable, employers_consent, "
                "employers_block, employers_alias, employers_disclosure CASCADE"
            )
            cursor.execute("DELETE FROM people_person WHERE username LIKE 'person %'")
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE indexdef NOT LIKE '%UNIQUE%' AND "
                "tablename IN ('employers_provenskill', 'employers_consent', 'people_person')"
            )
            indices = cursor.fetchall()
            for name, _ in indices:
                cursor.execute(f'DROP INDEX "{name}"')
            day = (self.at.date() - date(1970, 1, 1)).days
            fill(cursor, self.trades, len(self.numbers), people, day=day, ours=self.ours.pk)
            cursor.execute("SET session_replication_role = origin")
            for _, definition in indices:
                cursor.execute(definition)
            for table in ("provenskill", "findable", "consent", "block"):
                cursor.execute(f"VACUUM (ANALYZE) employers_{table}")
            cursor.execute("VACUUM (ANALYZE) people_person")
            cursor.execute("CHECKPOINT")
        print(f"{people:,} people in {time.perf_counter() - began:.0f} s", flush=True)

    def measured(self) -> dict[str, Any]:
        """All searches and profiles, asked once each after some that warm up."""
        from django.db import connection

        asked = list(self._searches())
        for one in asked[::8]:
            self._look(one)
        found: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
        load = os.getloadavg()[0]
        for one in asked:
            spent = _timed(connection, lambda one=one: self._look(one))
            found[one.kind].append(spent)
            found["all searches"].append(spent)
        profiles = list(self._profiles())
        for one in profiles[::10]:
            self._rank(one)
        for one in profiles:
            found["match: who is compared"].append(
                _timed(connection, lambda one=one: self._rank(one))
            )
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            [size] = cursor.fetchone()
        return {
            "measured": datetime.now(UTC).isoformat(timespec="minutes"),
            "database_gb": round(size / 1e9, 2),
            "load_before_and_after": [round(load, 1), round(os.getloadavg()[0], 1)],
            "ms": {kind: _told(spent) for kind, spent in found.items()},
        }

    def _look(self, one: Asked) -> Any:
        from testamur_web.employers.looking import look

        # Another search each time, so that drawn names are drawn and written down.
        self.shown += 1
        of = f"search {self.shown}"
        return look(self.ours, one.criteria, of=of, number=one.page, by=self.by, at=self.at)

    def _rank(self, version: Any) -> Any:
        from testamur_web.employers.comparing import chosen, run_match

        return chosen(run_match(version, by=self.by, at=self.at), at=self.at)

    def _searches(self) -> Iterator[Asked]:
        from testamur_web.employers.criteria import Criteria, Wanted

        rng = np.random.default_rng(7)
        soon = self.at.date() + timedelta(days=180)
        for place in range(OF_EACH):
            trade = self._trade(rng, place)
            many = self._skills(rng, trade, 5)
            three = tuple(Wanted(uri, int(rng.integers(3, 6))) for uri in many[:3])
            five = tuple(Wanted(uri, int(rng.integers(3, 6))) for uri in many)
            common = self._skills(rng, self.trades[place], 1)[0]
            rare = self.uris[int(self.trades[-1 - place].skills[-1])]
            plain = Criteria(three)
            yield Asked("one skill, popular", Criteria((Wanted(common),)))
            yield Asked("one skill, rare", Criteria((Wanted(rare, 4),)))
            yield Asked("3 of 3, levels", plain)
            yield Asked("3 of 5, levels", Criteria(five, least=3))
            yield Asked("2 of 5, no levels", Criteria(tuple(map(Wanted, many)), least=2))
            yield Asked("3 of 3, confidence", replace(plain, confidence=60))
            yield Asked("3 of 5, confidence", Criteria(five, least=3, confidence=50))
            yield Asked("2 of 3, fresh", Criteria(three, least=2, fresh_on=soon))
            where = {"country": "AT", "region": f"region AT {place % 8}"}
            yield Asked("2 of 3, region", Criteria(three, least=2, **where))
            yield Asked("2 of 3, language", Criteria(three, least=2, languages=("pl", "en")))
            yield Asked("any of 5, page 5", Criteria(five, least=1), page=5)

    def _profiles(self) -> Iterator[Any]:
        from testamur.pathways.goal import Goal
        from testamur_web.employers.ranking import switch_ranking
        from testamur_web.plans.profiles import create_profile, newest_of

        switch_ranking(self.ours, is_on=True, reason="To measure it.", by=self.by, at=self.at)
        rng = np.random.default_rng(8)
        for place in range(PROFILES):
            trade = self._trade(rng, place)
            many = self._skills(rng, trade, int(rng.integers(6, 15)))
            needs = [
                Need(uri, level=int(rng.integers(3, 7)), importance=1.0 if at % 4 else 0.5)
                for at, uri in enumerate(many)
            ]
            names = {uri: self.labels[uri] for uri in many}
            goal = Goal(tuple(needs), label=f"Job {place}", names=names)
            yield newest_of(create_profile(self.ours, goal, by=self.by, at=self.at))

    def _trade(self, rng: np.random.Generator, place: int) -> Trade:
        """As people have them, or any."""
        shares = [one.share for one in self.trades] if place % 2 else None
        return self.trades[rng.choice(len(self.trades), p=shares)]

    def _skills(self, rng: np.random.Generator, trade: Trade, many: int) -> list[str]:
        """Skills that it cannot do without."""
        drawn = rng.permutation(trade.essential)[:many]
        return [self.uris[int(trade.skills[one])] for one in drawn]


def _timed(connection: Any, run: Callable[[], object]) -> tuple[float, float, float]:
    """Milliseconds by the clock, of CPU of the server's process, and of CPU of this one."""
    pid = connection.connection.info.backend_pid
    before, own, began = _cpu(pid), time.process_time(), time.perf_counter()
    run()
    spent = time.perf_counter() - began, _cpu(pid) - before, time.process_time() - own
    return tuple(1e3 * one for one in spent)


def _cpu(pid: int) -> float:
    """Seconds that a process has run, to a nanosecond."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def _told(spent: Sequence[tuple[float, float, float]]) -> dict[str, float]:
    clock, cpu, own = np.array(spent).T
    return {
        "asked": len(spent),
        **{f"p{part}": round(float(np.percentile(clock, part)), 1) for part in (50, 95, 99)},
        **{f"cpu_p{part}": round(float(np.percentile(cpu, part)), 1) for part in (50, 95)},
        **{f"own_cpu_p{part}": round(float(np.percentile(own, part)), 1) for part in (50, 95)},
    }


def _print(size: int, told: Mapping[str, Any]) -> None:
    load = told["load_before_and_after"]
    print(
        f"\n{size:,} people, {told['database_gb']} GB, load {load[0]} to {load[1]}; milliseconds:"
    )
    heads = ("p50", "p95", "p99", "CPU p50", "CPU p95", "own p50", "own p95")
    print(f"{'':<24}" + "".join(f"{head:>9}" for head in heads))
    for kind, row in told["ms"].items():
        names = ("p50", "p95", "p99", "cpu_p50", "cpu_p95", "own_cpu_p50", "own_cpu_p95")
        cells = [row[name] for name in names]
        met = "" if row["p95"] < GOAL_MS else f"  over {GOAL_MS}"
        print(f"{kind:<24}" + "".join(f"{cell:>9.1f}" for cell in cells) + met, flush=True)
