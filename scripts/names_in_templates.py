"""Writes the names that templates use as a Python file, so that vulture counts them as used."""

from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path
from typing import Final

SOURCES: Final = Path(__file__).resolve().parent.parent / "src"
_TAG: Final = re.compile(r"{[{%](.*?)[%}]}", re.DOTALL)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def main(words: list[str]) -> int:
    """Write to the file that is named."""
    [path] = words
    names = {
        name
        for template in SOURCES.rglob("templates/**/*")
        if template.is_file()
        for tag in _TAG.findall(template.read_text(encoding="utf-8"))
        for name in _NAME.findall(tag)
        if not keyword.iskeyword(name)
    }
    lines = [f"template.{name}" for name in sorted(names)]
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text("\n".join(["template = object()", *lines, ""]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
