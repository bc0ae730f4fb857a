"""What a verifier accepts, as options of the command line and as the library's policy."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from testamur.cli.files import read_input
from testamur.cli.moments import read_period
from testamur.cli.terminal import about
from testamur.credentials.verify import Policy
from testamur.errors import Refused

__all__ = ["add_policy_arguments", "policy_of", "read_trust"]


def add_policy_arguments(parser: ArgumentParser) -> None:
    """The options that say what is accepted, and whom the verifier knows."""
    parser.add_argument(
        "--accept",
        action="append",
        choices=("fragment-keys", "handed-over", "inline-contexts"),
        default=[],
        help="accept what strict rules leave open: keys that only the credential itself names (as "
        "the 1EdTech validator does); documents that came along, in a bundle or beside the file; "
        "contexts written into the document",
    )
    parser.add_argument(
        "--trust",
        metavar="FILE.toml",
        type=Path,
        help='issuers you know, and why: [trusted] "did:web:uni.example" = "our register"; and '
        'their keys: [keys] "did:web:uni.example" = ["z6Mk…"]',
    )
    parser.add_argument(
        "--max-status-age", metavar="PERIOD", help="how old a status may be, such as 12h or 7d"
    )


def policy_of(arguments: Namespace) -> Policy:
    """The policy that was asked for; it can be pickled. Raises `Refused` (`option.malformed`)."""
    with about("--max-status-age"):
        age = arguments.max_status_age and read_period(arguments.max_status_age)
    trusted, known_keys = read_trust(arguments.trust) if arguments.trust else ({}, {})
    return Policy(
        fragment_keys="fragment-keys" in arguments.accept,
        handed_over="handed-over" in arguments.accept,
        inline_contexts="inline-contexts" in arguments.accept,
        known_keys=known_keys,
        max_status_age=age or None,
        trusted=trusted,
    )


def read_trust(path: Path) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Issuer to who vouches for it, and to its keys: the tables `[trusted]` and `[keys]`."""
    import tomllib

    with about(path):
        try:
            file = tomllib.loads(read_input(path).decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise Refused.because("option.malformed", f"the list is not TOML: {error}") from None
        trusted, keys = file.get("trusted", {}), file.get("keys", {})
        if not (trusted or keys) or file.keys() - {"trusted", "keys"}:
            told = "the tables of the list are [trusted] and [keys]"
        elif not _holds(trusted, str):
            told = "[trusted] names issuers, each with words that say who vouches for it"
        elif not _holds(keys, list) or not all(
            isinstance(k, str) for ks in keys.values() for k in ks
        ):
            told = "[keys] names issuers, each with a list of keys (multikeys or JWK thumbprints)"
        else:
            return trusted, keys
        raise Refused.because("option.malformed", told)


def _holds(table: object, kind: type) -> bool:
    return isinstance(table, dict) and all(isinstance(value, kind) for value in table.values())
