"""The second form of a whole: a CLR 2.0 with the composite, its parts, and what is part of what."""

from __future__ import annotations

import pytest

import testamur as tm
from testamur.credentials.document import Credential
from testamur.credentials.issue import sign
from testamur.credentials.openbadges import Issuer
from testamur.errors import Refused
from testamur.pathways.record import record_of
from testamur.problems import Outcome
from tests.pathways_cast import ADA, NOW, key_of, page, signed
from tests.unit.pathways.test_composite import DIPLOMA, PARTS, whole

KEY = key_of("uni")


def record(parts) -> dict:
    return record_of(
        whole(parts),
        [Credential(part) for part in reversed(parts)],
        id="urn:uuid:7f0f0f0f-0000-4000-8000-000000000000",
        to=ADA,
        issuer=Issuer(KEY.public.did_key, name="Uni"),
        valid_from=NOW,
    )


def test_it_verifies_with_every_record_in_it():
    text = sign(record(PARTS), signer=KEY, at=NOW)
    report = tm.examine(text, resolver=tm.Offline(), at=NOW)
    assert report.verdict is tm.Verdict.VALID, report.problems
    assert report.kind == "CLR 2.0"
    assert report.outcome_of("schemas") is Outcome.PASSED
    [records] = [check for check in report.checks if check.name == "records"]
    assert records.outcome is Outcome.PASSED
    assert records.detail.startswith("3 of 3 records hold")


def test_it_says_what_is_part_of_what():
    said = record(PARTS)["credentialSubject"]
    assert [(one["sourceId"], one["targetId"]) for one in said["association"]] == [
        (page("py"), DIPLOMA.id),
        (page("sql"), DIPLOMA.id),
    ]
    assert [one["name"] for one in said["verifiableCredential"]] == ["Data technician", "Py", "Sql"]


def test_a_part_that_was_taken_out_of_it_is_missed():
    with pytest.raises(Refused) as refused:
        record_of(
            whole(PARTS),
            [Credential(PARTS[0])],
            id="urn:uuid:7f0f0f0f-0000-4000-8000-000000000000",
            to=ADA,
            issuer=Issuer(KEY.public.did_key, name="Uni"),
            valid_from=NOW,
        )
    assert refused.value.problem.code == "composite.part-missing"


def test_a_token_has_no_place_in_it():
    with pytest.raises(Refused) as refused:
        record([PARTS[0], signed("sql", proof="jwt")])
    assert refused.value.problem.code == "composite.token"
