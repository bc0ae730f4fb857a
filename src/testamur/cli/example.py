"""`testamur example`: the whole round with an example, command by command, and a page to see it."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from testamur.cli.example_page import Card, page_of
from testamur.cli.files import make_folder, read_input, write_file
from testamur.cli.moments import now
from testamur.cli.resolving import resolver_beside
from testamur.cli.terminal import examples, paint
from testamur.credentials.award_toml import read_award
from testamur.credentials.document import Credential
from testamur.credentials.identifiers import subjects_of
from testamur.credentials.resolution import Offline
from testamur.errors import Refused
from testamur.interop.intake import examine

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Issue an example, verify it, revoke one credential and see it refused, and show it all in a page.

Every step is a command of this program, printed before it runs. Needs no network. Run again, it
goes on with what is in DIR.
"""
FOLDER: Final = Path("out/example")
_REVOKED: Final = 2
"""Which file of the list is revoked, and _ALTERED which is copied and altered."""
_ALTERED: Final = 0
_REASON: Final = "Awarded to the wrong person"


def add_arguments(parser: ArgumentParser) -> None:
    """Where it all goes."""
    parser.description = _ABOUT
    parser.epilog = examples("testamur example", "testamur example show/")
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", type=Path, default=FOLDER, help=f"({FOLDER})"
    )


def run(arguments: Namespace) -> int:
    """Go the round; 0 when everything came out as it must."""
    from testamur.cli import main

    folder: Path = arguments.folder
    make_folder(folder)
    award, people = _example("award.toml"), _example("people.csv")
    key = folder / "issuer.key"
    rounds = _Round(main)

    if not key.exists():
        rounds.step("Make a key", ["keys", "new", "-o", key])
    issue = ["issue", award, "--recipients", people, "--key", key, "-o", folder]
    issue += ["--format", "json,png,svg,jwt,bundle"]
    rounds.step("Award the example to everybody in the list", issue)

    issued = sorted(folder.glob("*-*.jwt"))
    revoked = issued[_REVOKED].with_suffix(".json")
    altered = _alter(issued[_ALTERED].with_suffix(".json"), folder / "altered")
    revoke = ["status", "revoke", revoked, "--reason", _REASON, "--key", key]
    rounds.step("Take one of them back", revoke)
    image = revoked.with_suffix(".png")
    rounds.step("A verifier is handed the image of that one", ["verify", image], expected=1)
    altered_words = ["verify", altered, "--offline", "--documents", folder / "site"]
    rounds.step("And one in which a name was changed", altered_words, expected=1)
    everything = ["verify", folder, "--only-invalid", "--offline"]
    rounds.step("All of them, leaving out what is valid", everything, expected=1)

    page = folder / "index.html"
    plan = read_award(read_input(award).decode("utf-8"))
    cards = list(_cards(issued))
    write_file(page, page_of(plan, cards, picture=issued[0].with_suffix(".svg").name).encode())
    print(paint(f"\n{page}", "strong"), "shows them all: open it in a browser.")
    print(
        f"Credentials, images, tokens and bundles are in {folder}/, what to publish in its site/."
    )
    return rounds.code


class _Round:
    """Commands run one after the other; `code` becomes 1 when one ends as it should not."""

    def __init__(self, main: Callable[[list[str]], int]) -> None:
        self._main, self.code = main, 0

    def step(self, title: str, words: Sequence[object], *, expected: int = 0) -> None:
        """Print the command, run it, and remember how it ended."""
        told = [str(word) for word in words]
        print(f"\n{paint(title, 'strong')}\n$ testamur {shlex.join(told)}")
        if self._main(told) != expected:
            self.code = 1


def _cards(issued: list[Path]) -> Iterator[Card]:
    """What the page says of each person, the verdict as a verifier without a network has it."""
    at = now()
    for token in issued:
        text = read_input(token.with_suffix(".json")).decode()
        document = Credential(text).document
        report = examine(text, resolver=resolver_beside(str(token), Offline()), at=at)
        subject = subjects_of(document)[0]
        names = [one["identityHash"] for one in subject.get("identifier", [])]
        results = [one.get("value", "") for one in subject.get("result", [])]
        yield Card(
            name=names[0] if names else str(subject.get("id", "")),
            grade=results[0] if results else "",
            day=str(document.get("validFrom", ""))[:10],
            file=token.stem,
            verdict=report.verdict,
            why=report.problems[0].detail if report.problems else "",
        )


def _alter(path: Path, folder: Path) -> Path:
    """A copy in which somebody wrote another name."""
    make_folder(folder)
    copy = folder / "another-name.json"
    text = read_input(path).decode("utf-8")
    name = subjects_of(Credential(text).document)[0]["identifier"][0]["identityHash"]
    write_file(copy, text.replace(name, "Mallory Forger").encode())
    return copy


def _example(name: str) -> Path:
    """A file of the examples: of the source tree, or as they are installed with the package."""
    package = Path(__file__).parents[1]
    for folder in (package.parents[1] / "examples", package / "examples"):
        if (folder / name).is_file():
            return folder / name
    raise Refused.because("file.missing", f"the example {name} is not installed")
