"""Who may ask the pages and files about awards, batches, keys and status lists."""

from __future__ import annotations

from datetime import UTC, datetime

from testamur_web.awards.bulk.batches import make_batch
from testamur_web.awards.bulk.sheets import read_table
from testamur_web.awards.services import instance_signer, make_key
from tests.web.awards.conftest import awarded, published

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)

ROUTES = {
    "public-read-instance-did": "public",
    "public-read-organisation-did": "public",
    "public-read-status-list": "public",
    "issuer-list-awards": "member:registrar,manager",
    "issuer-show-award": "member:registrar,manager",
    "issuer-give-award": "member:registrar",
    "issuer-change-awards": "member:registrar",
    "issuer-correct-award": "member:registrar",
    "issuer-list-batches": "member:registrar",
    "issuer-make-batch": "member:registrar",
    "issuer-show-batch": "member:registrar",
    "issuer-map-batch": "member:registrar",
    "issuer-read-progress": "member:registrar",
    "issuer-change-batch": "member:registrar",
    "issuer-export-batch": "member:registrar",
    "issuer-change-row": "member:registrar",
    "issuer-list-keys": "member:admin",
    "issuer-make-key": "member:admin",
    "issuer-end-key": "member:admin",
}


def _award(cast):
    return awarded(published(cast.university))


def _batch(cast):
    table = read_table("name,email\nAda,ada@people.example\n")
    version = published(cast.university)
    return make_batch(version, name="April", table=table, by=cast.bashir, at=NOW)


def _row(cast):
    batch = _batch(cast)
    return {"batch": batch.pk, "row": batch.rows.get().pk}


def _key(cast):
    return make_key(cast.university, by=cast.bashir, at=NOW).pk


def _instance(_):
    instance_signer(at=NOW)
    return {}


def _organisation(cast):
    _key(cast)
    return {"slug": cast.university.slug}


OBJECTS = {
    "public-read-instance-did": _instance,
    "public-read-organisation-did": _organisation,
    "public-read-status-list": lambda cast: {"status_list": _award(cast).revocation_list_id},
    "issuer-show-award": lambda cast: {"award": _award(cast).pk},
    "issuer-correct-award": lambda cast: {"award": _award(cast).pk},
    "issuer-show-batch": lambda cast: {"batch": _batch(cast).pk},
    "issuer-map-batch": lambda cast: {"batch": _batch(cast).pk},
    "issuer-read-progress": lambda cast: {"batch": _batch(cast).pk},
    "issuer-change-batch": lambda cast: {"batch": _batch(cast).pk, "verb": "start"},
    "issuer-export-batch": lambda cast: {"batch": _batch(cast).pk, "form": "problems.csv"},
    "issuer-change-row": _row,
    "issuer-end-key": lambda cast: {"key": _key(cast), "verb": "retire"},
}
