"""The command line: `testamur VERB …`, one module per verb, loaded when that verb is asked for.

A verb is a module with `add_arguments(parser)` and `run(arguments) -> int`. Those of this package
stand in `VERBS`, so that `--help` imports none; others register in the entry-point group
`testamur.verbs` (`name = "module"`), which is looked at for unknown verbs and for `--help` alone.
Where such a module has `checks_of_instance()`, names to checks, `testamur doctor` makes them too.

Rules kept here:

- exit codes: 0 done and valid, 1 invalid or refused in part, 2 wrong usage or refused input,
  3 undetermined, 130 stopped by Ctrl-C;
- what goes wrong is one line on standard error: the sentence, where, the code, what to do;
- the clock, randomness, the environment and the terminal are read in this package and nowhere else.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import argparse

__all__ = ["VERBS", "main", "parser_of"]

DONE: Final = 0
INVALID: Final = 1
REFUSED: Final = 2
UNDETERMINED: Final = 3
STOPPED: Final = 130
"""128 and the number of the signal, as shells count."""

VERBS: Final[Mapping[str, tuple[str, str]]] = {
    "keys": ("testamur.cli.keys", "make, show and rotate the keys you sign with"),
    "issue": ("testamur.cli.issue", "award an achievement to everybody in a list"),
    "verify": ("testamur.cli.verify", "say whether credentials hold: file, image, token or URL"),
    "receipt": ("testamur.cli.receipt", "say whether the receipt of a verification is genuine"),
    "inspect": ("testamur.cli.inspect", "show what is in a file, without judging it"),
    "status": ("testamur.cli.status", "revoke, suspend, reinstate, and publish it"),
    "bake": ("testamur.cli.bake", "put a credential into a PNG or SVG image"),
    "unbake": ("testamur.cli.unbake", "take the credential out of an image"),
    "bundle": ("testamur.cli.bundle", "make one file that verifies without a network"),
    "present": ("testamur.cli.present", "hand credentials to a verifier, signed by their holder"),
    "derive": ("testamur.cli.derive", "show some parts of a credential and keep the rest"),
    "skills": ("testamur.cli.skills", "import lists of skills and occupations, and search them"),
    "stack": ("testamur.cli.stack", "count credentials toward a rule, and say what is left"),
    "confidence": ("testamur.cli.confidence", "say how sure credentials make one of each skill"),
    "gap": ("testamur.cli.gap", "say what is missing for a goal, skill by skill"),
    "roles": ("testamur.cli.roles", "compare kinds of work: what transfers, and what is near"),
    "plan": ("testamur.cli.plan", "say what to take to close a gap, proven the best"),
    "job": (
        "testamur.cli.job",
        "read an advert as a job profile: skills, levels, what is required",
    ),
    "match": ("testamur.cli.match", "say how people stand to a job, skill by skill, in points"),
    "fairness": ("testamur.cli.fairness", "say whether groups of people fare alike"),
    "market": ("testamur.cli.market", "load postings, and say what work asks for"),
    "bulk": ("testamur.cli.bulk", "sign millions of awards from one file, here or on Spark"),
    "quality": ("testamur.cli.quality", "score how well an achievement is defined"),
    "doctor": ("testamur.cli.doctor", "check this installation"),
    "example": ("testamur.cli.example", "issue, verify and revoke an example, and show it"),
}
"""Verb to its module and one line on what it does."""

_OTHER_VERBS: Final = "testamur.verbs"
_OPENING: Final = """\
usage: testamur VERB [OPTIONS]

Micro-credentials: issue, verify, revoke and bake Open Badges 3.0.
"""
_CLOSING: Final = """
`testamur VERB --help` tells more, with examples. A first round:

  testamur keys new -o issuer.key
  testamur issue examples/award.toml --recipients examples/people.csv --key issuer.key -o out/
  testamur verify out/
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    verb = words[0] if words else ""
    with suppress(AttributeError):
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = _run(words)
        sys.stdout.flush()
    except BaseException as ending:  # noqa: BLE001 -- every way to end has its code and its word
        return _code_of(ending, verb)
    return code


def parser_of(verb: str, module: Any) -> argparse.ArgumentParser:
    """The parser of one verb, filled by its module."""
    import argparse

    parser = argparse.ArgumentParser(
        prog=f"testamur {verb}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.add_arguments(parser)
    return parser


def _run(words: Sequence[str]) -> int:
    if not words or words[0] in {"-h", "--help", "help"}:
        print(_overview())
        return DONE if words else REFUSED
    verb = words[0]
    if verb in {"-V", "--version", "version"}:
        from testamur import __version__

        print(f"testamur {__version__}")
        return DONE
    module = _module_of(verb)
    if module is None:
        return _unknown(verb)
    code: int = module.run(parser_of(verb, module).parse_args(words[1:]))
    return code


def _module_of(verb: str) -> Any:
    if verb in VERBS:
        return import_module(VERBS[verb][0])
    from importlib.metadata import entry_points

    for entry in entry_points(group=_OTHER_VERBS):
        if entry.name == verb:
            return entry.load()
    return None


def _other_verbs() -> list[str]:
    from importlib.metadata import entry_points

    return sorted(entry.name for entry in entry_points(group=_OTHER_VERBS))


def _overview() -> str:
    others = _other_verbs()
    width = max(map(len, [*VERBS, *others]))
    lines = [f"  {verb:<{width}}  {summary}" for verb, (_, summary) in VERBS.items()]
    lines += [f"  {verb:<{width}}  see `testamur {verb} --help`" for verb in others]
    return "\n".join([_OPENING, *lines, _CLOSING.rstrip()])


def _unknown(verb: str) -> int:
    from difflib import get_close_matches

    from testamur.cli.terminal import wrapped

    close = get_close_matches(verb, [*VERBS, *_other_verbs()], n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    told = f"testamur: there is no verb {verb!r:.60}{hint} `testamur --help` lists them."
    print(wrapped(told, stream=sys.stderr), file=sys.stderr)
    return REFUSED


def _code_of(ending: BaseException, verb: str) -> int:
    """The exit code of a command that ended by an exception, after saying why."""
    from testamur.cli.terminal import plain, tell_error
    from testamur.errors import NotVerified, TestamurError, Unreachable

    match ending:
        case SystemExit():  # argparse has said why
            code = ending.code if isinstance(ending.code, int) else REFUSED
        case KeyboardInterrupt():
            told = "Stopped. Nothing is lost: run the same command again and it goes on from here."
            print(f"\n{told}", file=sys.stderr)
            code = STOPPED
        case BrokenPipeError():  # whoever read our output has seen enough
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = DONE
        case TestamurError():
            tell_error(ending, verb=verb)
            code = INVALID if isinstance(ending, NotVerified) else REFUSED
            code = UNDETERMINED if isinstance(ending, Unreachable) else code
        case OSError():
            from testamur.cli.files import refused_by_system

            tell_error(refused_by_system(ending), verb=verb)
            code = REFUSED
        case _:
            if os.environ.get("TESTAMUR_TRACEBACK"):
                raise ending
            told = (
                f"testamur {verb}: a fault of Testamur itself, {type(ending).__name__}: {ending}."
            )
            told = f"{told} TESTAMUR_TRACEBACK=1 shows where; please report it."
            print(plain(told), file=sys.stderr)
            code = REFUSED
    return code
