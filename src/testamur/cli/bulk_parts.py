"""Parts of a bulk job: Parquet in, Parquet out, worked on here or on Spark, each row kept once.

1. a folder beside the output takes what is written; a lock on it tells a second run of the first;
2. parts are worked on here in turn, or on executors: a part whose executor dies is worked on again,
   and Spark keeps one try of each;
3. rows are counted before and after: where some are missing or twice, nothing is kept;
4. the folder is brought to the disk and gets its name, so that half a job is never taken for one.

What travels to executors is a function of this package and what it was given, both to be read.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from testamur.cli.files import bring_to_disk, make_folder, refused_by_system
from testamur.cli.terminal import plain
from testamur.errors import Refused, TestamurError
from testamur.market.engines import spark_of
from testamur.market.extra import extra
from testamur.problems import Problem

__all__ = [
    "ENGINES",
    "PART",
    "Batches",
    "Work",
    "check_count",
    "made_whole",
    "parquet_in",
    "work_here",
    "work_on_spark",
]

ENGINES: Final = ("local", "spark")

Work = Callable[[Iterator[Any]], Iterator[Any]]
"""Record batches in, record batches out; it can be pickled, and holds nothing that is secret."""

PART: Final = 20_000
"""Rows that an executor is given at a time: seconds of work, all that is lost when it dies."""

_ROWS_A_FILE: Final = 200_000
_TOLD: Final = re.compile(r'testamur-problem (\{"code".*\})')


@dataclass(frozen=True, slots=True)
class Batches:
    """Rows of Parquet files, which all have the columns of the first."""

    files: Sequence[Path]
    columns: tuple[str, ...]
    schema: Any

    def read(self, size: int) -> Iterator[Any]:
        """Every row, at most `size` at a time; one empty batch where there is none."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        empty = pa.RecordBatch.from_pylist([], schema=self.schema)
        is_empty = True
        for path in self.files:
            try:
                with pq.ParquetFile(path) as file:
                    for batch in file.iter_batches(size, columns=list(self.columns)):
                        is_empty = False
                        yield batch.select(self.columns).cast(self.schema)
            except (KeyError, ValueError) as error:
                raise _unreadable(path, error) from None
        if is_empty:
            yield empty

    @property
    def count(self) -> int:
        """How many rows there are."""
        return _rows_in(self.files)


def parquet_in(place: Path, *, columns: Sequence[str] = ()) -> Batches:
    """The Parquet at `place`, a file or a folder of them; raises `Refused` (`file.*`).

    `columns` are those that count, as far as they are there; all where none are named.
    """
    with extra():
        import pyarrow as pa
        import pyarrow.parquet as pq
    found = sorted(place.rglob("*.parquet")) if place.is_dir() else [place]
    if not found or not found[0].is_file():
        raise Refused.because("file.missing", f"there is no Parquet at {place}")
    try:
        schema = pq.read_schema(found[0])
    except (OSError, ValueError) as error:
        raise _unreadable(found[0], error) from None
    names = tuple(name for name in schema.names if not columns or name in columns)
    return Batches(found, names, pa.schema([schema.field(name) for name in names]))


@contextmanager
def made_whole(output: Path) -> Iterator[Path]:
    """A folder to fill that is called `output` once it is left without an error.

    Raises `Refused` (`file.exists`) where `output` is there, or is being made by another run.
    """
    if output.exists():
        raise Refused.because("file.exists", f"{output} is there already")
    waiting = output.with_name(f".{output.name}.part")
    make_folder(waiting)
    handle = os.open(waiting, os.O_RDONLY)
    try:
        _hold(handle, waiting, output)
        try:
            _empty(waiting)
            yield waiting
            _finish(waiting, output)
        finally:
            shutil.rmtree(waiting, ignore_errors=True)
    finally:
        os.close(handle)


