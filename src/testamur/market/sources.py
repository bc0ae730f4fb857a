"""Where figures come from: the sources of a scope, with licences and dates, from the loads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from testamur.market.figures import Provenance, SourceSaid
from testamur.market.scope import Scope
from testamur.market.store import Manifest
from testamur.market.withholding import withheld

__all__ = ["provenance_of"]


def provenance_of(
    loads: Sequence[Manifest], scope: Scope, totals: Mapping[str, Mapping[str, int]]
) -> Provenance:
    """What figures over `totals` carry: only sources that have postings within the scope."""
    counts = {name: sum(months.values()) for name, months in totals.items()}
    hidden = withheld(counts, [counts])
    said = (
        _said(name, months, [one for one in loads if one.source == name])
        for name, months in sorted(totals.items())
    )
    sources = tuple(replace(one, postings=None) if one.source in hidden else one for one in said)
    since = min(one.since for one in sources)
    return Provenance(sources, scope, since, max(one.until for one in sources))


def _said(source: str, months: Mapping[str, int], loads: Sequence[Manifest]) -> SourceSaid:
    return SourceSaid(
        source=source,
        licences=tuple(dict.fromkeys(one.licence for one in loads)),
        attributions=tuple(dict.fromkeys(one.attribution for one in loads if one.attribution)),
        retrieved=max(one.retrieved for one in loads),
        postings=sum(months.values()),
        since=min(months),
        until=max(months),
        linked=tuple(dict.fromkeys(one.linked for one in loads if one.linked)),
    )
