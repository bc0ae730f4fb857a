"""`testamur roles`: from one kind of work to another, and which are near."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from testamur.cli.holdings import add_holdings_arguments, holdings_of
from testamur.cli.skills_shelf import add_shelf_arguments, chosen, shelf_of
from testamur.cli.terminal import about, examples, paint, plain
from testamur.errors import Refused

if TYPE_CHECKING:
    from testamur.cli.holdings import Holdings
    from testamur.pathways.transition import Explorer, Nearby, Transfer, Transition
    from testamur.skills.framework import Framework, Need

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Compare kinds of work by the skills they ask for: which roles are nearest, or, with --to, what
transfers to one and what is missing.

It begins with a role (--from) or with credentials (FILE), of which only what is valid counts. ROLE
is an occupation of a list on the shelf (see `testamur skills`), by its address or code. The share
is of the importance of all that a role asks for.

Ends with 0; with credentials as `testamur gap` does.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Where to begin, and where to go."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur roles --from 2511.3",
        "testamur roles --from 2511.3 --to 2512.4 --json",
        "testamur roles wallet/ --top 5",
    )
    add_holdings_arguments(parser, is_required=False)
    parser.add_argument("--from", metavar="ROLE", dest="start", help="begin with this role")
    parser.add_argument("--to", metavar="ROLE", help="compare with this role")
    parser.add_argument(
        "--top", metavar="N", type=int, default=10, help="how many of the nearest to show; 10"
    )
    add_shelf_arguments(parser)


def run(arguments: Namespace) -> int:
    """Compare; 0, or the exit code of the files."""
    if bool(arguments.start) is bool(arguments.credentials):
        told = "begin with a role (--from), or with credentials"
        raise Refused.because("option.malformed", told)
    shelf = shelf_of(arguments)
    lists = [shelf.load(one) for one in chosen(shelf, arguments)]
    holdings = holdings_of(arguments) if arguments.credentials else None
    brought, without = _brought(arguments, lists, holdings)
    if arguments.to:
        explorer, role = _role(lists, arguments.to, "--to")
        _tell_way(explorer.toward(brought, role), _names(lists), as_json=arguments.json)
    else:
        _tell_nearest(_nearest(lists, brought, without, arguments.top), as_json=arguments.json)
    if holdings and not arguments.json:
        holdings.tell_refused()
    return holdings.code if holdings else 0


def _brought(
    arguments: Namespace, lists: Sequence[Framework], holdings: Holdings | None
) -> tuple[Sequence[Need], str]:
    """The skills to begin with, and the role they are of."""
    from testamur.pathways.held import held_by
    from testamur.pathways.transition import needs_met_by

    if holdings is not None:
        return needs_met_by(held_by(holdings.held, arguments.holder)), ""
    _explorer, role = _role(lists, arguments.start, "--from")
    roles = {one.id: one for known in lists for one in known.occupations}
    return roles[role].needs, role


def _role(lists: Sequence[Framework], wanted: str, option: str) -> tuple[Explorer, str]:
    """The address of a role, and those it stands among; raises `Refused` (`gap.goal-unknown`)."""
    from testamur.pathways.transition import Explorer

    for known in lists:
        for one in known.occupations:
            if wanted in {one.id, one.code} and one.needs:
                return Explorer(known.occupations), one.id
    with about(option):
        told = f"{wanted[:120]!r} is no occupation with known needs of a list on the shelf"
        raise Refused.because("gap.goal-unknown", told)


def _nearest(
    lists: Sequence[Framework], brought: Sequence[Need], without: str, top: int
) -> list[Nearby]:
    from testamur.pathways.transition import Explorer

    found = [
        near
        for known in lists
        for near in Explorer(known.occupations).nearest_to(brought, top=top + 1)
        if near.occupation.id != without
    ]
    return sorted(found, key=lambda near: (-near.share, near.occupation.label))[: max(top, 0)]


def _names(lists: Sequence[Framework]) -> dict[str, str]:
    return {one.id: one.label for known in lists for one in known.skills}


def _tell_nearest(nearest: Sequence[Nearby], *, as_json: bool) -> None:
    if as_json:
        told = {"nearest": [near.as_json() for near in nearest]}
        print(json.dumps(told, ensure_ascii=False))
        return
    for near in nearest:
        print(f"{near.share:>6.1%}  {plain(near.occupation.label)}")
        print(f"        {paint(plain(near.occupation.id), 'quiet')}")
    if not nearest:
        print("No role asks for any of it.")


def _tell_way(way: Transition, names: Mapping[str, str], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_named(way, names), ensure_ascii=False))
        return
    print(f"{way.share:.1%} of what {plain(way.to.label)} asks for is brought along")
    print("\n".join(_rows("transfers", way.transfers, names)))
    print("\n".join(_rows("missing", way.missing, names)))


def _named(way: Transition, names: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = dict(way.as_json())
    for group in ("transfers", "missing"):
        told[group] = [row | {"name": names.get(row["skill"], "")} for row in told[group]]
    return told


def _rows(heading: str, transfers: Sequence[Transfer], names: Mapping[str, str]) -> Iterator[str]:
    yield ""
    yield f"{heading}: {len(transfers)}"
    for one in transfers:
        name = plain(names.get(one.need.skill) or one.need.skill)
        level = f", level {one.need.level}" if one.need.level else ""
        yield f"  {one.part:>4.0%}  {name}{level} (importance {one.need.importance:g})"
