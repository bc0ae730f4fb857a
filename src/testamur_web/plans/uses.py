"""When somebody used at work what they learnt: the one place where confidence asks for it.

`uses_of` gives values of `testamur.pathways.uses.Use`, of any number and in any order:

- `at`: the moment of the use, aware of its zone; what is still to come counts for nothing;
- `skill`: the address of the skill that was used, "" for every skill of the credential;
- `digest`: `testamur.pathways.held.digest_of` the signed text of the credential it was learnt with,
  "" for every credential that shows the skill. One of the two must be named;
- `is_confirmed`: whether somebody who saw it, and is not its holder, confirmed it. What is only
  stated counts by `Figures.events["statedUse"]`, which is nothing unless an organisation says so.

Nothing is logged here yet, so nobody has any. Goals, wallets and the API read it from here alone.
"""

from __future__ import annotations

from testamur.pathways.uses import Use
from testamur_web.people.models import Person

__all__ = ["uses_of"]


def uses_of(person: Person) -> tuple[Use, ...]:
    """Every use that somebody stated, and whether it was confirmed."""
    del person
    return ()
