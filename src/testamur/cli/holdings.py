"""What somebody holds, by the files they hand over: verified one by one, and counted if valid."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from testamur.cli.moments import now, read_moment
from testamur.cli.policies import read_trust
from testamur.cli.resolving import add_documents_arguments, resolver_beside, resolver_of
from testamur.cli.sources import credential_in, is_url, read_source, sources_in
from testamur.cli.terminal import about, plain
from testamur.credentials.resolution import Resolver
from testamur.credentials.verify import Policy, verify
from testamur.errors import NotVerified, TestamurError, Unreachable
from testamur.pathways.held import Held, held_of
from testamur.problems import Problem, Verdict

__all__ = [
    "Holdings",
    "add_holdings_arguments",
    "add_judging_arguments",
    "add_verifying_arguments",
    "holdings_of",
    "moment_of",
]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What counts, and the files that do not, each with the first problem and what it amounts to.

    `code` is 0, or 1 where a file is invalid, or 3 where one could not be judged.
    """

    held: tuple[Held, ...]
    at: datetime
    refused: tuple[tuple[str, Problem], ...]
    code: int

    def refused_as_json(self) -> list[dict[str, Any]]:
        """The files that do not count, as `--json` prints them."""
        return [{"file": source} | problem.as_json() for source, problem in self.refused]

    def tell_refused(self) -> None:
        """Print the files that do not count, and why."""
        for source, problem in self.refused:
            print(f"  not counted  {plain(source)}: {plain(problem.detail)} [{problem.code}]")


def add_holdings_arguments(parser: ArgumentParser, *, is_required: bool = True) -> None:
    """The files, and how they are verified."""
    parser.add_argument(
        "credentials",
        metavar="FILE",
        nargs="+" if is_required else "*",
        help="credentials, or folders of them",
    )
    add_verifying_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def add_verifying_arguments(parser: ArgumentParser) -> None:
    """Whose the files must be, and how they are verified."""
    parser.add_argument(
        "--holder",
        metavar="ID",
        action="append",
        default=[],
        help="whose they are: a DID, URL, URN or mailto: address, as often as needed",
    )
    add_judging_arguments(parser)


def add_judging_arguments(parser: ArgumentParser) -> None:
    """At which moment they are counted, and how they are verified."""
    parser.add_argument("--at", metavar="TIME", help="count as at TIME: 2026-05-31")
    parser.add_argument(
        "--trust", metavar="FILE.toml", type=Path, help="issuers you know, as for `verify`"
    )
    add_documents_arguments(parser)


def holdings_of(
    arguments: Namespace, credentials: list[str] | None = None, *, looks_ahead: bool = False
) -> Holdings:
    """Verify every file, or these; what is not valid is told and not counted.

    They are verified as at `--at`; who `looks_ahead` asks on a day to come about what is valid now,
    for no issuer has said yet what will have been taken back by then.
    """
    at = moment_of(arguments)
    trusted, keys = read_trust(arguments.trust) if arguments.trust else ({}, {})
    moment = min(at, now()) if looks_ahead else at
    desk = _Desk(moment, Policy(trusted=trusted, known_keys=keys), resolver_of(arguments))
    held, refused, worst = [], [], 0
    with about("FILE"):
        sources = list(sources_in(arguments.credentials if credentials is None else credentials))
    for source in sources:
        try:
            held.append(desk.held_in(source, is_alone=arguments.documents is None))
        except TestamurError as error:
            refused.append((source, error.problem))
            worst = 1 if worst == 1 or not _is_open(error) else 3
    return Holdings(tuple(held), at, tuple(refused), worst)


def moment_of(arguments: Namespace) -> datetime:
    """The moment of `--at`, else now."""
    with about("--at"):
        return now() if arguments.at is None else read_moment(arguments.at)


def _is_open(error: TestamurError) -> bool:
    """Whether nobody can say what a file is worth: it could not be reached, or not be judged."""
    is_judged = isinstance(error, NotVerified) and error.report.verdict is Verdict.INVALID
    return isinstance(error, NotVerified | Unreachable) and not is_judged


@dataclass(frozen=True, slots=True)
class _Desk:
    """How every file is verified."""

    at: datetime
    policy: Policy
    base: Resolver

    def held_in(self, source: str, *, is_alone: bool) -> Held:
        """What counts of one file; raises whatever is wrong with it."""
        credential = credential_in(read_source(source, resolver=self.base))
        is_file = is_alone and source != "-" and not is_url(source)
        resolver = resolver_beside(source, self.base) if is_file else self.base
        return held_of(verify(credential, resolver=resolver, at=self.at, policy=self.policy))
