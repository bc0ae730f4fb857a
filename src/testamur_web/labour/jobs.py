"""What a worker does for the labour market: loads files, forgets loads, counts figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from testamur_web.labour.bringing import FORGET, LOAD
from testamur_web.labour.counting import count_demand
from testamur_web.labour.figures import COUNT, forget_leaving
from testamur_web.labour.loading import hand_on, load_file
from testamur_web.labour.queries import wanted_by_skill
from testamur_web.ops.outbox import handles
from testamur_web.trust.wanted import reads_wanted

__all__ = ["begin_counting", "begin_loading", "count_figures", "forget_load", "load_postings"]


reads_wanted(wanted_by_skill)


@handles(LOAD)
def begin_loading(payload: dict[str, Any]) -> None:
    """Hand a file on to be loaded outside of this transaction, and look again whether it was."""
    hand_on(UUID(payload["load"]), number=payload["number"], enqueue=load_postings.enqueue)


@handles(FORGET)
def forget_load(_payload: dict[str, Any]) -> None:
    """Delete what was read of loads that are deleted; figures are counted without them already."""
    forget_leaving()


@handles(COUNT)
def begin_counting(_payload: dict[str, Any]) -> None:
    """Have figures counted outside of this transaction, for nobody is to wait for it."""
    count_figures.enqueue()


@task()
def load_postings(load: str) -> None:
    """Load one file, unless somebody else does, or did."""
    load_file(load)


@task()
def count_figures() -> None:
    """Count all figures anew."""
    count_demand(at=timezone.now())
