"""Signing and writing in this process or in several; each chunk is on the disk when it is done.

A worker that loses its parent ends at once, so that a killed run leaves nobody writing behind it.
"""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from testamur.cli.files import write_files
from testamur.cli.pressing import FORMATS, Order, Pressroom
from testamur.cli.site import PublishedSite
from testamur.credentials.award_toml import read_award
from testamur.credentials.resolution import Offline
from testamur.errors import Refused, TestamurError
from testamur.keys import Signer, SigningKey
from testamur.problems import Problem

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

__all__ = ["CHUNK", "Done", "Recipe", "Worker", "file_of", "workers_for"]

CHUNK: Final = 250
"""Awards in one transaction and one piece of work: as many as stay in the processor's cache."""

MAX_CHUNK_BYTES: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything a worker needs that is the same for all awards; travels between processes."""

    award_file: str
    issuer: str
    proof: str
    pictures: Mapping[str, bytes]
    folder: Path
    site: Path
    key: bytes
    """The private key, as PEM."""


@dataclass(frozen=True, slots=True)
class Done:
    """One award: the SHA-256 of each file that was written, or the problem that there was."""

    id: str
    files: Mapping[str, str]
    problem: Problem | None = None


class Pending(Protocol):
    """A chunk that is being worked on."""

    def result(self) -> list[Done] | Problem:
        """The awards of the chunk, or why nothing more can be written; waits for it."""


class Workers(Protocol):
    """Whoever does the work; at most `at_once` chunks are worth handing over ahead."""

    at_once: int

    def submit(self, orders: Sequence[Order]) -> Pending:
        """Hand over a chunk."""


class Worker:
    """Signs and writes chunks in this process."""

    at_once = 1

    def __init__(self, recipe: Recipe) -> None:
        plan = read_award(recipe.award_file)
        issuer = plan.issuer_for(recipe.issuer)
        published = PublishedSite(recipe.site, Offline(), is_named=True)
        self._room = Pressroom(
            plan, issuer, proof=recipe.proof, pictures=recipe.pictures, published=published
        )
        self._folder = recipe.folder
        self._key: Signer = SigningKey.from_pem(recipe.key)

    def submit(self, orders: Sequence[Order]) -> Pending:
        """Do it now."""
        return _Finished(self.work(orders))

    def work(self, orders: Sequence[Order], *, parent: int = 0) -> list[Done] | Problem:
        """Sign and write one chunk; `parent` is the process without which it is not wanted."""
        done: list[Done] = []
        waiting: dict[Path, bytes] = {}
        size = 0
        for order in orders:
            try:
                made = self._room.make(order, signer=self._key)
            except TestamurError as error:
                done.append(Done(order.id, {}, error.problem))
                continue
            waiting |= {self._folder / file_of(order.name, form): made[form] for form in made}
            digests = {form: hashlib.sha256(data).hexdigest() for form, data in made.items()}
            done.append(Done(order.id, digests))
            size += sum(map(len, made.values()))
            if size > MAX_CHUNK_BYTES:
                if told := self._write(waiting, parent):
                    return told
                waiting, size = {}, 0
        return self._write(waiting, parent) or done

    def _write(self, waiting: Mapping[Path, bytes], parent: int) -> Problem | None:
        if parent and os.getppid() != parent:
            os._exit(1)
        try:
            write_files(waiting)
        except Refused as error:
            return error.problem
        return None


def file_of(name: str, form: str) -> str:
    """The file of an award in one format."""
    return f"{name}.{FORMATS[form]}"


@contextmanager
def workers_for(recipe: Recipe, count: int) -> Iterator[Workers]:
    """`count` processes, or this one for 1; leaving ends them, and drops what was not begun."""
    if count == 1:
        yield Worker(recipe)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, context, initializer=_start, initargs=(recipe,))
    try:
        yield _Pool(pool, 2 * count)
    finally:
        pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Finished:
    """A chunk that was done when it was handed over."""

    done: list[Done] | Problem

    def result(self) -> list[Done] | Problem:
        return self.done


class _Pool:
    """Several processes."""

    def __init__(self, pool: Executor, at_once: int) -> None:
        self._pool, self.at_once = pool, at_once

    def submit(self, orders: Sequence[Order]) -> Pending:
        from concurrent.futures import BrokenExecutor

        try:
            return _Promised(self._pool.submit(_work, orders))
        except BrokenExecutor:
            return _Finished(_lost())


@dataclass(frozen=True, slots=True)
class _Promised:
    """A chunk that another process works on."""

    future: Future[list[Done] | Problem]

    def result(self) -> list[Done] | Problem:
        from concurrent.futures import BrokenExecutor

        try:
            return self.future.result()
        except BrokenExecutor:
            return _lost()


def _lost() -> Problem:
    return Problem("run.worker-lost", "a process that was signing has been ended")


_HERE: list[Worker] = []
"""The worker of this process, where the process is one."""


def _start(recipe: Recipe) -> None:
    """Begin as a worker: deaf to Ctrl-C, which is the parent's to answer, and bound to its life."""
    import multiprocessing

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def end_with_parent() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True, name="testamur-parent").start()
    _HERE.append(Worker(recipe))


def _work(orders: Sequence[Order]) -> list[Done] | Problem:
    return _HERE[0].work(orders, parent=os.getppid())
