"""`testamur issue`: an award file, a list of people, a key; out come their credentials."""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from testamur.cli.files import locked, make_folder, read_input, remove_parts, write_file
from testamur.cli.issuing import RowResult, RowState, Run
from testamur.cli.keyfile import KeyFile, add_passphrase_argument, find_passphrase, open_key
from testamur.cli.lists import publish_issuer, publish_lists
from testamur.cli.moments import now, read_period
from testamur.cli.pressing import FORMATS, Pressroom
from testamur.cli.register import REGISTER_NAME, Register
from testamur.cli.site import SITE_NAME
from testamur.cli.terminal import about, examples, paint, plain, plural
from testamur.cli.workers import Recipe, file_of, workers_for
from testamur.credentials.award_toml import PROOFS, AwardPlan, read_award
from testamur.credentials.dids import did_web_url
from testamur.credentials.issue import DEFAULT_SUITE, JWT
from testamur.credentials.proofs import SUITES
from testamur.credentials.recipients import Recipient, Row, RowProblem, read_cells
from testamur.credentials.resolution import Offline
from testamur.encoding import harmless
from testamur.errors import Refused
from testamur.keys import SigningKey

__all__ = ["add_arguments", "run"]

ERRORS_NAME: Final = "errors.csv"
_SHOWN: Final = 5
_QUICK: Final = 0.1
_MOST_WORKERS: Final = 64
_ABOUT: Final = """\
Award an achievement to everybody in a list.

Every person gets files of their own in DIR. A row that cannot be used is told in DIR/errors.csv and
stops nobody else. Stopped or killed, the same command goes on where it was: nothing is lost and
nothing is issued twice. DIR/register.sqlite3 remembers all of it; keep it. DIR/site is what to
publish: status lists, and the issuer's key document.

Ends with 0 when every row is issued, 1 when some rows were refused, 2 when nothing could be done.
"""
_EXAMPLES: Final = examples(
    "testamur issue award.toml --recipients people.csv --key issuer.key -o out/",
    "testamur issue award.toml --recipients people.csv --key issuer.key -o out/ --dry-run",
    "testamur issue award.toml --recipients people.csv --key issuer.key -o out/ --format json,png",
    "testamur issue award.toml --recipients people.csv --key issuer.key -o out/ --workers 4",
)


def add_arguments(parser: ArgumentParser) -> None:
    """What to award, to whom, with which key, and how it is written."""
    parser.description, parser.epilog = _ABOUT, _EXAMPLES
    parser.add_argument("award", metavar="AWARD.toml", type=Path, help="what is awarded, by whom")
    parser.add_argument(
        "--recipients", metavar="PEOPLE.csv", type=Path, required=True, help="to whom"
    )
    parser.add_argument("--key", metavar="KEY", type=Path, required=True, help="the key file")
    parser.add_argument(
        "-o", "--output", metavar="DIR", type=Path, required=True, help="where the files go"
    )
    parser.add_argument(
        "--format",
        action="append",
        metavar="FORMAT",
        help=f"{', '.join(FORMATS)}; several with commas or by repeating; (json)",
    )
    parser.add_argument(
        "--proof", choices=PROOFS, help="how to sign; else the award file says, else the key"
    )
    parser.add_argument(
        "--workers", metavar="N", type=int, default=1, help="sign in N processes (1)"
    )
    parser.add_argument(
        "--status-validity",
        metavar="PERIOD",
        default="30d",
        help="for how long a published status list may be used (30d)",
    )
    parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object per row, then a summary"
    )
    add_passphrase_argument(parser)


@dataclass(frozen=True, slots=True)
class _Task:
    """What was asked for, read and checked."""

    award_text: str
    award_folder: Path
    plan: AwardPlan
    data: bytes
    file: KeyFile
    key: SigningKey
    issuer: str
    proof: str
    formats: tuple[str, ...]
    folder: Path
    workers: int

    @property
    def site(self) -> Path:
        return self.folder / SITE_NAME


@dataclass(slots=True)
class _Tally:
    """What became of the rows so far."""

    counts: Counter[RowState] = field(default_factory=Counter)
    problems: list[RowProblem] = field(default_factory=list)

    def add(self, result: RowResult) -> None:
        self.counts[result.state] += 1
        if result.problem is not None:
            self.problems.append(result.problem)


def run(arguments: Namespace) -> int:
    """Issue, and say what became of it; 0, or 1 where rows were refused."""
    started = time.monotonic()
    with about("--status-validity"):
        validity = read_period(arguments.status_validity)
    task = _read_task(arguments)
    with about(arguments.recipients):
        rows = task.plan.recipients(task.data)
    tally, lists = _Tally(), []
    if arguments.dry_run:
        _rehearse(task, rows, tally, told=_teller(arguments, task))
    else:
        lists = _issue(arguments, task, rows, tally, validity=validity)
    _summarise(arguments, task, tally, lists, time.monotonic() - started)
    return 1 if tally.problems else 0


