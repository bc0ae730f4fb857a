"""Reading published lists of skills: one door for every kind, which it recognises by itself.

    intake = read_framework(Path("ESCO dataset - v1.2.0 - classification - en - csv.zip"))
    intake.framework.skills, intake.omissions

Kinds: `esco`, `onet`, `case`, `rsd` (Rich Skill Descriptors) and `csv` (a table of one's own). What
cannot be read raises `Refused` with one problem that names the file and the line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from testamur.errors import Refused
from testamur.skills.framework import Framework
from testamur.skills.readers.case import is_case, read_case
from testamur.skills.readers.crosswalks import read_crosswalk
from testamur.skills.readers.esco import is_esco, read_esco
from testamur.skills.readers.files import SourceFile, find_files, newest
from testamur.skills.readers.intake import Asked, CrosswalkIntake, Intake, Notes, Omission
from testamur.skills.readers.onet import is_onet, read_onet
from testamur.skills.readers.plain import is_plain, read_plain
from testamur.skills.readers.rsd import is_rsd, read_rsd

__all__ = [
    "KINDS",
    "Asked",
    "CrosswalkIntake",
    "Intake",
    "Omission",
    "lists_at",
    "read_crosswalk",
    "read_framework",
]

_Reader = Callable[[Sequence[SourceFile], Asked, Notes], Framework]
_Recogniser = Callable[[Sequence[SourceFile]], bool]

_READERS: Final[Mapping[str, tuple[_Recogniser, _Reader]]] = {
    "esco": (is_esco, read_esco),
    "onet": (is_onet, read_onet),
    "case": (is_case, read_case),
    "rsd": (is_rsd, read_rsd),
    "csv": (is_plain, read_plain),
}

KINDS: Final = tuple(_READERS)
"""The kinds of lists that can be read, in the order in which they are recognised."""


def read_framework(
    path: Path | str,
    kind: str | None = None,
    *,
    asked: Asked | None = None,
    tell: Callable[[str], None] | None = None,
) -> Intake:
    """Read the list at `path`: a folder, a zip, or a file, plain or `.gz`.

    `kind` is one of `KINDS`, or None to recognise it; `asked` says what the files do not; `tell`
    hears the name of each file as it is opened. Raises `Refused` (`framework.*`, `file.*`).
    """
    files, older = newest(find_files(Path(path)))
    kind = kind or _recognised(path, files)
    notes = Notes(tell)
    framework = _READERS[kind][1](files, asked or Asked(), notes)
    if not framework.skills and not framework.occupations:
        raise Refused.because("framework.empty", f"{path} holds no skill")
    unused = [file.name for file in files if file.name not in notes.rows]
    return Intake(
        framework,
        kind=kind,
        rows=notes.rows,
        omissions=notes.omissions(),
        unused=tuple(unused + older),
        absent=tuple(notes.absent),
    )


def lists_at(path: Path | str, kind: str | None = None) -> list[Path]:
    """Where the lists at `path` lie, to be read one by one: several only for CASE packages."""
    folder = Path(path)
    if kind not in {None, "case"} or not folder.is_dir():
        return [folder]
    files, _ = newest(find_files(folder))
    if kind is None and _recognised(path, files) != "case":
        return [folder]
    packages = [folder / file.name for file in files if is_case([file])]
    return packages if len(packages) > 1 else [folder]


def _recognised(path: Path | str, files: Sequence[SourceFile]) -> str:
    for kind, (recognises, _) in _READERS.items():
        if recognises(files):
            return kind
    told = f"nothing in {path} is a list of skills of a known kind"
    raise Refused.because("framework.unrecognised", told)
