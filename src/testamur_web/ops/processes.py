"""Processes that belong together: none goes on when the one that started it is gone."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from multiprocessing import Lock
from pathlib import Path
from typing import Any

from testamur.errors import TestamurError
from testamur.net import Web

__all__ = ["Entrance", "end_with"]


def end_with(parent: int) -> None:
    """End this process when `parent`, which started it, has ended, even by a kill.

    A killed parent cannot stop its children: they would hold its port and work on.
    """
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


class Entrance:
    """What a server loads in each process that serves; once one answers `url`, it is told.

    Whatever the answer is: one that says no is an answer too, and tells why.

    Made in the process that starts them, before any of them. No thread may run there yet: a fork
    would copy the locks it holds.
    """

    def __init__(
        self,
        load: Callable[[], Any],
        *,
        url: str,
        trust: Path | None = None,
        when_ready: Callable[[], None],
    ) -> None:
        """`trust` is the certificate that `url` shows, where it is the service's own."""
        self._load, self._when_ready = load, when_ready
        self._url, self._trust = url, trust
        self._parent = os.getpid()
        self._first = Lock()

    def __call__(self, _target: str) -> Any:
        """The application, until the process that made this entrance is gone."""
        end_with(self._parent)
        application = self._load()
        if self._first.acquire(block=False):
            threading.Thread(target=self._tell, daemon=True).start()
        return application

    def _tell(self) -> None:
        origin = "/".join(self._url.split("/", 3)[:3])
        while True:
            try:
                Web(allow_origins=[origin], trust=self._trust, deadline=5).fetch(self._url)
            except TestamurError as error:
                if error.problem.code != "fetch.status":
                    time.sleep(0.1)
                    continue
            self._when_ready()
            return


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
