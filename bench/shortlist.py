"""A shortlist of 1,000 credentials in a ZIP beside bare signatures: `python -m bench shortlist`.

The library takes the archive apart and judges each in full: proof, issuer, dates, status, level and
freshness. The product takes it in, judges it as a worker does, in an embedded database of its own,
and writes every row. What decides is CPU time of one process: the clock of a machine that does
other things as well says nothing, so the load stands beside it.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import nacl.bindings as sodium

from bench.cast import KEY, texts, values
from testamur import Offline, sign
from testamur.credentials.resolution import Fetched
from testamur.interop.many import pieces_in
from testamur.interop.standing import look_at
from tests.sample_credential import ISSUED

__all__ = ["measure_shortlist"]

MANY: Final = 1_000
MINUTE: Final = 60.0
_LIST: Final = "https://uni.example/status/1"


def measure_shortlist() -> None:
    """Measure, print and write `bench/results/shortlist.json`."""
    archive, limit = _archive(), _limit()
    figures = {
        "measured": datetime.now(UTC).date().isoformat(),
        "credentials": MANY,
        "bytes": len(archive),
        "load": os.getloadavg()[0],
        "limit_us": limit,
        **_told("library", *_library(archive), limit=limit),
        **_told("product", *_product(archive), limit=limit),
    }
    path = Path(__file__).resolve().parent / "results" / "shortlist.json"
    path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")


def _told(name: str, cpu: float, wall: float, *, limit: float) -> dict[str, Any]:
    """CPU per credential, how many bare verifications that is, and all of them together."""
    return {
        f"{name}_us": cpu / MANY * 1e6,
        f"{name}_times_limit": cpu / MANY * 1e6 / limit,
        f"{name}_cpu_seconds": cpu,
        f"{name}_seconds_by_the_clock": wall,
        f"{name}_under_a_minute": cpu < MINUTE,
    }


def _limit() -> float:
    """Microseconds of CPU of one bare Ed25519 verification by libsodium."""
    public, secret = sodium.crypto_sign_seed_keypair(bytes(range(32)))
    signed = sodium.crypto_sign(bytes(64), secret)
    began = time.process_time()
    for _ in range(MANY):
        sodium.crypto_sign_open(signed, public)
    return (time.process_time() - began) / MANY * 1e6


def _archive() -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for number, text in enumerate(texts(values(MANY))):
            archive.writestr(f"person-{number}.json", text)
    return packed.getvalue()


def _library(archive: bytes) -> tuple[float, float]:
    later = ISSUED + timedelta(days=1)
    resolver = Offline({_LIST: _status_list(later)})
    begun = time.process_time(), time.perf_counter()
    for piece in pieces_in("all.zip", archive):
        report, _row = look_at(piece.data, resolver=resolver, at=later)
        if report.verdict != "valid":
            raise AssertionError(report.problems)
    return time.process_time() - begun[0], time.perf_counter() - begun[1]


def _status_list(at: datetime) -> Fetched:
    from testamur.credentials.status import Window, build_list, status_credential

    unsigned = status_credential(
        _LIST,
        issuer=KEY.public.did_key,
        purpose="revocation",
        encoded_list=build_list([]),
        window=Window(ISSUED, ISSUED + timedelta(days=30)),
    )
    text = sign(unsigned, signer=KEY, at=ISSUED).text
    return Fetched(_LIST, text.encode(), "application/vc", at)


def _product(archive: bytes) -> tuple[float, float]:
    """From the upload to the last row; the status lists of strangers are not asked for."""
    with tempfile.TemporaryDirectory(prefix="shortlist-") as folder:
        os.environ |= {"TESTAMUR_DATA_DIR": folder, "TESTAMUR_LOG_LEVEL": "ERROR"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "testamur_web.config.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.utils import timezone

        from testamur_web.people.models import Person
        from testamur_web.verifying import judging, shortlists
        from testamur_web.verifying.sources import Handed

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        dara = Person.objects.create_user("dara", name="Dara")
        offline = Offline({_LIST: _status_list(timezone.now())})
        judging.asking = lambda **_at: offline
        begun = time.process_time(), time.perf_counter()
        made = shortlists.make_shortlist([Handed("all.zip", archive)], by=dara, at=timezone.now())
        shortlists.check_rows.func(str(made.pk), 1, MANY)
        spent = time.process_time() - begun[0], time.perf_counter() - begun[1]
        made.refresh_from_db()
        if made.finished_at is None:
            raise AssertionError("it is not finished")
        return spent
