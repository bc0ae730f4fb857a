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
from testamur.net import Web, look_up

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
        address: str = "",
        when_ready: Callable[[], None],
    ) -> None:
        """`trust` is the certificate that `url` shows, where it is the service's own.

        `address` is where the host of `url` is served, whatever others are told.
        """
        self._load, self._when_ready = load, when_ready
        self._url, self._trusts = url, {trust, None}
        self._look_up = (lambda *_: [address]) if address else look_up
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
        while not any(map(self._is_answered, self._trusts)):
            time.sleep(0.1)
        self._when_ready()

    def _is_answered(self, trust: Path | None) -> bool:
        origin = "/".join(self._url.split("/", 3)[:3])
        try:
            Web(allow_origins=[origin], trust=trust, look_up=self._look_up).fetch(self._url)
        except TestamurError as error:
            return error.problem.code == "fetch.status"
        return True


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
