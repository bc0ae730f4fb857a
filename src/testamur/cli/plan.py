"""`testamur plan`: what to take, in which order, to close a gap for the least money or time."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from testamur.cli.files import read_input
from testamur.cli.holdings import Holdings, add_verifying_arguments, holdings_of
from testamur.cli.moments import now
from testamur.cli.sources import is_url
from testamur.cli.terminal import about, examples, paint, plain, plural, wrapped
from testamur.encoding import Json, parse_json
from testamur.errors import Refused

if TYPE_CHECKING:
    from testamur.pathways.plan import Calendar, Held, Limits, Offer, Plan, Step

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Say what to take, in which order, to close a gap for the least money or in the least time.

The answer is proven: optimal, or the best found and how far off it can be at most, or that not
everything can be had within these limits, which of them clash, and what would do instead. Files are
JSON: what is needed, what is offered, and what is held already. What is held may be credentials,
too: each is verified first, and what is not valid counts for nothing.

Exit codes: 0 a plan that covers all that can be covered, 1 the limits leave something open or a
credential is invalid, 2 wrong usage, 3 a credential could not be judged.
"""
_OBJECTIVES: Final = ("cheapest", "shortest", "fastest")
_STYLES: Final = {"optimal": "good", "best found": "unsure", "infeasible": "bad"}
_OF_CREDENTIALS: Final = frozenset({"@context", "type", "verifiableCredential", "credential"})
_CENTS: Final = 100
_HOUR: Final = 60
_WEEK: Final = 7 * 24


