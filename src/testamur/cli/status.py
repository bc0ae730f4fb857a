"""`testamur status`: revoke, suspend and reinstate what was issued, and publish it."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from testamur.cli.actions import actions_of, add_action
from testamur.cli.keyfile import KeyFile, add_passphrase_argument, find_passphrase, open_key
from testamur.cli.lists import publish_issuer, publish_lists
from testamur.cli.moments import now, read_period
from testamur.cli.register import REGISTER_NAME, Award, Change, Register
from testamur.cli.site import SITE_NAME
from testamur.cli.sources import read_credential
from testamur.cli.terminal import about, examples, paint, plain, plural
from testamur.encoding import format_timestamp
from testamur.errors import Conflict, Refused
from testamur.keys import SigningKey

__all__ = ["add_arguments", "run"]

_ABOUT: Final = """\
Revoke, suspend and reinstate what was issued, and publish it.

Revoking is for good; suspending is until further notice, for awards that were issued with
`suspendable = true`. Each change is a row in the register beside the issued files, with its reason.
Others see it when the status list is signed and published again: at once with --key, or later with
`testamur status publish`.
"""
_EXAMPLES: Final = examples(
    'testamur status revoke out/ada-nowak-3f2a9c1e77d0.json --reason "Issued in error"',
    'testamur status suspend out/ada-nowak-3f2a9c1e77d0.json --reason "Review" --key issuer.key',
    "testamur status publish --register out/register.sqlite3 --key issuer.key",
    "testamur status show out/ada-nowak-3f2a9c1e77d0.json",
)
_ACTIONS: Final = {
    "revoke": ("revocation", 1, "revoked", "take credentials back for good"),
    "suspend": ("suspension", 1, "suspended", "take credentials back until further notice"),
    "reinstate": ("suspension", 0, "reinstated", "let suspended credentials hold again"),
}


def add_arguments(parser: ArgumentParser) -> None:
    """The actions and their options."""
    parser.description, parser.epilog = _ABOUT, _EXAMPLES
    actions = actions_of(parser)
    for name, (*_, summary) in _ACTIONS.items():
        _add_change(add_action(actions, name, summary), name)
    _add_publish(add_action(actions, "publish", "sign the status lists as they stand"))
    _add_show(add_action(actions, "show", "show what became of credentials"))


def run(arguments: Namespace) -> int:
    """Do what was asked; 0, or raise before anything is changed."""
    if arguments.action == "publish":
        return _publish(arguments)
    if arguments.action == "show":
        return _show(arguments)
    return _change(arguments)


def _add_targets(parser: ArgumentParser, *, count: str) -> None:
    parser.add_argument(
        "credential",
        metavar="FILE-or-ID",
        nargs=count,
        help="a credential as it was issued (JSON, token, image, bundle), or its id",
    )
    parser.add_argument(
        "--register",
        metavar="FILE",
        type=Path,
        help=f"the register; without it {REGISTER_NAME} beside the file",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object per credential")


def _add_key(parser: ArgumentParser, *, is_needed: bool) -> None:
    parser.add_argument(
        "--key",
        metavar="KEY",
        type=Path,
        required=is_needed,
        help="the issuer's key file" + ("" if is_needed else "; the lists are then signed at once"),
    )
    parser.add_argument(
        "--status-validity",
        metavar="PERIOD",
        default="30d",
        help="for how long a published list may be used (30d)",
    )
    add_passphrase_argument(parser)


def _add_change(parser: ArgumentParser, name: str) -> None:
    _add_targets(parser, count="+")
    parser.add_argument(
        "--reason", metavar="TEXT", required=name != "reinstate", default="", help="why"
    )
    _add_key(parser, is_needed=False)
    file = "out/ada-nowak-3f2a9c1e77d0.json"
    parser.epilog = examples(
        f'testamur status {name} {file} --reason "As the board decided"',
        f'testamur status {name} {file} --reason "As the board decided" --key issuer.key',
        f"testamur status {name} urn:uuid:7d3… --register out/register.sqlite3 --reason Error",
    )


def _add_publish(parser: ArgumentParser) -> None:
    parser.add_argument("--register", metavar="FILE", type=Path, required=True, help="the register")
    _add_key(parser, is_needed=True)
    parser.epilog = examples(
        "testamur status publish --register out/register.sqlite3 --key issuer.key",
        "testamur status publish --register out/register.sqlite3 --key issuer.key "
        "--status-validity 7d",
    )


def _add_show(parser: ArgumentParser) -> None:
    _add_targets(parser, count="*")
    parser.epilog = examples(
        "testamur status show out/ada-nowak-3f2a9c1e77d0.json",
        "testamur status show --register out/register.sqlite3",
        "testamur status show --register out/register.sqlite3 --json",
    )


@dataclass(frozen=True, slots=True)
class _Target:
    """One credential that was named, where it was found in its register."""

    named: str
    award: Award
    register: Register


def _change(arguments: Namespace) -> int:
    purpose, value, done, _ = _ACTIONS[arguments.action]
    at = now()
    signing = _Signing.of(arguments) if arguments.key else None
    with ExitStack() as opened:
        registers = _Registers(opened)
        targets = list(_targets(arguments, registers))
        for target in targets:  # all are checked before the first is changed
            with about(target.named):
                _check_can(target, purpose, value)
            if signing:
                signing.check(target.register)
        for target in targets:
            is_new = target.register.change(
                target.award.id, purpose=purpose, value=value, reason=arguments.reason, at=at
            )
            _tell_change(arguments, target, done if is_new else f"{done} already")
        if signing:
            for path, register in registers.opened.items():
                signing.publish(path, register, at, is_quiet=arguments.json)
        elif not arguments.json:
            print(paint("Not published yet:", "unsure"), "others see it after")
            for path in registers.opened:
                print(f"  testamur status publish --register {path} --key KEY")
    return 0


def _check_can(target: _Target, purpose: str, value: int) -> None:
    place = target.award.place
    if place is None or purpose not in place.purposes:
        told = f"it has no place in a list for {purpose}"
        raise Refused.because("status.not-stated", told)
    if not value and target.register.value_of(target.award.id, "revocation"):
        told = "it is revoked, and revocation is for good"
        raise Conflict.because("status.revocation-is-final", told)


def _tell_change(arguments: Namespace, target: _Target, done: str) -> None:
    if arguments.json:
        print(json.dumps({"id": target.award.id, "named": target.named, "state": done}))
    else:
        print(f"{done:<18} {plain(target.named)}")


def _publish(arguments: Namespace) -> int:
    signing = _Signing.of(arguments)
    with Register.open(arguments.register) as register:
        signing.check(register)
        signing.publish(arguments.register, register, now())
    return 0


@dataclass(frozen=True, slots=True)
class _Signing:
    """The issuer's key, and for how long the lists it signs may be used."""

    file: KeyFile
    key: SigningKey
    validity: timedelta

    @classmethod
    def of(cls, arguments: Namespace) -> _Signing:
        with about("--status-validity"):
            validity = read_period(arguments.status_validity)
        passphrase = find_passphrase(arguments.passphrase_file)
        return cls(*open_key(arguments.key, passphrase=passphrase), validity)

    def check(self, register: Register) -> None:
        """Refuse a key that is not the register's issuer's."""
        own = self.file.controller
        is_free = own is None and not register.issuer.startswith("did:key:")
        if register.issuer != self.file.issuer and not is_free:
            told = f"the lists are {register.issuer}'s, and the key signs for {self.file.issuer}"
            raise Refused.because("issuer.key-mismatch", told)

    def publish(
        self, path: Path, register: Register, at: datetime, *, is_quiet: bool = False
    ) -> None:
        site = path.parent / SITE_NAME
        publish_issuer(self.file, register.issuer, site, at=at)
        urls = publish_lists(register, site, signer=self.key, at=at, validity=self.validity)
        if is_quiet:
            return
        print(f"{plural(len(urls), 'status list')} signed; publish what is in {site}:")
        for url in urls:
            print(f"  {url}")


