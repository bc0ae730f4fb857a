"""What a pasted advert asks for: the skills of the lists in use, with what its words say of each.

An address of a known skill that stands in the text counts as one that is meant for certain.
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from testamur.skills.framework import Skill
from testamur.skills.linking import Linked
from testamur.talent.adverts import Asked, addresses_in, asked_in
from testamur_web.catalogue.skills import entry_of, skills_in

__all__ = ["asked_of"]

_MOST: Final = 40
_MOST_ADDRESSES: Final = 100


def asked_of(text: str) -> list[Asked]:
    """The skills that a text speaks of, the likeliest first; an offer that a person confirms."""
    found: dict[str, Linked] = {}
    for address, span in islice(addresses_in(text), _MOST_ADDRESSES):
        known = entry_of(address)
        if known is not None and isinstance(known.entry, Skill):
            found[address] = Linked(address, known.entry.label, 1.0, span, address)
    for one in skills_in(text, limit=_MOST):
        found.setdefault(one.uri, one)
    return list(asked_in(text, list(found.values())[:_MOST]))
