"""CPU time of small pieces of work, taken in turns: a busy machine slows all of them alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

__all__ = ["Work", "take_turns"]


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work that does `operations` of one kind each time it is called."""

    run: Callable[[], object]
    operations: int


def take_turns(works: Mapping[str, Work], *, rounds: int) -> dict[str, float]:
    """Microseconds of CPU per operation of each work: the least of `rounds`, after one warm-up."""
    least = dict.fromkeys(works, float("inf"))
    for work in works.values():
        work.run()
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, work in works.items():
            started = time.process_time()
            work.run()
            spent = (time.process_time() - started) / work.operations * 1e6
            least[name] = min(least[name], spent)
    gc.unfreeze()
    return least
