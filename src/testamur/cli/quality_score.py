"""`testamur quality score`: how well an achievement is defined, every point with its reason."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from testamur.cli.files import read_input
from testamur.cli.sources import credential_in
from testamur.cli.terminal import about, examples, paint, plain, wrapped
from testamur.credentials.award_toml import read_award
from testamur.encoding import JsonObject
from testamur.errors import Refused
from testamur.quality.score import Score, ScoredElement, score

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Score a definition from 0 to 100, by the published document alone: the European standard elements,
how clear the outcomes are, whether the assessment can show them, whether the workload is to be
believed, skills, language and accessibility. Every point has its reason, and what would raise it.

ACHIEVEMENT is an Open Badges 3.0 achievement as JSON, a credential of one in any form that
`testamur verify` reads, or an award file (.toml). Nothing is verified and nothing is fetched.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """What is scored."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur quality score achievement.json",
        "testamur quality score examples/award-european.toml --json",
    )
    parser.add_argument("achievement", metavar="ACHIEVEMENT", help="the definition, or - for stdin")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace) -> int:
    """Score it; 0."""
    with about(arguments.achievement):
        found = score(_document(arguments.achievement))
    if arguments.json:
        print(json.dumps(found.as_json(), ensure_ascii=False))
        return 0
    for line in _told(found):
        print(line)
    return 0


def _document(path: str) -> JsonObject:
    data = read_input(path)
    if path.endswith(".toml"):
        return read_award(_text(data)).achievement.as_json()
    return credential_in(data).document


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused.because("award.malformed", "the file is not written in UTF-8") from None


def _told(found: Score) -> Iterator[str]:
    yield f"{paint(str(found.points), 'strong')} of 100, by method {found.method}"
    for part, elements in groupby(found.elements, key=lambda one: one.measured.part):
        several = list(elements)
        points, most = sum(one.points for one in several), sum(one.measured.most for one in several)
        yield ""
        yield paint(f"{points:>3} of {most:<3} {part[:1].upper()}{part[1:]}", "strong")
        for one in several:
            yield from _told_element(one)


def _told_element(one: ScoredElement) -> Iterator[str]:
    most = one.measured.most
    style = "good" if one.points == most else "unsure" if one.points else "bad"
    number = paint(f"{one.points:>3} of {most:<3}", style)
    yield f"{number} {one.measured.title}: {plain(one.reason)}"
    if one.raised_by:
        yield wrapped(
            plain(one.raised_by), first="           -> ", indent=" " * 14, stream=sys.stdout
        )
