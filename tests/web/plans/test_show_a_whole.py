"""Whoever has a whole and its parts sees whether the parts prove it; nobody else sees the parts."""

from __future__ import annotations

import io
import json
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

import testamur as tm
from testamur.cli import main
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.awards.services import revoke, suspend
from testamur_web.ops.outbox import drain
from testamur_web.wallet.models import Share
from testamur_web.wallet.services import share
from tests.web.plans.wholes import award_of, earn

pytestmark = pytest.mark.django_db

QUESTION = "Do its parts prove it?"


@pytest.fixture
def parts(known, whole, python, statistics):
    return [earn(python, known), earn(statistics, known)]


@pytest.fixture
def award(known, whole, parts):
    return award_of(known, whole)


@pytest.fixture
def item(known, award):
    return known.wallet_items.get(award=award)


def files(*awards):
    return [
        SimpleUploadedFile(f"{place}.json", award.credential.encode())
        for place, award in enumerate(awards)
    ]


def found(*awards):
    return Client().post("/verify/", {"file": files(*awards)}).text


def test_a_whole_alone_names_its_parts_and_claims_nothing(award):
    page = found(award)
    assert "What it is made of" in page
    assert "Statistics" in page
    assert QUESTION not in page


def test_with_its_parts_a_fifth_question_is_answered(award, parts):
    page = found(award, *parts)
    assert QUESTION in page
    assert "Yes: they meet the rule that it carries." in page


def test_a_part_that_was_taken_back_does_not_prove_it(award, parts):
    revoke(parts[:1], reason="Copied", by=None, at=timezone.now())
    page = found(award, *parts)
    assert "Genuine, but the parts at hand do not prove it" in page
    assert "“Python”" in page


def test_a_program_sends_several_files(award, parts):
    told = Client().post("/api/v1/verify", {"file": files(award, *parts)}).json()
    assert told["answers"][-1]["question"] == QUESTION
    assert told["answers"][-1]["outcome"] == "passed"
    assert [part["atHand"] for part in told["parts"]] == [True, True]
    assert len(told["more"]) == 2
    alone = Client().post("/api/v1/verify", {"file": files(award)}).json()
    assert [part["atHand"] for part in alone["parts"]] == [False, False]
    assert len(alone["answers"]) == 4


def test_a_share_that_contains_the_parts_counts(known, item, award):
    everything = list(known.wallet_items.all())
    made = share(known, everything, kind=Share.Kind.SECRET, at=timezone.now())
    page = Client().get(f"/s/{made.token}/{item.pk}/").text
    assert QUESTION in page
    assert "at hand, holds" in page
    alone = share(known, [item], kind=Share.Kind.SECRET, at=timezone.now())
    page = Client().get(f"/s/{alone.token}/").text
    assert "What it is made of" in page
    assert QUESTION not in page


def test_its_holder_sees_its_parts_and_its_files(sign_in, known, item):
    page = sign_in(known).get(f"/wallet/{item.pk}/").text
    assert QUESTION in page
    assert "with-parts.zip" in page
    assert "record.json" in page


def test_what_is_shared_openly_gives_no_parts_away(known, item, award):
    share(known, [item], kind=Share.Kind.PUBLIC, at=timezone.now())
    assert Client().get(f"/c/{award.pk}/").status_code == 200
    assert Client().get(f"/c/{award.pk}/with-parts.zip").status_code == 404
    assert Client().get(f"/c/{award.pk}/record.json").status_code == 404


def test_the_folder_is_proven_offline(sign_in, known, item, tmp_path, capsys):
    answer = sign_in(known).get(f"/wallet/{item.pk}/with-parts.zip")
    ZipFile(io.BytesIO(answer.content)).extractall(tmp_path)
    words = [str(tmp_path / "composite.json"), "--parts", str(tmp_path / "parts"), "--offline"]
    words += ["--max-status-age", "1d"]
    assert main(["verify", *words, "--json"]) == 0, capsys.readouterr().out
    told = json.loads(capsys.readouterr().out)
    assert told["answers"][-1] == {
        "question": QUESTION,
        "outcome": "passed",
        "sentence": "Yes: they meet the rule that it carries.",
    }
    next((tmp_path / "parts").iterdir()).unlink()
    assert main(["verify", *words]) == 3
    assert "was not handed over" in capsys.readouterr().out


def test_the_record_is_signed_by_the_issuer_of_the_whole(sign_in, known, item):
    answer = sign_in(known).get(f"/wallet/{item.pk}/record.json")
    now = timezone.now()
    report = tm.examine(answer.content.decode(), resolver=InstanceResolver(at=now), at=now)
    assert report.verdict is tm.Verdict.VALID, report.problems
    assert report.kind == "CLR 2.0"


def test_there_is_no_record_of_what_is_on_hold(sign_in, known, item, award):
    suspend([award], reason="Under review", by=None, at=timezone.now())
    drain()
    browser = sign_in(known)
    assert "record.json" not in browser.get(f"/wallet/{item.pk}/").text
    assert browser.get(f"/wallet/{item.pk}/record.json").status_code == 404


def test_a_part_has_no_such_files(sign_in, known, parts):
    part = known.wallet_items.get(award=parts[0])
    assert sign_in(known).get(f"/wallet/{part.pk}/with-parts.zip").status_code == 404
