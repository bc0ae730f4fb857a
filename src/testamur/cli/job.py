"""`testamur job`: what an advert asks for, as a job profile to correct."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from testamur.cli.files import read_input, write_file
from testamur.cli.skills_link import linkers_of
from testamur.cli.skills_shelf import add_shelf_arguments
from testamur.cli.terminal import about, examples, plain

if TYPE_CHECKING:
    from testamur.talent.adverts import Asked
    from testamur.talent.profile import JobProfile

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Read what a job advert asks for: skills, whether each is required or only desirable, and its EQF
level, where the words say so. The profile is a proposal: look at it, correct it, then give it to
`testamur match`, `testamur gap` or the product.

FILE is a plain text; a schema.org JobPosting as JSON, inside a JSON-LD graph or in an HTML page; or
an HR Open position. Nothing leaves this machine.

Ends with 0; with 1 where no skill was found, and then writes nothing.
"""
_MOST_BYTES: Final = 2 * 1024 * 1024
_MOST_SKILLS: Final = 50


def add_arguments(parser: ArgumentParser) -> None:
    """What to read, and where the profile goes."""
    parser.description = _ABOUT
    parser.epilog = examples(
        "testamur job posting.json -o profile.json",
        "testamur job advert.txt --title 'Survey lead' --json",
        "testamur job advert.txt -o profile.json --title Welder",
    )
    parser.add_argument("file", metavar="FILE", help="an advert or a posting, or -")
    parser.add_argument("-o", "--out", metavar="PROFILE.json", type=Path, help="write it here")
    parser.add_argument("--title", help="what the job is called; that of the posting")
    parser.add_argument("--json", action="store_true", help="print the profile as JSON")
    add_shelf_arguments(parser)


def run(arguments: Namespace) -> int:
    """Read and tell; 0, or 1 where no skill was found."""
    from testamur.talent.adverts import profile_asked
    from testamur.talent.postings import read_job_posting

    with about(arguments.file):
        posting = read_job_posting(read_input(arguments.file, limit=_MOST_BYTES))
    asked = _asked(posting.text, arguments)
    profile = profile_asked(arguments.title or posting.title, asked)
    is_found = bool(profile.goal.needs)
    if arguments.out and is_found:
        text = json.dumps(profile.as_json(), ensure_ascii=False, indent=1)
        write_file(arguments.out, text.encode())
    if arguments.json:
        print(json.dumps(_json_of(profile, asked), ensure_ascii=False))
    else:
        print("\n".join(_told(profile, asked)))
    return 0 if is_found else 1


def _asked(text: str, arguments: Namespace) -> list[Asked]:
    """What is found by its words and by its address, the likeliest first, each once."""
    from testamur.skills.linking import Linked
    from testamur.talent.adverts import addresses_in, asked_in

    found: dict[str, Linked] = {}
    named = dict(addresses_in(text))
    for framework, linker in linkers_of(arguments):
        for skill in framework.skills:
            if span := named.get(skill.id):
                found[skill.id] = Linked(skill.id, skill.label, 1.0, span, skill.id)
        for one in linker.read(text, top=_MOST_SKILLS):
            found.setdefault(one.uri, one)
    likely = sorted(found.values(), key=lambda one: (-one.score, one.span))
    return list(asked_in(text, likely[:_MOST_SKILLS]))


def _json_of(profile: JobProfile, asked: list[Asked]) -> dict[str, Any]:
    rows = [
        {
            "skill": one.linked.uri,
            "name": one.linked.label,
            "score": one.linked.score,
            "words": one.linked.words,
            "required": one.is_required,
            "level": one.level,
            "because": list(one.because),
            "kept": one.proposed is not None,
        }
        for one in asked
    ]
    return {"profile": profile.as_json(), "found": rows}


def _told(profile: JobProfile, asked: list[Asked]) -> Iterator[str]:
    yield f"{plain(profile.goal.label or 'The job')} asks for {len(profile.goal.needs)} skills"
    for one in asked:
        if one.proposed is None:
            continue
        weight = "required " if one.proposed else "desirable"
        level = f", EQF level {one.level}" if one.level else ""
        because = f"  ({plain(', '.join(one.because))})" if one.because else ""
        yield f"  {weight}  {one.linked.score:>4.0%}  {plain(one.linked.label)}{level}"
        yield f"                   <- {plain(one.linked.words)}{because}"
