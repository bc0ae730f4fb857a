"""Processes that belong together: none goes on when the one that started it is gone."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from testamur.errors import TestamurError
from testamur.net import Web

__all__ = ["call_when_ready", "end_with"]

PATIENCE: Final = 60.0


def call_when_ready(
    url: str,
    *,
    trust: Path | None = None,
    then: Callable[[], None],
    otherwise: Callable[[], None],
) -> None:
    """Call `then` once `url` is answered, without waiting for it here; `otherwise` if it never is.

    It is asked through the one fetcher there is; `trust` is the certificate it must show.
    """

    def ask() -> None:
        ends = time.monotonic() + PATIENCE
        origin = "/".join(url.split("/", 3)[:3])
        while time.monotonic() < ends:
            try:
                Web(allow_origins=[origin], trust=trust, deadline=2).fetch(url)
            except TestamurError:
                time.sleep(0.05)
            else:
                then()
                return
        otherwise()

    threading.Thread(target=ask, daemon=True).start()


def end_with(parent: int) -> None:
    """End this process when `parent`, which started it, has ended, even by a kill.

    A killed parent cannot stop its children: they would hold its port and work on.
    """
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
