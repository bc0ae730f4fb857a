"""No altered credential is accepted: whatever is altered in the signed text, it is never valid.

What is no alteration, because what is said stays the same:

- white space around the text, JSON's white space and escapes, the order of members, and another spelling of the same number
  (`1e2`, `1E2`, `100.0`);
- for proofs by an `rdfc` suite, whatever the document's statements do not tell apart: the order of
  the values of one member; a value alone or in a list of its own; an id alone or in an object
  (`"x"`, `{"id": "x"}`); a text alone or as `{"@value": "x"}`; what two objects with one id both
  say, said by one of them; a known context more or less that changes no statement;
- a further proof that holds: proofs make a set, and each is judged.

A token covers all of the second point as well, and so does a proof by a `jcs` suite, but for such a
context named after the others. Undetermined is not valid: an altered proof may name a suite or a key that nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest

from testamur.credentials.issue import JWT, sign
from testamur.credentials.proofs import ProofOptions, derive, sign_selective
from testamur.credentials.verify import examine
from testamur.encoding import compact_json
from testamur.errors import Refused
from testamur.keys import SigningKey
from testamur.problems import Verdict
from tests.alterations import ALTERATIONS, TOKEN_ALTERATIONS, Alteration, says_nothing_twice
from tests.effort import PROVING, examples
from tests.strategies import AWARDED, key_of, published_lists, random_award

SOON = AWARDED + timedelta(minutes=1)
OF_ONE_AWARD = 1_500
"""How many alterations one award suffers; its kind is learned, and refused the quicker."""

TRIED: dict[str, dict[str, tuple[int, int]]] = {
    "rdfc": {"bits": (600, 40_000), "early": (800, 40_000), "others": (150, 40_000)},
    "jcs": {"bits": (12_000, 30_000), "early": (1_000, 30_000), "others": (300, 30_000)},
    "token": {"bits": (20_000, 60_000), "early": (8_000, 60_000), "others": (1_200, 60_000)},
    "shown": {"bits": (60, 3_000), "early": (60, 3_000), "others": (60, 3_000)},
}
"""How many alterations of each form, in `make test` and in `make proof`: more where one costs less."""

EARLY = {
    "a member is said twice",
    "another context is named",
    "the proof says something else",
    "a part is spelled otherwise",
}
"""Alterations that are refused before anything is canonicalised."""

PROMISED = (50_000, 1_000_000)
"""See docs/promises.md."""

pytestmark = pytest.mark.proof


def tried(form: str, way: str) -> int:
    """How many credentials of this form are altered in this way."""
    kind = "bits" if "bit" in way else "early" if way in EARLY else "others"
    return examples(*TRIED[form][kind])


def survivors(
    way: Alteration, signed: Iterator[str], key: SigningKey, *, count: int
) -> list[bytes]:
    """The altered texts that are found valid, of `count` that were made in this `way`."""
    rng = Random(None if PROVING else 2026)  # noqa: S311 -- chance, not secrets
    web = published_lists(key)

    def is_valid(text: str | bytes) -> bool:
        return examine(text, resolver=web, at=SOON).verdict is Verdict.VALID

    found: list[bytes] = []
    for done in range(0, count, OF_ONE_AWARD):
        text = next(signed)
        assert is_valid(text)
        altered = (way(text, rng) for _ in range(min(count - done, OF_ONE_AWARD)))
        found += filter(is_valid, altered)
    return found


def credentials(key: SigningKey, proof: str) -> Iterator[str]:
    """Signed credentials whose objects have ids of their own."""
    rng = Random(None if PROVING else 1)  # noqa: S311
    while True:
        award = random_award(rng.randrange(2**32))
        if says_nothing_twice(award.document(key)):
            yield award.signed(key, proof=proof).text


def shown_parts(key: SigningKey) -> Iterator[str]:
    """Credentials of which a holder shows some statements."""
    for award in map(random_award, range(2**32)):
        document = award.document(key)
        if not says_nothing_twice(document):
            continue
        method = f"{key.public.did_key}#{key.public.multikey}"
        options = ProofOptions(
            cryptosuite="ecdsa-sd-2023", verification_method=method, created=AWARDED
        )
        issued = sign_selective(
            document | {"proof": []}, signer=key, options=options, mandatory=["/issuer"]
        )
        yield compact_json(derive(issued, pointers=["/credentialSubject", "/validFrom", "/name"]))


@pytest.mark.parametrize("way", ALTERATIONS)
def test_a_credential_with_an_rdfc_proof_is_not_valid_once(way: str) -> None:
    key = key_of("issuer")
    signed = credentials(key, "eddsa-rdfc-2022")

    assert not survivors(ALTERATIONS[way], signed, key, count=tried("rdfc", way))


@pytest.mark.parametrize("way", ALTERATIONS)
def test_a_credential_with_a_jcs_proof_is_not_valid_once(way: str) -> None:
    key = key_of("issuer")
    signed = credentials(key, "eddsa-jcs-2022")

    assert not survivors(ALTERATIONS[way], signed, key, count=tried("jcs", way))


@pytest.mark.parametrize("way", TOKEN_ALTERATIONS)
def test_a_credential_as_a_token_is_not_valid_once(way: str) -> None:
    key = key_of("issuer")
    signed = credentials(key, JWT)

    assert not survivors(TOKEN_ALTERATIONS[way], signed, key, count=tried("token", way))


@pytest.mark.parametrize("way", ALTERATIONS)
def test_a_credential_shown_in_part_is_not_valid_once(way: str) -> None:
    key = key_of("selective issuer", "p256")

    assert not survivors(ALTERATIONS[way], shown_parts(key), key, count=tried("shown", way))


def test_as_many_are_tried_as_are_promised() -> None:
    ways = {form: TOKEN_ALTERATIONS if form == "token" else ALTERATIONS for form in TRIED}

    assert sum(tried(form, way) for form in TRIED for way in ways[form]) >= examples(*PROMISED)


@pytest.mark.parametrize("number", [10 / 3, 53.123456789012345, 1e-7 / 3])
def test_a_number_with_more_digits_than_rdf_keeps_is_not_signed(number: float) -> None:
    key = key_of("issuer")
    document = random_award(1).document(key)
    document["credentialSubject"]["achievement"]["creditsAvailable"] = number

    with pytest.raises(Refused) as refused:
        sign(document, signer=key, at=AWARDED)

    assert refused.value.problem.code == "document.refused-value"
