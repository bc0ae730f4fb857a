"""`testamur stack`: how far somebody's credentials go toward a rule, and what is left."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from testamur.cli.files import read_input
from testamur.cli.holdings import add_holdings_arguments, holdings_of
from testamur.cli.terminal import about, examples, paint, plain
from testamur.pathways.rules import MAX_RULE_BYTES, read_rule
from testamur.pathways.sentences import sentence
from testamur.pathways.stack import Stack, stack

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Count credentials toward a rule: what counts and for which clause, what does not and why, what is
left.

Every file is verified first; what is not valid is told and does not count. A credential counts for
one clause, unless the rule says otherwise. All must be about one person: name several identifiers
with --holder.

Ends with 0 when everything was counted, complete or not; 1 when a file is invalid; 3 when one could
not be judged.
"""
_EXAMPLES: Final = examples(
    "testamur stack wallet/ --toward rule.json",
    "testamur stack py.json sql.png --toward rule.json --holder mailto:ada@people.example --json",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The credentials, and the rule."""
    parser.description, parser.epilog = _ABOUT, _EXAMPLES
    add_holdings_arguments(parser, is_required=False)
    parser.add_argument(
        "--toward", metavar="RULE.json", type=Path, required=True, help="the rule to count toward"
    )


def run(arguments: Namespace) -> int:
    """Count; the exit code of the files."""
    with about(arguments.toward):
        rule = read_rule(read_input(arguments.toward, limit=MAX_RULE_BYTES))
    holdings = holdings_of(arguments)
    found = stack(holdings.held, toward=rule, at=holdings.at, holder=arguments.holder)
    if arguments.json:
        told = found.as_json() | {"notCounted": holdings.refused_as_json()}
        print(json.dumps(told, ensure_ascii=False))
        return holdings.code
    for line in _told(found):
        print(line)
    holdings.tell_refused()
    return holdings.code


def _told(found: Stack) -> Iterator[str]:
    word = paint("COMPLETE", "good") if found.complete else paint("NOT YET", "unsure")
    yield f"{word}  {float(found.progress):.0%}  {plain(sentence(found.rule))}"
    yield ""
    for one in found.counted:
        yield f"  counts       {plain(one.held.title)}: {plain(one.clause)}"
    for left in found.remaining:
        yield f"  is left      {plain(left.told)}"
    for other in found.rejected:
        why = " ".join(reason.detail for reason in other.reasons)
        yield f"  not counted  {plain(other.held.title)}: {plain(why)}"
