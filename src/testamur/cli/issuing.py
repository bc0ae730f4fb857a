"""A run of issuing: every row of a list is awarded once, whatever happens in between.

1. a chunk of rows is checked; what was awarded before is recognised by its id;
2. new awards are written into the register as intended, each with its place in a status list;
3. they are signed and their files brought to the disk under their names;
4. they are written into the register as issued.

Killed after (2), the next run finds the intents and makes the same files; killed after (3), it
makes them once more, byte for byte where the signature is deterministic.
"""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

from testamur.cli.pressing import Order, Pressroom
from testamur.cli.register import Award, Intent, Register
from testamur.cli.workers import CHUNK, Pending, Workers, file_of
from testamur.credentials.award_toml import AwardPlan
from testamur.credentials.issue import award_id
from testamur.credentials.recipients import Recipient, RowProblem
from testamur.errors import Refused
from testamur.problems import Problem

__all__ = ["RowResult", "RowState", "Run", "name_of_file"]

_LONGEST_NAME: Final = 40
_LETTERS: Final = frozenset({"L", "M", "N"})
_Rows: TypeAlias = Iterable[Recipient | RowProblem]


class RowState(StrEnum):
    """What became of a row in this run."""

    ISSUED = "issued"
    ALREADY = "already issued"
    RESTORED = "files made again"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row; `name` is what the award's files are called, before the ending."""

    row: int
    state: RowState
    id: str = ""
    name: str = ""
    problem: RowProblem | None = None


@dataclass(slots=True)
class Run:
    """One run over one list. `opened` is called when a status list is used for the first time."""

    plan: AwardPlan
    issuer: str
    room: Pressroom
    register: Register
    folder: Path
    formats: tuple[str, ...]
    created: datetime
    purposes: tuple[str, ...]
    opened: Callable[[], object]
    _lists: set[str] = field(default_factory=set)

    def results(self, rows: _Rows, workers: Workers) -> Iterator[RowResult]:
        """Award every row; what became of each, in the order it became so."""
        self._lists.update(url for url, _ in self.register.lists())
        pending: deque[tuple[Sequence[tuple[RowResult, Order]], Pending]] = deque()
        remaining = iter(rows)
        while chunk := list(islice(remaining, CHUNK)):
            settled, orders = self.prepare(chunk)
            yield from settled
            if orders:
                pending.append((orders, workers.submit([order for _, order in orders])))
            while len(pending) >= workers.at_once:
                yield from self._finish(*pending.popleft())
        while pending:
            yield from self._finish(*pending.popleft())

    def prepare(
        self, chunk: Sequence[Recipient | RowProblem], *, is_rehearsal: bool = False
    ) -> tuple[list[RowResult], list[tuple[RowResult, Order]]]:
        """(1, 2) The rows that need no signing, and an order for each that does."""
        people = {self.id_of(row): row for row in chunk if isinstance(row, Recipient)}
        known = self.register.known(list(people))
        settled = [
            RowResult(row.row, RowState.REFUSED, problem=row)
            for row in chunk
            if isinstance(row, RowProblem)
        ]
        intents: dict[str, Intent] = {}
        wanted: list[tuple[RowResult, Award | None]] = []
        for award_id_, person in people.items():
            award = known.get(award_id_)
            try:
                content = self.room.check(person, at=award.created if award else self.created)
            except Refused as error:
                settled.append(_refused(person, award_id_, error.problem))
                continue
            name = award.name if award else name_of_file(person.name, award_id_)
            if award is None:
                intents[award_id_] = Intent(award_id_, content, name)
            elif award.content != content:
                settled.append(_refused(person, award_id_, _difference(award, content)))
                continue
            state = self._state_of(award)
            result = RowResult(person.row, state, award_id_, name)
            if state is RowState.ALREADY:
                settled.append(result)
            else:
                wanted.append((result, award))
        if is_rehearsal:
            return settled + [result for result, _ in wanted], []
        made = {one.id: one for one in self._intend(intents.values())}
        return settled, [
            (result, self._order(people[result.id], award or made[result.id]))
            for result, award in wanted
        ]

    def id_of(self, person: Recipient) -> str:
        """The id of this person's award: the same in every run."""
        return f"urn:uuid:{award_id(self.issuer, [self.plan.achievement.id, person.key])}"

    def _state_of(self, award: Award | None) -> RowState:
        if award is None or not award.is_issued:
            return RowState.ISSUED
        whole = all(
            form in award.files and (self.folder / file_of(award.name, form)).exists()
            for form in self.formats
        )
        return RowState.ALREADY if whole else RowState.RESTORED

    def _intend(self, intents: Iterable[Intent]) -> list[Award]:
        made = self.register.intend(
            intents,
            created=self.created,
            status_base=self.plan.status_url,
            purposes=self.purposes,
        )
        lists = {award.place.list_url for award in made if award.place}
        if not lists <= self._lists:
            self._lists |= lists
            self.opened()
        return made

    def _order(self, person: Recipient, award: Award) -> Order:
        return Order(person, award.id, award.created, award.place, award.name, self.formats)

    def _finish(
        self, orders: Sequence[tuple[RowResult, Order]], pending: Pending
    ) -> Iterator[RowResult]:
        """(3, 4) Wait for a chunk, and write down that it is issued."""
        done = pending.result()
        if isinstance(done, Problem):
            raise Refused(done)
        self.register.mark_issued((one.id, one.files) for one in done if one.problem is None)
        for (result, order), one in zip(orders, done, strict=True):
            yield _refused(order.recipient, one.id, one.problem) if one.problem else result


def name_of_file(name: str | None, award: str) -> str:
    """`ada-nowak-3f2a9c1e77d0`: letters and digits of any script, and the end of the award's id."""
    parts = unicodedata.normalize("NFKC", name or "").casefold()
    kept = "".join(one if unicodedata.category(one)[0] in _LETTERS else " " for one in parts)
    slug = "-".join(kept.split())
    while len(slug.encode()) > 3 * _LONGEST_NAME or len(slug) > _LONGEST_NAME:
        slug = slug[:-1]
    return f"{slug.strip('-') or 'award'}-{award.replace('-', '')[-12:]}"


def _refused(person: Recipient, award: str, problem: Problem) -> RowResult:
    told = RowProblem(person.row, problem.code, "", problem.detail)
    return RowResult(person.row, RowState.REFUSED, award, problem=told)


_PARTS: Final = {
    "award": "the award file",
    "person": "the name or number",
    "date": "the date",
    "end": "the end",
    "grade": "the grade",
    "evidence": "the evidence",
}


def _difference(award: Award, content: dict[str, str]) -> Problem:
    day = f"{award.created:%Y-%m-%d}"
    if not award.content:
        return Problem("row.already-awarded", f"awarded on {day} already, in bulk")
    changed = [told for part, told in _PARTS.items() if award.content.get(part) != content[part]]
    told = " and ".join(changed)
    return Problem(
        "row.already-awarded", f"awarded on {day} already, and {told} said something else then"
    )