def add_arguments(parser: ArgumentParser) -> None:
    """What is needed and offered, what is held, and what there is to spend."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur plan --needs needs.json --offers offers.json",
        "testamur plan --needs needs.json --offers offers.json --held held.json --euros 900",
        "testamur plan --needs needs.json --offers offers.json --held wallet/ --held facts.json",
        "testamur plan --needs needs.json --offers offers.json --hours-per-week 8 "
        "--by 2027-06-30 --fastest --json",
    )
    parser.add_argument("--needs", metavar="FILE", required=True, help="the skills that are needed")
    parser.add_argument("--offers", metavar="FILE", required=True, help="the catalogue")
    parser.add_argument(
        "--held",
        metavar="FILE",
        action="append",
        default=[],
        help="skills, achievements and facts that are there already, as JSON, or credentials and "
        "folders of them; may be given again",
    )
    add_verifying_arguments(parser)
    _add_limits(parser)
    chosen = parser.add_mutually_exclusive_group()
    for name in _OBJECTIVES:
        chosen.add_argument(
            f"--{name}",
            dest="objective",
            action="store_const",
            const=name,
            default="cheapest",
            help=f"the {name} plan" + (" (without any of the three)" if name == "cheapest" else ""),
        )
    parser.add_argument(
        "--alternatives",
        metavar="N",
        type=int,
        default=0,
        help="up to N more plans between the cheapest and the shortest",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace) -> int:
    """Plan, and tell it; 0, or 1 where the limits leave something open."""
    from testamur.pathways.plan import Catalogue, Objective, Status, alternatives, plan
    from testamur.pathways.plan.reading import labels_in, read_needs, read_offers

    needs, offers = _read(arguments.needs), _read(arguments.offers)
    with about(arguments.offers):
        catalogue = Catalogue(read_offers(offers))
    with about(arguments.needs):
        wanted = read_needs(needs)
    held, holdings = _held(arguments, catalogue.offers)
    found = plan(
        wanted,
        offers=catalogue,
        held=held,
        limits=_limits(arguments),
        objective=Objective(arguments.objective),
    )
    others: tuple[Plan, ...] = ()
    if arguments.alternatives > 0:
        others = alternatives(found, offers=catalogue, count=arguments.alternatives)
    if arguments.json:
        told = found.as_json()
        if arguments.alternatives > 0:
            told["alternatives"] = [one.as_json() for one in others]
        if holdings:
            told["notCounted"] = holdings.refused_as_json()
        print(json.dumps(told, ensure_ascii=False))
    else:
        _tell(found, others, labels_in(offers) | labels_in(needs))
        if holdings:
            holdings.tell_refused()
    if found.status is Status.INFEASIBLE:
        return 1
    return holdings.code if holdings else 0


def _add_limits(parser: ArgumentParser) -> None:
    parser.add_argument("--hours-per-week", metavar="HOURS", help="how much can be worked a week")
    parser.add_argument("--hours", metavar="HOURS", help="how much can be worked in all")
    parser.add_argument("--euros", metavar="AMOUNT", help="the budget")
    parser.add_argument(
        "--currency", metavar="CODE", default="EUR", help="the currency of the budget (EUR)"
    )
    parser.add_argument("--by", metavar="DATE", help="the last day, such as 2027-06-30")
    parser.add_argument("--from", metavar="DATE", dest="begins", help="the first day (today)")
    for name, what in (
        ("language", "in this language, such as en"),
        ("mode", "of this kind, such as online"),
        ("place", "at this place, or at none"),
    ):
        parser.add_argument(
            f"--{name}",
            action="append",
            metavar=name.upper(),
            help=f"only what is {what}; may be given again",
        )


def _read(path: str) -> Json:
    with about(path):
        return parse_json(read_input(path))


def _held(arguments: Namespace, offers: tuple[Offer, ...]) -> tuple[Held, Holdings | None]:
    """What all files together say; an achievement brings the skills of its offer with it.

    The holdings are those of the files that are credentials, None where none is.
    """
    from testamur.pathways.plan import Held, earn
    from testamur.pathways.plan.reading import read_held

    held, credentials = Held(), []
    for path in arguments.held:
        stated = _stated(path)
        if stated is None:
            credentials.append(path)
            continue
        with about(path):
            held = _together(held, read_held(stated))
    holdings = None
    if credentials:
        holdings = holdings_of(arguments, credentials)
        held = _together(held, _shown(holdings, arguments.holder))
    for offer in offers:
        held = earn(held, offer) if offer.awards in held.achievements else held
    return held, holdings


def _stated(path: str) -> Json:
    """What a file states in JSON; None for a folder, and for whatever may be a credential."""
    if Path(path).is_dir() or is_url(path):
        return None
    with about(path):
        data = read_input(path)
        if not data.lstrip().startswith((b"{", b"[")):
            return None
        value = parse_json(data)
    is_credential = isinstance(value, dict) and not value.keys().isdisjoint(_OF_CREDENTIALS)
    return None if is_credential else value


def _together(held: Held, other: Held) -> Held:
    """Both, each skill at its higher level, with the facts that were stated last."""
    from testamur.pathways.plan import Held
    from testamur.pathways.plan.offers import is_enough

    better = {
        skill: level
        for skill, level in other.skills.items()
        if skill not in held.skills or not is_enough(held.skills[skill], level)
    }
    return Held(
        {**held.skills, **better},
        held.achievements | other.achievements,
        {**held.facts, **other.facts},
    )


def _shown(holdings: Holdings, holder: list[str]) -> Held:
    """The skills and achievements that verified credentials show."""
    from testamur.pathways.held import held_by
    from testamur.pathways.plan import Held

    held = Held()
    for one in held_by(holdings.held, holder):
        for skill in one.skills:
            held = _together(held, Held({skill.uri: skill.level}))
        held = _together(held, Held(achievements=frozenset(one.names)))
    return held


def _limits(arguments: Namespace) -> Limits:
    from testamur.pathways.plan import Limits

    limits = Limits(currency=arguments.currency, calendar=_calendar(arguments))
    if arguments.euros is not None:
        limits = replace(limits, cents=_amount("--euros", arguments.euros, _CENTS))
    if arguments.hours is not None:
        limits = replace(limits, minutes=_amount("--hours", arguments.hours, _HOUR))
    return replace(
        limits,
        languages=frozenset(arguments.language) if arguments.language else None,
        modes=frozenset(arguments.mode) if arguments.mode else None,
        places=frozenset(arguments.place) if arguments.place else None,
    )


def _calendar(arguments: Namespace) -> Calendar | None:
    from testamur.pathways.plan import Calendar

    begins = _day("--from", arguments.begins) if arguments.begins else now().date()
    deadline = _day("--by", arguments.by) if arguments.by else None
    if arguments.hours_per_week is None:
        if deadline is None:
            return None
        raise Refused.because("plan.no-calendar", "--by needs --hours-per-week")
    minutes = _amount("--hours-per-week", arguments.hours_per_week, _HOUR)
    if not 0 < minutes <= _WEEK * _HOUR:
        told = f"--hours-per-week is more than 0, and {_WEEK} at most"
        raise Refused.because("option.malformed", told)
    return Calendar(begins, minutes, deadline)


def _amount(option: str, text: str, parts: int) -> int:
    try:
        counted = Decimal(text) * parts
        if counted.is_finite() and 0 <= counted == int(counted):
            return int(counted)
    except InvalidOperation:
        pass
    raise Refused.because("option.malformed", f"{option} {text!r:.40} is not a number that can be")


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        told = f"{option} {text!r:.40} is not a date such as 2027-06-30"
        raise Refused.because("option.malformed", told) from None


def _tell(found: Plan, others: tuple[Plan, ...], labels: Mapping[str, str]) -> None:
    print(f"{paint(found.status.upper(), _STYLES[found.status.value])}  {_summary(found)}")
    for number, step in enumerate(found.steps, 1):
        for line in _lines_of(number, step, found, labels):
            print(wrapped(line, first="", indent="     ", stream=sys.stdout))
    remedies = found.conflict.remedies if found.conflict else ()
    open_needs = [
        f"{labels.get(one.need.skill, one.need.skill)}: {one.sentence}" for one in found.open
    ]
    _tell_part("Stays open", open_needs)
    _tell_part("What would do", [one.sentence for one in remedies])
    _tell_part("Alternatives", [_summary(one) for one in others])


def _tell_part(title: str, lines: list[str]) -> None:
    if lines:
        print(paint(title, "strong"))
    for line in lines:
        print(wrapped(plain(line), first="  ", indent="    ", stream=sys.stdout))


def _summary(found: Plan) -> str:
    told: dict[str, Any] = found.as_json()
    parts = [
        plural(len(found.steps), "step"),
        f"{told['cost']} {plain(told['currency'])}",
        f"{told['hours']} hours",
    ]
    if found.weeks:
        parts.append(f"{plural(found.weeks, 'week')}, until {told['ends']}")
    if found.gap:
        parts.append(f"at most {found.gap:.2%} from the best")
    return ", ".join(parts)


def _lines_of(number: int, step: Step, found: Plan, labels: Mapping[str, str]) -> Iterator[str]:
    told = step.as_json()
    when = ""
    if step.weeks:
        first, last = step.weeks
        weeks = f"week {first}" if first == last else f"weeks {first} to {last}"
        when = f", {weeks} ({told['begins']} to {told['ends']})"
    paid = f" after {plain(step.funding)}" if step.funding else ""
    currency = plain(found.request.limits.currency)
    yield f"{number:>3}. {paint(plain(step.offer.title), 'strong')}"
    yield f"     {told['pays']} {currency}{paid}, {told['hours']} hours{when}"
    if step.covers:
        names = ", ".join(plain(labels.get(one.skill, one.skill)) for one in step.covers)
        yield f"     for {names}"
    titles = {one.offer.id: one.offer.title for one in found.steps}
    if step.opens:
        yield f"     before {', '.join(plain(titles[one]) for one in step.opens)}"
