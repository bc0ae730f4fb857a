"""jsonld.js gives the same canonical form: of random awards with any text in any place."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from testamur.ld import canonicalise, string_paths
from tests.interop.neighbours import ask_node
from tests.strategies import key_of, random_award

COUNT = 100
TEXTS = {"name", "description", "narrative", "identityHash", "targetName", "targetCode", "genre"}
STRANGE = (
    *(
        "",
        " ",
        "\t\n\r",
        '"\\',
        "\\u0041",
        "%",
        "_:b0",
        "<x>",
        "@id",
        "\u2028\u2029",
        "\u200b\u202e",
    ),
    *(
        "\u00a0",
        "\ufeff",
        "\ufffd",
        "e\u0301",
        "\U0001f393",
        "\U0010fffd",
        "\ud7ff\ue000",
        "\x80\x9f",
    ),
)
"""Not among them: U+FFFE and U+FFFF, which are escaped (RDF Canonicalization §5: they are no Char of
XML 1.1), and which rdf-canonize 5 leaves as they are."""


def fuzzed() -> Iterator[dict[str, Any]]:
    """Unsigned credentials with up to four texts that no builder would accept."""
    rng = Random(2026)  # noqa: S311 -- chance, not secrets
    for number in range(COUNT):
        document = random_award(number).document(key_of("issuer"))
        paths = [path for path in string_paths(document) if path[-1] in TEXTS]
        for *way, name in rng.sample(paths, min(len(paths), rng.randint(0, 4))):
            holder: Any = document
            for step in way:
                holder = holder[step]
            holder[name] = rng.choice(STRANGE) + chr(rng.randint(0xA0, 0xD7FF))
        yield document


def test_canonical_forms_are_those_of_jsonld_js() -> None:
    documents = list(fuzzed())

    theirs = ask_node({"do": "canonise", "document": document} for document in documents)

    for document, answer in zip(documents, theirs, strict=True):
        assert canonicalise(document).nquads.decode() == answer["nquads"]
