"""RDF Dataset Canonicalization: every test of the W3C suite, through `canonicalise_quads`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from testamur.errors import Refused
from testamur.ld import HashName, canonicalise_quads, parse_nquads
from tests.conftest import has_shared, shared
from tests.patience import within

FOLDER = ("vectors", "rdf-canon", "tests")


def entries() -> list[Any]:
    if not has_shared(*FOLDER):
        return [pytest.param({}, id="rdf-canon")]
    manifest = json.loads(shared(*FOLDER, "manifest.jsonld").read_text())
    return [pytest.param(entry, id=entry["id"].lstrip("#")) for entry in manifest["entries"]]


@pytest.mark.parametrize("entry", entries())
def test_rdfc_003_every_vector_of_the_recommendation(entry: dict[str, Any]) -> None:
    folder = shared(*FOLDER)
    quads = parse_nquads((folder / entry["action"]).read_text())
    algorithm: HashName = "sha384" if entry.get("hashAlgorithm") == "SHA384" else "sha256"

    if "Negative" in entry["type"]:
        with within(1), pytest.raises(Refused) as refused:
            canonicalise_quads(quads, algorithm=algorithm)
        assert refused.value.problem.code == "canonical.work-limit"
        return

    canonical = canonicalise_quads(quads, algorithm=algorithm)
    expected = (folder / entry["result"]).read_bytes()
    if "Map" in entry["type"]:
        labels = {old[2:]: new[2:] for old, new in canonical.labels.items()}
        assert labels == json.loads(expected)
    else:
        assert canonical.nquads == expected
