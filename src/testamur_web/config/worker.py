"""`testamur worker`: do what waits in the background, until it is told to stop."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser, Namespace
from typing import Final

from testamur_web.config.starting import add_data_dir, start

__all__ = ["add_arguments", "run", "work"]

PAUSE: Final = 0.5
SWEEP_SECONDS: Final = 15.0
REMIND_SECONDS: Final = 3600.0
_EXAMPLES: Final = """\
examples:
  testamur worker                 until Ctrl-C or SIGTERM; run as many as you like, on any machine
  testamur worker --once          do what is due now, and end
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Say what this verb takes."""
    parser.description = "Do what waits: sign batches, send mail, try again what failed."
    parser.epilog = _EXAMPLES
    add_data_dir(parser)
    parser.add_argument("--once", action="store_true", help="do what is due now, and end")


def run(arguments: Namespace) -> int:
    """Work until told to stop; a job that was begun is finished first."""
    start(arguments)
    work(once=arguments.once)
    return 0


def work(*, once: bool = False) -> None:
    """Do jobs as they come; Django is set up."""
    from django.utils import timezone
    from django_tasks_db.management.commands.db_worker import Worker

    from testamur_web.employers.comparing import tend_runs
    from testamur_web.employers.indexing import post_stale
    from testamur_web.employers.looking import forget_aliases
    from testamur_web.employers.saved import post_alerts
    from testamur_web.employers.standings import ask_for_stale, tend_standings
    from testamur_web.ops.outbox import sweep
    from testamur_web.ops.tallies import clear_ended_tallies
    from testamur_web.ops.workers import say_alive_from_now_on
    from testamur_web.plans.services import post_rechecks
    from testamur_web.plans.watching import follow_plans
    from testamur_web.trust.inflation import post_count
    from testamur_web.verifying.shortlists import tend_shortlists
    from testamur_web.wallet.services import post_reminders, post_reviews, post_surveys

    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"worker-{os.getpid()}",
        excluded_queue_names=[],
    )
    worker.configure_signals()
    if not once:
        say_alive_from_now_on()
    swept = reminded = float("-inf")
    while worker.running:
        if time.monotonic() - reminded > REMIND_SECONDS:
            post_reminders(at=timezone.now())
            post_surveys(at=timezone.now())
            post_reviews(at=timezone.now())
            post_rechecks(at=timezone.now())
            post_count(at=timezone.now())
            post_stale(at=timezone.now())
            ask_for_stale(at=timezone.now())
            post_alerts(at=timezone.now())
            forget_aliases(at=timezone.now())
            reminded = time.monotonic()
        if time.monotonic() - swept > SWEEP_SECONDS:
            sweep()
            clear_ended_tallies(at=timezone.now())
            tend_shortlists(at=timezone.now())
            tend_runs(at=timezone.now())
            tend_standings(at=timezone.now())
            follow_plans(at=timezone.now())
            swept = time.monotonic()
        worker.run()
        if once:
            return
        time.sleep(PAUSE)