def _issue(
    arguments: Namespace,
    task: _Task,
    rows: Iterable[Recipient | RowProblem],
    tally: _Tally,
    *,
    validity: timedelta,
) -> list[str]:
    """Award every row, alone in the folder; gives the status lists that are to be published."""
    lists: list[str] = []
    make_folder(task.folder)
    with (
        locked(task.folder),
        Register.open(task.folder / REGISTER_NAME, issuer=task.issuer) as register,
    ):
        remove_parts(task.folder)

        def publish_all() -> None:
            publish_issuer(task.file, task.issuer, task.site, at=now())
            lists[:] = publish_lists(
                register, task.site, signer=task.key, at=now(), validity=validity
            )

        publish_all()
        job = _run_of(task, register, publish_all)
        with (
            workers_for(_recipe_of(task), task.workers) as workers,
            _progress(arguments, task) as bar,
        ):
            tell = _teller(arguments, task)
            for result in job.results(rows, workers):
                tally.add(result)
                tell(result)
                bar()
        _write_errors(task, tally.problems)
    return lists


def _read_task(arguments: Namespace) -> _Task:
    with about(arguments.award):
        try:
            text = read_input(arguments.award).decode("utf-8")
        except UnicodeDecodeError:
            raise Refused.because("award.malformed", "the file is not written in UTF-8") from None
        plan = read_award(text)
    data = read_input(arguments.recipients)
    file, key = open_key(arguments.key, passphrase=find_passphrase(arguments.passphrase_file))
    issuer = _issuer_of(plan, file, arguments)
    proof = _proof_of(arguments.proof or plan.proof, key)
    formats = _formats_of(arguments.format, proof)
    if not 1 <= arguments.workers <= _MOST_WORKERS:
        with about("--workers"):
            told = f"{arguments.workers} is not a number from 1 to {_MOST_WORKERS}"
            raise Refused.because("option.malformed", told)
    return _Task(
        text,
        arguments.award.parent,
        plan,
        data,
        file,
        key,
        issuer,
        proof,
        formats,
        arguments.output,
        arguments.workers,
    )


def _issuer_of(plan: AwardPlan, file: KeyFile, arguments: Namespace) -> str:
    """Who awards: the award file's issuer, whose key this must be."""
    stated = plan.issuer_id
    own = file.controller or (file.issuer if (stated or "").startswith("did:key:") else None)
    if stated and own and stated != own:
        with about(arguments.award):
            told = f"the award is by {stated}, and {arguments.key} signs for {own}"
            raise Refused.because("issuer.key-mismatch", told, "/issuer/id")
    return stated or file.issuer


def _proof_of(wanted: str | None, key: SigningKey) -> str:
    proof = wanted or DEFAULT_SUITE[key.public.kind]
    if proof != JWT and key.public.kind not in SUITES[proof].hashes:
        taken = " or ".join(SUITES[proof].hashes)
        told = f"{proof} takes {taken} keys, and this one is {key.public.kind}"
        raise Refused.because("proof.key-mismatch", told)
    return proof


def _formats_of(asked: list[str] | None, proof: str) -> tuple[str, ...]:
    named = [one for text in asked or () for one in text.split(",") if one]
    formats = tuple(dict.fromkeys(named)) or (("jwt",) if proof == JWT else ("json",))
    with about("--format"):
        for form in formats:
            if form not in FORMATS:
                told = f"{form!r:.40} is not one of {', '.join(FORMATS)}"
                raise Refused.because("option.malformed", told)
        if proof == JWT and "json" in formats:
            told = "a credential signed as a token is not written as JSON; ask for jwt"
            raise Refused.because("option.malformed", told)
    return formats


def _recipe_of(task: _Task) -> Recipe:
    return Recipe(
        task.award_text,
        task.issuer,
        task.proof,
        _pictures_of(task),
        task.folder,
        task.site,
        task.key.to_pem(),
    )


def _pictures_of(task: _Task) -> dict[str, bytes]:
    """What images are baked into: the award's own picture for its format, else a drawn badge."""
    wanted = [form for form in task.formats if form in {"png", "svg"}]
    if not wanted:
        return {}
    from testamur.cli.pictures import picture_for

    return {form: picture_for(task.plan, form, task.award_folder) for form in wanted}


def _run_of(task: _Task, register: Register, opened: Callable[[], object]) -> Run:
    room = Pressroom(
        task.plan,
        task.plan.issuer_for(task.issuer),
        proof=task.proof,
        pictures={},
        published=Offline(),
    )
    return Run(
        task.plan,
        task.issuer,
        room,
        register,
        task.folder,
        task.formats,
        now(),
        ("revocation", "suspension") if task.plan.is_suspendable else ("revocation",),
        opened,
    )


def _rehearse(
    task: _Task,
    rows: Iterable[Recipient | RowProblem],
    tally: _Tally,
    *,
    told: Callable[[RowResult], None],
) -> None:
    """What a run would do, against the register that there is, or an empty one in memory."""
    from itertools import islice

    path = task.folder / REGISTER_NAME
    place = path if path.exists() else Path(":memory:")
    with Register.open(place, issuer=task.issuer) as register:
        job = _run_of(task, register, lambda: None)
        remaining = iter(rows)
        while chunk := list(islice(remaining, 1000)):
            results, _ = job.prepare(chunk, is_rehearsal=True)
            for result in results:
                tally.add(result)
                told(result)


