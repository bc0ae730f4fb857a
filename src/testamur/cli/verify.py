"""`testamur verify`: whether credentials hold, in four plain answers, or as JSON for programs."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Final

from testamur.cli.moments import now, read_moment
from testamur.cli.outcomes import code_of, headline, worse
from testamur.cli.policies import add_policy_arguments, policy_of
from testamur.cli.resolving import add_documents_arguments, resolver_beside, resolver_of
from testamur.cli.sources import credential_in, credentials_in, is_url, read_source, sources_in
from testamur.cli.tables import Judged, Table, add_table_arguments
from testamur.cli.terminal import (
    about,
    examples,
    paint,
    plain,
    told_problem,
    wrapped,
)
from testamur.credentials.presentations import Asked
from testamur.credentials.resolution import Resolver
from testamur.credentials.verify import Policy
from testamur.errors import Refused, TestamurError
from testamur.interop.many import Piece, is_link, pieces_in
from testamur.interop.standing import Row, look_at
from testamur.problems import Answer, Check, Outcome, Problem, Report, Verdict, verdict_of

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Say whether credentials hold: untampered, signed by whom, still valid, trusted by whom.

SOURCE is a JSON file, a token, a badge image (PNG, SVG), an offline bundle, a presentation, an Open
Badges 2.0 badge, an https URL, a folder or a ZIP of such files, a CSV or list of links, or - for
standard input; it is recognised by what it holds. Where a status list cannot be fetched, the copy
in a folder `site` beside the file is used while it is fresh, and the answer says how old it is.

Many are one table: whose each is, what it shows, the verdict, the level and how fresh it is, from 1
on the day of the award; --csv writes it, and --receipt signs what was found.

Ends with 0 when all are valid, 1 when one is invalid, 2 when a source cannot be read, 3 when
something could not be judged and nothing is known to be wrong.
"""
_EXAMPLES: Final = examples(
    "testamur verify ada.png",
    "testamur verify out/ --json",
    "testamur verify shortlist.zip links.csv --csv table.csv --receipt receipt.json --key our.key",
    "testamur verify ada.json --offline --documents out/site",
    "testamur verify vp.json --challenge 8f2c --domain https://employer.example",
    "testamur verify diploma.json --parts parts/ --offline",
)
_MAX_URL: Final = 4_096


def add_arguments(parser: ArgumentParser) -> None:
    """What to verify, when, and what may be used and accepted for it."""
    parser.description, parser.epilog = _ABOUT, _EXAMPLES
    parser.add_argument("source", metavar="SOURCE", nargs="+", help="what to verify")
    parser.add_argument("--json", action="store_true", help="print one JSON object per source")
    add_documents_arguments(parser)
    parser.add_argument("--at", metavar="TIME", help="judge as at TIME: 2026-05-31, or with a time")
    add_policy_arguments(parser)
    parser.add_argument("--challenge", help="what a presentation must answer")
    parser.add_argument("--domain", help="for whom a presentation must be made")
    parser.add_argument(
        "--parts",
        metavar="DIR",
        help="also evaluate the rule of a composite again, by the parts in the folder DIR: which "
        "is missing, altered, taken back, or does not count",
    )
    parser.add_argument("--only-invalid", action="store_true", help="leave out what is valid")
    add_table_arguments(parser)


def run(arguments: Namespace) -> int:
    """Verify every source; the exit code of the worst."""
    desk, table = _Desk.of(arguments), Table.of(arguments)
    with about("SOURCE"):
        sources = list(sources_in(arguments.source))
    pieces = chain.from_iterable(map(desk.take_apart, sources))
    first = list(islice(pieces, 2))
    is_alone = len(first) == 1
    code = 0
    for one in map(desk.judge, chain(first, pieces)):
        table.add(one)
        code = worse(code, code_of(one.report))
        if one.report.verdict is Verdict.VALID and arguments.only_invalid:
            continue
        if arguments.json:
            print(json.dumps(one.as_json(), ensure_ascii=False))
        elif is_alone:
            _print_report(one.name, one.report)
        else:
            _print_row(one)
    table.close(at=desk.at)
    if not is_alone and not arguments.json:
        print(f"\n{table.summary}")
    return code


@dataclass(frozen=True, slots=True)
class _Taken:
    """One piece, and the source that it is from."""

    source: str
    piece: Piece


