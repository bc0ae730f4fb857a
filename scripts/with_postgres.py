"""Run a command with a PostgreSQL of its own: `scripts/with_postgres.py COMMAND …`.

A cluster is made in a temporary folder, reached by a socket in that folder alone, and removed
when the command ends. DATABASE_URL names it. What POSTGRES_SETTINGS says ("work_mem=64MB jit=off")
is set in place of what a test needs to be quick. PostgreSQL refuses to run as root, so root hands
it to the system's `postgres` user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

USER: Final = "postgres"
# Lost with a power cut, which a test does not need to survive; and no query of a test is so long
# that compiling it pays.
QUICK: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "jit=off")


def main(words: Sequence[str]) -> int:
    """The exit code of the command."""
    if not words:
        sys.exit("usage: with_postgres.py COMMAND ...")
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="testamur-pg-"))
    is_root = os.geteuid() == 0
    if is_root:
        account = pwd.getpwnam(USER)
        os.chown(folder, account.pw_uid, account.pw_gid)

    def run(program: str, *options: str) -> None:
        handed = ["runuser", "-u", USER, "--"] if is_root else []
        subprocess.run(  # noqa: S603 -- PostgreSQL's own programs
            [*handed, str(programs / program), *options],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )

    data = str(folder / "data")
    stated = os.environ.get("POSTGRES_SETTINGS", "").split() or QUICK
    settings = [f"-c {setting}" for setting in (*stated, "listen_addresses=", "max_connections=60")]
    try:
        run("initdb", "-D", data, "-A", "trust", "-U", USER, "-E", "UTF8", "--no-sync")
        started = " ".join([f"-k {folder}", *settings])
        run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", started, "start")
        try:
            url = f"postgres://{USER}@{str(folder).replace('/', '%2F')}/postgres"
            return subprocess.run(  # noqa: S603 -- the command this was asked to run
                list(words), check=False, env=os.environ | {"DATABASE_URL": url}
            ).returncode
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        sys.exit("PostgreSQL is missing; install it with: sudo apt-get install -y postgresql")
    return Path(on_path).parent


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
