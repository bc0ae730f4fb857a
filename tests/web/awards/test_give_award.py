"""Somebody is given an award, and it verifies."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from testamur import Verdict
from testamur.credentials.issue import award_id
from testamur.errors import Refused
from testamur_web.awards.models import Award, StatusList
from testamur_web.awards.queries import sentence_of, verdict_of
from testamur_web.awards.services import Recipient, give_award, sign_awards
from testamur_web.ops.models import OutboxRow, TrailEntry
from testamur_web.people.models import Identifier
from tests.web.awards.conftest import awarded, published
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


def test_it_is_signed_and_valid(version):
    award = awarded(version)
    report = verdict_of(award, at=NOW)
    assert report.verdict is Verdict.VALID, report.problems
    assert report.status_as_of is not None
    document = json.loads(award.credential)
    assert document["id"] == f"urn:uuid:{award.pk}"
    assert document["credentialSubject"]["id"] == "mailto:ada@people.example"
    assert [one["identityHash"] for one in document["credentialSubject"]["identifier"]] == [
        "Ada Nowak"
    ]
    assert [one["statusPurpose"] for one in document["credentialStatus"]] == [
        "revocation",
        "suspension",
    ]


def test_its_id_follows_from_its_key(version, university):
    award = awarded(version, key="enrolment:7")
    assert award.pk == award_id(str(university.pk), ["enrolment:7"])


def test_given_twice_it_is_one_award(version):
    first, second = awarded(version), awarded(version, name="Somebody Else")
    assert first.pk == second.pk
    assert first.credential == second.credential
    assert Award.objects.count() == 1
    assert TrailEntry.objects.filter(verb="award.give").count() == 1
    assert OutboxRow.objects.filter(kind="award.issued").count() == 1


def test_it_tells_the_rest_in_the_same_transaction(version):
    award = awarded(version)
    row = OutboxRow.objects.get(key=f"award.issued:{award.pk}")
    assert row.payload == {"award": str(award.pk)}


def test_an_intention_is_kept_until_it_is_signed(version):
    intent = give_award(
        version,
        recipient=Recipient("Ada"),
        awarded_at=NOW,
        award_key="k",
        by=None,
        at=NOW,
    )
    assert intent.credential == ""
    [signed] = sign_awards([intent], at=NOW)
    assert signed.credential
    assert sign_awards([signed], at=NOW + timedelta(days=1))[0].credential == signed.credential


def test_many_of_one_form_are_pressed_and_each_is_valid(version):
    intents = [
        give_award(
            version,
            recipient=Recipient(f"Learner {n}", f"learner{n}@people.example"),
            awarded_at=NOW,
            award_key=f"many:{n}",
            by=None,
            at=NOW,
        )
        for n in range(20)
    ]
    signed = sign_awards(intents, at=NOW)
    assert [award.recipient_name for award in signed] == [f"Learner {n}" for n in range(20)]
    for award in signed:
        assert json.loads(award.credential)["credentialSubject"]["identifier"][0][
            "identityHash"
        ] == (award.recipient_name)
        assert verdict_of(award, at=NOW).verdict is Verdict.VALID
    places = {award.revocation_index for award in signed}
    assert len(places) == 20
    assert places != set(range(20))


def test_a_known_did_is_the_subject(version, ada):
    Identifier.objects.create(
        person=ada, kind=Identifier.Kind.DID, value="did:key:z6Mk", verified_at=NOW
    )
    award = awarded(version, person=ada, email="")
    assert json.loads(award.credential)["credentialSubject"]["id"] == "did:key:z6Mk"
    assert award.holder == ada


def test_it_expires_after_the_months_of_its_version(university):
    award = awarded(published(university, valid_months=10))
    assert award.valid_until.isoformat() == "2027-03-01T12:00:00+00:00"
    assert verdict_of(award, at=NOW).verdict is Verdict.VALID
    later = verdict_of(award, at=NOW + timedelta(days=400))
    assert later.verdict is Verdict.INVALID
    assert "dates.expired" in [problem.code for problem in later.problems]


def test_evidence_and_grade_stand_in_it(version):
    award = awarded(
        version,
        facts={
            "grade": "A",
            "evidence": [
                {"title": "Repository", "url": "https://code.example/ada"},
                {"title": "report.pdf", "narrative": "File: report.pdf", "sha256": "ab" * 32},
            ],
        },
    )
    document = json.loads(award.credential)
    assert document["credentialSubject"]["result"][0]["value"] == "A"
    assert document["evidence"][1]["digestSRI"].startswith("sha256-")
    assert verdict_of(award, at=NOW).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("grades", "grade", "is_described"),
    [
        ({"kind": "scale", "values": ["C", "B", "A"]}, "A", True),
        ({"kind": "scale", "values": ["C", "B", "A"]}, "Z", False),
        ({"kind": "percent"}, "87.5", True),
        ({"kind": "percent"}, "101", False),
        ({"kind": "percent"}, "very good", False),
    ],
)
def test_a_grade_is_described_where_it_can_be(university, grades, grade, is_described):
    award = awarded(published(university, grades=grades), facts={"grade": grade})
    [result] = json.loads(award.credential)["credentialSubject"]["result"]
    assert result["value"] == grade
    assert ("resultDescription" in result) is is_described


def test_a_full_list_is_followed_by_another(version):
    """SL-008: the boundary is crossed without a collision."""
    awarded(version)
    StatusList.objects.update(dealt=131_071)
    signed = [awarded(version, key=f"boundary:{n}") for n in range(2)]
    assert {award.revocation_list.number for award in signed} == {1, 3} or len(
        {award.revocation_list_id for award in signed}
    ) == 2
    for award in signed:
        assert verdict_of(award, at=NOW).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("recipient", "code"),
    [
        (Recipient(""), "row.recipient-missing"),
        (Recipient("Ada", "not an address"), "email.malformed"),
        (Recipient("A\u202eda"), "text.unsafe"),
    ],
)
def test_who_cannot_be_named_is_refused(version, recipient, code):
    with pytest.raises(Refused) as refused:
        give_award(version, recipient=recipient, awarded_at=NOW, award_key="k", by=None, at=NOW)
    assert refused.value.problem.code == code


def test_a_day_to_come_is_refused(version):
    with pytest.raises(Refused) as refused:
        awarded(version, awarded_at=NOW + timedelta(days=3))
    assert refused.value.problem.code == "value.out-of-range"


def test_the_sentence_says_who_showed_what(version):
    told = sentence_of(awarded(version))
    assert told == (
        "Ada Nowak showed “Analyse tabular data” at intermediate level, assessed by project by "
        "Example University on 1 May 2026."
    )


def test_keys_that_begin_alike_are_told_apart_however_long(version, bashir):
    long = "k" * 300
    given = [
        give_award(
            version,
            recipient=Recipient("Ada"),
            awarded_at=NOW,
            award_key=key,
            by=bashir,
            at=NOW,
        )
        for key in (f"{long}1", f"{long}2", f"{long}1")
    ]
    assert given[0] == given[2] != given[1]
