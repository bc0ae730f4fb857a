"""What the demonstration's offers ask for first, who funds them, when they begin: `terms.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from testamur_web.catalogue.definition import Definition
from testamur_web.catalogue.funding import Eligibility, FundingOffer
from testamur_web.catalogue.requirements import Required
from testamur_web.catalogue.vocabulary import Beginning

__all__ = ["with_terms"]

_TABLE: Final = tomllib.loads(Path(__file__).with_name("terms.toml").read_text(encoding="utf-8"))


def with_terms(definition: Definition, *, addresses: Mapping[str, str], on: date) -> Definition:
    """A definition with its terms; `addresses` are those of what is published, by its title."""
    terms = _TABLE.get(definition.title)
    if terms is None:
        return definition
    starts = tuple(on + timedelta(days=days) for days in terms.get("begins_in", ()))
    beginning = Beginning.ON_DATES.value if starts else ""
    groups = [_group(each, addresses) for each in terms.get("after", ())]
    return replace(
        definition,
        requires=_joined(groups),
        funding=tuple(_funding(each, on) for each in terms.get("funding", ())),
        beginning=Beginning.ANY_TIME.value if "any_time" in terms else beginning,
        starts=starts,
        weeks_at_most=terms.get("weeks_at_most"),
    )


def _joined(groups: list[Required]) -> Required | None:
    if len(groups) > 1:
        return Required(all=tuple(groups))
    return groups[0] if groups else None


def _group(choices: list[Any], addresses: Mapping[str, str]) -> Required:
    nodes = [
        Required(achievement=addresses[one], name=one) if isinstance(one, str) else Required(**one)
        for one in choices
    ]
    return nodes[0] if len(nodes) == 1 else Required(any=tuple(nodes))


def _funding(row: Mapping[str, Any], on: date) -> FundingOffer:
    days = row.get("until_in")
    return FundingOffer(
        row["name"],
        row.get("percent"),
        row.get("most", {}),
        tuple(
            Eligibility(one["fact"], one["test"], _value(one["value"])) for one in row["conditions"]
        ),
        row["url"],
        None if days is None else on + timedelta(days=days),
    )


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