def _hold(handle: int, waiting: Path, output: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_held = os.path.samestat(os.fstat(handle), waiting.stat())
    except (BlockingIOError, FileNotFoundError):
        is_held = False
    if not is_held:
        raise Refused.because("file.exists", f"another run is writing {output}")


def _empty(folder: Path) -> None:
    """Take away what a run left that was killed."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _finish(waiting: Path, output: Path) -> None:
    try:
        for path in waiting.rglob("*"):
            bring_to_disk(path)
        bring_to_disk(waiting)
        if output.exists():
            raise Refused.because("file.exists", f"{output} has been made meanwhile")
        waiting.rename(output)
        bring_to_disk(output.parent)
    except OSError as error:
        raise refused_by_system(error) from None


def work_here(work: Work, batches: Iterable[Any], folder: Path) -> None:
    """Work on every batch in this process, in turn."""
    import pyarrow.parquet as pq

    writer, held, number = None, 0, 0
    try:
        for batch in work(iter(batches)):
            if writer is None:
                path = folder / f"part-{number:05d}.parquet"
                writer = pq.ParquetWriter(path, batch.schema, compression="zstd")
            writer.write_batch(batch)
            held += len(batch)
            if held >= _ROWS_A_FILE:
                writer.close()
                writer, held, number = None, 0, number + 1
    finally:
        if writer is not None:
            writer.close()


def work_on_spark(work: Work, batches: Batches, folder: Path, *, schema: Any) -> None:
    """Work on the batches on executors of the Spark that TESTAMUR_ANALYTICS_URL names.

    `schema` is that of what comes out. Raises `Refused` with what was refused on an executor, else
    `run.worker-lost`.
    """
    made = folder.resolve() / "spark"  # a Spark that ran before works in a folder of its own
    files = [str(path.resolve()) for path in batches.files]
    with spark_of(os.environ.get("TESTAMUR_ANALYTICS_URL") or "local[*]") as session:
        try:
            parts = max(len(batches.files), batches.count // PART)
            session.conf.set("spark.sql.files.minPartitionNum", str(parts))
            frame = session.read.parquet(*files).select(*batches.columns)
            _write(frame, work, schema, made)
        except Exception as error:  # noqa: BLE001 -- Spark and Py4J have no common root
            raise _lost(error) from None
    for number, path in enumerate(sorted(made.glob("part-*.parquet"))):
        path.rename(folder / f"part-{number:05d}.parquet")
    shutil.rmtree(made)


def _write(frame: Any, work: Work, schema: Any, made: Path) -> None:
    from pyspark.sql.pandas.types import from_arrow_schema

    def remotely(batches: Iterator[Any]) -> Iterator[Any]:
        return relayed(work, batches)

    # A part is kept by one rename of the driver's, whatever became of other tries of it.
    how = {"compression": "zstd", "mapreduce.fileoutputcommitter.algorithm.version": "1"}
    mapped = frame.mapInArrow(remotely, from_arrow_schema(schema))
    mapped.write.options(**how).parquet(str(made))


def relayed(work: Work, batches: Iterator[Any]) -> Iterator[Any]:
    """What `work` makes of `batches`; its problem goes to the driver as a line of a traceback."""
    try:
        yield from work(batches)
    except TestamurError as error:
        raise RuntimeError(f"testamur-problem {json.dumps(error.problem.as_json())}") from None


def _lost(error: Exception) -> Refused:
    text = str(error)
    if found := _TOLD.search(text):
        return Refused(Problem(**json.loads(found[1])))
    first = text.strip().splitlines()[0] if text.strip() else type(error).__name__
    return Refused.because("run.worker-lost", f"Spark gave up: {plain(first)[:300]}")


def _rows_in(files: Iterable[Path]) -> int:
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(path).num_rows for path in files)


def check_count(folder: Path, expected: int) -> None:
    """Raise `Refused` (`run.worker-lost`) unless the parts in `folder` have that many rows."""
    found = _rows_in(folder.glob("part-*.parquet"))
    if found != expected:
        told = f"{found:,} rows were written of {expected:,}: nothing is kept"
        raise Refused.because("run.worker-lost", told)


def _unreadable(path: Path, error: Exception) -> Refused:
    return Refused.because("file.unreadable", f"{path.name}: {plain(str(error))}"[:200])
