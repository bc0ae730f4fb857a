"""The register: each place once, in no order, a row per change, and nothing believed that is broken."""

from __future__ import annotations

import itertools
import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from testamur.cli.register import LIST_SIZE, Intent, Register
from testamur.credentials.status import shuffled_place
from testamur.errors import Refused
from tests.effort import examples

NOW = datetime(2026, 5, 1, tzinfo=UTC)
ISSUER = "did:web:uni.example"
BASE = "https://uni.example/status"


def intents(count: int, first: int = 0) -> list[Intent]:
    return [
        Intent(f"urn:uuid:{number}", {"grade": "A"}, f"file-{number}")
        for number in range(first, first + count)
    ]


def intend(register: Register, some: list[Intent], base: str | None = BASE):
    return register.intend(some, created=NOW, status_base=base, purposes=["revocation"])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.sqlite3"


def test_every_place_of_a_list_is_taken_once():
    """SL-007: an order that is a permutation of the whole list, and another for another key."""
    places = [shuffled_place(count, key=b"k" * 32, list_url="l") for count in range(LIST_SIZE)]
    assert sorted(places) == list(range(LIST_SIZE))
    other = [shuffled_place(count, key=b"o" * 32, list_url="l") for count in range(100)]
    assert other != places[:100]
    assert sum(abs(a - b) == 1 for a, b in itertools.pairwise(places)) < 20


def test_sl_008_a_full_list_is_followed_by_another(path):
    """SL-008: the boundary is crossed in the middle of a chunk, without a collision."""
    with Register.open(path, issuer=ISSUER) as register:
        intend(register, intents(1))
        with sqlite3.connect(path) as rows:
            rows.execute("UPDATE list SET taken = ?", (LIST_SIZE - 2,))
        rows.close()
        made = intend(register, intents(5, first=1))
    urls = [award.place.list_url for award in made if award.place]
    assert urls == [urls[0]] * 2 + [urls[4]] * 3
    assert urls[0].startswith(f"{BASE}/")
    assert urls[0].removesuffix("-1.json") == urls[4].removesuffix("-2.json")
    assert len({(a.place.list_url, a.place.index) for a in made if a.place}) == 5


def test_an_award_is_known_again(path):
    with Register.open(path, issuer=ISSUER) as register:
        (made,) = intend(register, intents(1))
        assert register.known([made.id, "urn:uuid:none"]) == {made.id: made}
        register.mark_issued([(made.id, {"json": "ab"})])
        known = register.known([made.id])[made.id]
        assert (known.is_issued, known.files, register.count()) == (True, {"json": "ab"}, 1)


def test_an_award_without_a_list_has_no_place(path):
    with Register.open(path, issuer=ISSUER) as register:
        (made,) = intend(register, intents(1), base=None)
        assert made.place is None
        assert register.lists() == []


def test_half_a_chunk_is_never_written(path):
    """Unique names: the second of two equal intents takes the first with it."""
    with Register.open(path, issuer=ISSUER) as register:
        twice = [Intent("urn:uuid:1", {}, "same"), Intent("urn:uuid:2", {}, "same")]
        with pytest.raises(sqlite3.IntegrityError):
            intend(register, twice)
        assert register.known(["urn:uuid:1"]) == {}


def test_changes_are_kept_and_made_once(path):
    """SL-010: twice the same is once; the history stays."""
    with Register.open(path, issuer=ISSUER) as register:
        (made,) = intend(register, intents(1))

        def change(value: int) -> bool:
            return register.change(made.id, purpose="suspension", value=value, reason="r", at=NOW)

        assert [change(value) for value in (0, 1, 1, 0, 0, 1)] == [
            False,
            True,
            False,
            True,
            False,
            True,
        ]
        assert [one.act for one in register.changes(made.id)] == [
            "suspended",
            "reinstated",
            "suspended",
        ]
        ((url, _),) = register.lists()
        assert register.set_places(url, "suspension") == [made.place.index]
        assert register.set_places(url, "revocation") == []


def test_revocations_made_at_once_are_all_kept(path):
    """SL-006: eight threads, each its own connection."""
    count = examples(80, 400)
    with Register.open(path, issuer=ISSUER) as register:
        intend(register, intents(count))

    def revoke(part: int) -> None:
        with Register.open(path) as register:
            for number in range(part, count, 8):
                register.change(
                    f"urn:uuid:{number}", purpose="revocation", value=1, reason="", at=NOW
                )

    threads = [threading.Thread(target=revoke, args=(part,)) for part in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Register.open(path) as register:
        ((url, _),) = register.lists()
        assert len(register.set_places(url, "revocation")) == count


def test_two_registers_never_publish_at_one_address(tmp_path):
    """Two folders of awards may state the same `status`; their lists must not be mistaken."""
    urls = set()
    for name in ("one", "two"):
        with Register.open(tmp_path / name, issuer=ISSUER) as register:
            intend(register, intents(1))
            urls.update(url for url, _ in register.lists())
    assert len(urls) == 2


def test_a_register_is_one_issuers(path):
    with Register.open(path, issuer=ISSUER) as register:
        assert register.issuer == ISSUER
    with pytest.raises(Refused) as refused, Register.open(path, issuer="did:web:chen.example"):
        pass
    assert refused.value.problem.code == "register.other-issuer"


@pytest.mark.parametrize(
    "content", [b"not a database, but long enough to be read as one" * 20, b""]
)
def test_what_is_no_register_is_refused(path, content):
    path.write_bytes(content)
    with pytest.raises(Refused) as refused, Register.open(path):
        pass
    assert refused.value.problem.code == "register.unreadable"


def test_a_register_of_a_later_version_is_refused(path):
    with Register.open(path, issuer=ISSUER):
        pass
    with sqlite3.connect(path) as rows:
        rows.execute("PRAGMA user_version = 99")
    rows.close()
    with pytest.raises(Refused) as refused, Register.open(path, issuer=ISSUER):
        pass
    assert refused.value.problem.code == "register.unreadable"


def test_a_register_that_is_not_there_is_missing(path):
    with pytest.raises(Refused) as refused, Register.open(path):
        pass
    assert refused.value.problem.code == "file.missing"
    assert not path.exists()
