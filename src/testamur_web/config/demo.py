"""`testamur demo`: the product with people, achievements and credentials in it, ready to click."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from testamur.errors import Refused
from testamur_web.config import serve as serving
from testamur_web.config.starting import start

__all__ = ["add_arguments", "run"]

DATA_DIR: Final = Path("var") / "demo"
PORT: Final = 8000
_ADDRESS_FILE: Final = "address"
_EXAMPLES: Final = """\
examples:
  testamur demo                               http://127.0.0.1:8000, in var/demo
  testamur demo --port 8080 --data-dir show/  another port, another folder
"""
_ABOUT: Final = """\
Serve the product with a believable demonstration in it.

Everything is really signed, by keys made for this folder. Run again, it goes on where it was;
remove the folder to begin anew.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Say what this verb takes."""
    parser.description = _ABOUT
    parser.epilog = _EXAMPLES
    parser.add_argument("--port", type=int, default=PORT, help=f"the port to listen on ({PORT})")
    parser.add_argument("--data-dir", type=Path, default=DATA_DIR, help=f"its folder ({DATA_DIR})")
    parser.add_argument("--only-seed", action="store_true", help="fill the folder, and end")


def run(arguments: Namespace) -> int:
    """Seed an empty folder and serve it until Ctrl-C; raises `Refused`."""
    options = Namespace(
        host="127.0.0.1",
        port=arguments.port,
        workers=1,
        threads=4,
        data_dir=arguments.data_dir,
        tls_certificate=None,
        tls_key=None,
    )
    serving.check(options)
    url = _keep_address(arguments.data_dir, f"http://127.0.0.1:{arguments.port}")
    os.environ["TESTAMUR_URL"] = url
    os.environ.setdefault("TESTAMUR_LOG_LEVEL", "WARNING")
    start(arguments, migrate=True)

    from testamur_web.config.demonstration import seed

    seed()
    if arguments.only_seed:
        return 0
    worker = get_context("spawn").Process(
        target=_work, args=(arguments, os.getpid()), daemon=True, name="testamur worker"
    )
    worker.start()
    serving.serve(options, when_ready=lambda: _tell(url))
    return 0


def _keep_address(folder: Path, url: str) -> str:
    """What is signed names the address of its status list, so a folder keeps the one it has."""
    kept = folder / _ADDRESS_FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not kept.exists():
            kept.write_text(url, encoding="utf-8")
        first = kept.read_text(encoding="utf-8")
    except OSError as error:
        raise Refused.because("file.unreadable", f"{error.filename}: {error.strerror}") from None
    if first != url:
        told = f"{folder} was made for {first}: use that port, or another --data-dir"
        raise Refused.because("option.malformed", told)
    return url


def _work(arguments: Namespace, parent: int) -> None:
    from testamur_web.ops.processes import end_with

    end_with(parent)
    start(arguments)

    from testamur_web.config.worker import work

    work()


def _tell(url: str) -> None:
    from testamur_web.config.demonstration.cast import CAST, PASSWORD

    print(f"\nTestamur is ready: {url}\n")
    width = max(len(part.username) for part in CAST)
    print(f"Sign in as one of these, each with the password: {PASSWORD}\n")
    for part in CAST:
        print(f"  {part.username:<{width}}  {part.role:<46} {url}{part.begins_at}")
    print(f"\nNo account is needed for  {url}/catalogue/  and  {url}/verify/\n", flush=True)
