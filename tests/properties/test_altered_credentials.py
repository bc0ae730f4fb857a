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
from itertools import islice
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

pytestmark = pytest.mark.proof


def survivors(
    way: Alteration, signed: Iterator[str], key: SigningKey, *, count: int
) -> list[bytes]:
    """The altered texts that are found valid, of `count` that were made in this `way`."""
    rng = Random(None if PROVING else 2026)  # noqa: S311 -- chance, not secrets
    web = published_lists(key)

    def is_valid(text: str | bytes) -> bool:
        return examine(text, resolver=web, at=SOON).verdict is Verdict.VALID

    found: list[bytes] = []
    for text in islice(signed, -(-count // OF_ONE_AWARD)):
        assert is_valid(text)
        altered = (way(text, rng) for _ in range(min(count, OF_ONE_AWARD)))
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
    count = examples(6_000 if "bit" in way else 300, 40_000)

    assert not survivors(ALTERATIONS[way], credentials(key, "eddsa-rdfc-2022"), key, count=count)


@pytest.mark.parametrize("way", ALTERATIONS)
def test_a_credential_with_a_jcs_proof_is_not_valid_once(way: str) -> None:
    key = key_of("issuer")
    count = examples(9_000 if "bit" in way else 600, 30_000)

    assert not survivors(ALTERATIONS[way], credentials(key, "eddsa-jcs-2022"), key, count=count)


@pytest.mark.parametrize("way", TOKEN_ALTERATIONS)
def test_a_credential_as_a_token_is_not_valid_once(way: str) -> None:
    key = key_of("issuer")
    count = examples(9_000 if "bit" in way else 600, 30_000)

    assert not survivors(TOKEN_ALTERATIONS[way], credentials(key, JWT), key, count=count)


@pytest.mark.parametrize("way", ALTERATIONS)
def test_a_credential_shown_in_part_is_not_valid_once(way: str) -> None:
    key = key_of("selective issuer", "p256")
    count = examples(60, 3_000)

    assert not survivors(ALTERATIONS[way], shown_parts(key), key, count=count)


@pytest.mark.parametrize("number", [10 / 3, 53.123456789012345, 1e-7 / 3])
def test_a_number_with_more_digits_than_rdf_keeps_is_not_signed(number: float) -> None:
    key = key_of("issuer")
    document = random_award(1).document(key)
    document["credentialSubject"]["achievement"]["creditsAvailable"] = number

    with pytest.raises(Refused) as refused:
        sign(document, signer=key, at=AWARDED)

    assert refused.value.problem.code == "document.refused-value"