def _show(arguments: Namespace) -> int:
    with ExitStack() as opened:
        registers = _Registers(opened)
        if not arguments.credential:
            if arguments.register is None:
                told = "name a credential, or a register with --register"
                raise Refused.because("option.malformed", told)
            _show_register(arguments, registers.open(arguments.register))
        for target in _targets(arguments, registers):
            _show_target(arguments, target)
    return 0


def _show_register(arguments: Namespace, register: Register) -> None:
    if arguments.json:
        for change in register.changes():
            print(json.dumps(change.as_json(), ensure_ascii=False))
        return
    print(f"{register.path}: {plural(register.count(), 'award')} by {register.issuer}")
    for url, purposes in register.lists():
        for purpose in purposes:
            count = len(register.set_places(url, purpose))
            print(f"  {purpose}: {count:,} set in {url}")
    for change in register.changes():
        print(f"  {_sentence(change)} {change.award}")


def _show_target(arguments: Namespace, target: _Target) -> None:
    award, place = target.award, target.award.place
    changes = list(target.register.changes(award.id))
    if arguments.json:
        purposes = place.purposes if place else ()
        state = {one: bool(target.register.value_of(award.id, one)) for one in purposes}
        told = {
            "id": award.id,
            "issued": format_timestamp(award.created),
            "list": place and place.list_url,
            "index": place and place.index,
            "set": state,
            "changes": [change.as_json() for change in changes],
        }
        print(json.dumps(told, ensure_ascii=False))
        return
    print(f"{plain(target.named)}\n  {award.id}, issued {format_timestamp(award.created)}")
    print(f"  place {place.index} of {place.list_url}" if place else "  it states no status")
    for change in changes:
        print(f"  {_sentence(change)}")


def _sentence(change: Change) -> str:
    why = f" ({plain(change.reason)})" if change.reason else ""
    return f"{change.act} at {format_timestamp(change.at)}{why}"


@dataclass(slots=True)
class _Registers:
    """The registers that are open, each once."""

    stack: ExitStack
    opened: dict[Path, Register]

    def __init__(self, stack: ExitStack) -> None:
        self.stack, self.opened = stack, {}

    def open(self, path: Path) -> Register:
        if path not in self.opened:
            self.opened[path] = self.stack.enter_context(Register.open(path))
        return self.opened[path]


def _targets(arguments: Namespace, registers: _Registers) -> Iterator[_Target]:
    for named in arguments.credential:
        with about(named):
            is_id = named.startswith("urn:uuid:")
            if is_id and arguments.register is None:
                told = "an id alone does not say where it was issued: give --register"
                raise Refused.because("option.malformed", told)
            award_id = named if is_id else read_credential(named).id
            register = registers.open(arguments.register or Path(named).parent / REGISTER_NAME)
            found = register.known([award_id])
            if award_id not in found:
                told = f"{award_id or 'a credential without an id'} is not in {register.path}"
                raise Refused.because("register.unknown-credential", told)
            yield _Target(named, found[award_id], register)