def _write_errors(task: _Task, problems: list[RowProblem]) -> None:
    """The refused rows as they came, and why; a list of an earlier run is removed."""
    path = task.folder / ERRORS_NAME
    if not problems:
        path.unlink(missing_ok=True)
        return
    by_row = {problem.row: problem for problem in problems}
    told = io.StringIO()
    sheet = csv.writer(told)
    rows = read_cells(task.data, columns=task.plan.columns)
    headings = next(rows, None)
    titles = headings.cells if isinstance(headings, Row) else ()
    sheet.writerow([*titles, "testamur: row", "testamur: problem", "testamur: code"])
    for row in rows:
        problem = by_row.get(row.number)
        if problem is None:
            continue
        cells = list(row.cells[: len(titles)]) if isinstance(row, Row) else []
        cells += [""] * (len(titles) - len(cells))
        sentence = f"{problem.column}: {problem.sentence}" if problem.column else problem.sentence
        sheet.writerow(map(harmless, [*cells, str(problem.row), sentence, problem.code]))
    write_file(path, told.getvalue().encode("utf-8-sig"))


@contextmanager
def _progress(arguments: Namespace, task: _Task) -> Iterator[Callable[[], None]]:
    """A bar on a terminal; what is given is called once a row."""
    if arguments.json or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("Issuing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("issuing", total=task.data.count(b"\n"))
        yield lambda: progress.advance(bar)


def _teller(arguments: Namespace, task: _Task) -> Callable[[RowResult], None]:
    if not arguments.json:
        return lambda _result: None

    def tell(result: RowResult) -> None:
        told: dict[str, Any] = {"row": result.row, "state": result.state.value}
        if result.id:
            told["id"] = result.id
        if result.name:
            told["files"] = [str(task.folder / file_of(result.name, one)) for one in task.formats]
        if result.problem:
            told["problem"] = {
                "code": result.problem.code,
                "column": result.problem.column,
                "detail": result.problem.sentence,
            }
        print(json.dumps(told, ensure_ascii=False))

    return tell


def _summarise(
    arguments: Namespace, task: _Task, tally: _Tally, lists: list[str], seconds: float
) -> None:
    errors = str(task.folder / ERRORS_NAME) if tally.problems and not arguments.dry_run else None
    tally.problems.sort(key=lambda problem: problem.row)
    if arguments.json:
        counts = {state.value: tally.counts[state] for state in RowState}
        summary = {"dryRun": arguments.dry_run, "counts": counts, "errors": errors, "lists": lists}
        print(json.dumps({"summary": summary}, ensure_ascii=False))
        return
    _print_summary(arguments, task, tally, seconds)
    for problem in tally.problems[:_SHOWN]:
        where = f"row {problem.row}" + (f", {plain(problem.column)}" if problem.column else "")
        print(f"  {where}: {plain(problem.sentence)} [{problem.code}]")
    if len(tally.problems) > _SHOWN:
        print(f"  and {plural(len(tally.problems) - _SHOWN, 'more row')}")
    if errors:
        print(f"They are in {errors}: mend them there, and give that file to --recipients.")
    if lists:
        print(f"\nPublish what is in {task.site}, each file at its address:")
        for url in [*lists, *_issuer_urls(task)]:
            print(f"  {url}")
    if not arguments.dry_run and tally.counts[RowState.ISSUED]:
        print(f"\n{_what_now(task)}")


def _what_now(task: _Task) -> str:
    if task.proof == "ecdsa-sd-2023":
        return "Each is for its holder alone, who shows parts of it:  testamur derive --help"
    documents = f" --documents {task.site}" if _issuer_urls(task) else ""
    return f"See for yourself:  testamur verify {task.folder}{documents}"


def _issuer_urls(task: _Task) -> list[str]:
    if task.issuer.startswith("did:web:"):
        return [did_web_url(task.issuer)]
    return [task.issuer] if task.issuer.startswith("https://") else []


def _print_summary(arguments: Namespace, task: _Task, tally: _Tally, seconds: float) -> None:
    counts = tally.counts
    name = plain(task.plan.achievement.name)
    if arguments.dry_run:
        print(f"Nothing is written. A run would issue {plural(counts[RowState.ISSUED], 'award')}")
    else:
        took = f" in {seconds:.1f} s" if seconds > _QUICK else ""
        told = f"{plural(counts[RowState.ISSUED], 'award')} of {name!r} issued"
        print(paint(told, "good") + f" into {task.folder}{took}")
    if counts[RowState.ALREADY]:
        print(f"{plural(counts[RowState.ALREADY], 'row')} already issued, and left as they are")
    if counts[RowState.RESTORED]:
        print(f"{plural(counts[RowState.RESTORED], 'row')} issued before; files made again")
    if counts[RowState.REFUSED]:
        print(paint(f"{plural(counts[RowState.REFUSED], 'row')} refused", "bad") + ":")
