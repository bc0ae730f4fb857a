"""verify(issue(x)) holds: for every award, every suite and every kind of key."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.credentials.issue import JWT, Press, issue, sign, verification_method_of
from testamur.credentials.proofs import ProofOptions, derive, sign_selective
from testamur.credentials.verify import examine, verify
from testamur.encoding import compact_json, copy_json
from testamur.keys import SigningKey
from testamur.ld import Path, string_paths
from testamur.problems import Verdict
from tests.effort import examples
from tests.strategies import AWARDED, Award, awards, key_of, published_lists

SOON = AWARDED + timedelta(minutes=1)
SUITES = [
    ("eddsa-rdfc-2022", "ed25519"),
    ("eddsa-jcs-2022", "ed25519"),
    (JWT, "ed25519"),
    ("ecdsa-rdfc-2019", "p256"),
    ("ecdsa-jcs-2019", "p256"),
    (JWT, "p256"),
    ("ecdsa-rdfc-2019", "p384"),
    ("ecdsa-jcs-2019", "p384"),
    (JWT, "p384"),
]


def said_by(document: dict[str, Any]) -> dict[str, Any]:
    """What a credential says, without what a proof adds to it."""
    return {name: value for name, value in document.items() if name not in {"proof", "@context"}}


@pytest.mark.parametrize(("suite", "kind"), SUITES)
@settings(max_examples=examples(30, 3_000))
@given(award=awards)
def test_what_is_issued_is_valid_and_says_what_was_said(
    suite: str, kind: str, award: Award
) -> None:
    key = key_of("issuer", kind)

    signed = issue(
        award.achievement,
        to=award.to,
        by=award.issuer(key),
        key=key,
        at=AWARDED,
        proof=suite,
        id=award.id,
        **award.members(key),
    )

    good = verify(signed, resolver=published_lists(key), at=SOON)
    assert said_by(good.document) == said_by(award.document(key))
    assert good.credential.text == signed.text


@settings(max_examples=examples(25, 3_000))
@given(award=awards, data=st.data())
def test_what_a_holder_shows_of_a_credential_is_valid(award: Award, data: st.DataObject) -> None:
    key = key_of("issuer", "p256")
    document = award.document(key)
    pointers = sorted({f"/{name}" for name in document} - {"/@context"})
    mandatory, shown = (data.draw(st.sets(st.sampled_from(pointers))) for _ in range(2))
    options = options_of(key, "ecdsa-sd-2023")
    needed = {"/issuer", "/credentialSubject", "/validFrom", "/name"}

    issued = sign_selective(
        document | {"proof": []},
        signer=key,
        options=options,
        mandatory=sorted(mandatory | {"/issuer"}),
    )
    derived = derive(issued, pointers=sorted(shown | needed))

    report = examine(compact_json(derived), resolver=published_lists(key), at=SOON)
    assert report.verdict is Verdict.VALID, report.problems
    assert derived.keys() <= document.keys() | {"proof", "@context", "id", "type"}


@settings(max_examples=examples(40, 3_000))
@given(award=awards, number=st.integers(0, 2**32))
def test_a_press_signs_what_signing_one_by_one_signs(award: Award, number: int) -> None:
    key = key_of("issuer")
    document = award.document(key)
    rng = Random(number)  # noqa: S311 -- chance, not secrets
    slots = slots_of(document, rng)
    press = Press(document, slots, signer=key, options=options_of(key, "eddsa-rdfc-2022"))
    rows, singly = [], []
    for change in (str, lambda text: text + "x", lambda text: text + '\\"é🎓 x'):
        values = [change(at(document, path)) for path in slots]
        other = copy_json(document)
        for path, value in zip(slots, values, strict=True):
            at(other, path[:-1])[path[-1]] = value
        rows.append(values)
        singly.append(sign(other, signer=key, at=AWARDED).text)

    assert [signed.text for signed in press.sign_all(rows)] == singly
    assert [press.sign(values).text for values in rows] == singly


def options_of(key: SigningKey, suite: str) -> ProofOptions:
    method = verification_method_of(key.public.did_key, key)
    return ProofOptions(cryptosuite=suite, verification_method=method, created=AWARDED)


def slots_of(document: dict[str, Any], rng: Random) -> list[Path]:
    """Some strings of which a signature may cover any value: names, texts and the like."""
    free = {"name", "description", "narrative", "identityHash", "targetName", "criteria", "genre"}
    paths = [
        path
        for path in string_paths(document)
        if path[-1] in free and not {"endorsement", "tag"} & set(path)
    ]
    return rng.sample(paths, min(len(paths), rng.randint(1, 6)))


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value