@dataclass(slots=True)
class _Desk:
    """How every source is judged: when, by which policy, and what may be asked for it."""

    at: datetime
    policy: Policy
    asked: Asked
    base: Resolver
    has_documents: bool
    parts: str = ""
    _beside: dict[Path, Resolver] = field(default_factory=dict)

    @classmethod
    def of(cls, arguments: Namespace) -> _Desk:
        with about("--at"):
            at = now() if arguments.at is None else read_moment(arguments.at)
        asked = Asked(challenge=arguments.challenge, domain=arguments.domain)
        base, documents = resolver_of(arguments), bool(arguments.documents)
        return cls(at, policy_of(arguments), asked, base, documents, arguments.parts or "")

    def take_apart(self, source: str) -> Iterator[_Taken]:
        """What is in one source: itself, or what an archive or a list of links holds."""
        try:
            data = read_source(source, resolver=self.base)
            pieces = pieces_in(source, data)
        except TestamurError as error:
            yield _Taken(source, Piece(source, b"", error))
            return
        is_whole = len(pieces) == 1 and pieces[0].data == data
        for one in pieces:
            yield _Taken(source, one if is_whole else self._followed(source, one))

    def _followed(self, source: str, piece: Piece) -> Piece:
        """A piece of an archive as it is; of a list of links what is published there."""
        name = f"{source}: {piece.name}"
        address = piece.data.decode("utf-8", "replace") if len(piece.data) < _MAX_URL else ""
        if piece.problem or not is_link(address):
            return replace(piece, name=name)
        try:
            return Piece(name, read_source(address, resolver=self.base))
        except TestamurError as error:
            return Piece(name, b"", error)

    def judge(self, taken: _Taken) -> Judged:
        """The report and the row of one piece; what cannot be read is undetermined."""
        source, piece = taken.source, taken.piece
        if piece.problem:
            check = Check("source", Outcome.UNDETERMINED, (piece.problem.problem,))
            return Judged(piece.name, Report(verdict_of([check]), (check,), self.at), Row(""))
        report, row = look_at(
            piece.data,
            resolver=self._resolver_for(source),
            at=self.at,
            policy=self.policy,
            asked=self.asked,
        )
        if self.parts:
            report = self._judge_whole(source, piece.data)
        return Judged(piece.name, report, row)

    def _judge_whole(self, source: str, data: bytes) -> Report:
        """The report on a composite, with its rule evaluated again by the parts at hand."""
        from testamur.pathways.composite import evaluate_composite

        try:
            whole = credential_in(data)
        except Refused as error:
            check = Check("form", Outcome.FAILED, (error.problem,))
            return Report(verdict_of([check]), (check,), self.at)
        found = credentials_in(self.parts)
        resolver = self._resolver_for(source)
        return evaluate_composite(
            whole,
            parts=found.values(),
            resolver=resolver,
            of_parts=self._resolver_for(next(iter(found), source), resolver),
            at=self.at,
            policy=self.policy,
        )

    def _resolver_for(self, source: str, others: Resolver | None = None) -> Resolver:
        """The documents that were named, else those found beside the file, after `others`."""
        if self.has_documents or source == "-" or is_url(source):
            return self.base
        folder = Path(source).parent
        if folder not in self._beside:
            believed = self.policy.handed_over
            self._beside[folder] = resolver_beside(
                source, others or self.base, are_believed=believed
            )
        return self._beside[folder]


def _print_row(one: Judged) -> None:
    report, told = one.report, one.told or one.report.kind
    if report.problems:
        told = " · ".join(filter(None, [one.told, report.problems[0].detail]))
    print(f"{headline(report, is_loud=False)}  {plain(one.name)}  {plain(told)}")


def _print_report(source: str, report: Report) -> None:
    kind = f" ({report.kind})" if report.kind else ""
    print(f"{headline(report)}  {plain(source)}{kind}")
    print()
    for answer in report.answers:
        print(_told_answer(answer))
    for check in () if report.answers else report.checks:
        told = f": {plain(check.detail)}" if check.detail else ""
        print(f"  {check.name:<14} {check.outcome}{told}")
    problems = list(dict.fromkeys(report.problems))
    if problems:
        print()
    for problem in problems:
        print("\n".join(_told(problem)))


def _told_answer(answer: Answer) -> str:
    return wrapped(
        plain(answer.sentence),
        first=f"  {answer.question:<23} ",
        indent=" " * 26,
        stream=sys.stdout,
    )


def _told(problem: Problem) -> Iterator[str]:
    yield wrapped(told_problem(problem), first="  ! ", indent="    ", stream=sys.stdout)
    if problem.spec:
        yield paint(f"    {problem.spec}", "quiet")
