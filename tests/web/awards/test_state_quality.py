"""A score is signed once, by the organisation or by the instance, and verifies."""

from __future__ import annotations

import json

import pytest

import testamur as tm
from testamur.problems import Verdict
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.awards.services import make_key, state_quality
from testamur_web.catalogue.documents import version_url
from testamur_web.catalogue.models import QualityStatement
from tests.web.catalogue.offers import offer, stated
from tests.web.conftest import NOW


def test_it_verifies_and_says_score_method_and_every_element(university):
    make_key(university, by=None, at=NOW)
    version = stated(offer(university))
    text = version.statement.credential
    report = tm.examine(text, resolver=InstanceResolver(at=NOW), at=NOW)
    assert report.verdict is Verdict.VALID, report.problems
    document = json.loads(text)
    subject = document["credentialSubject"]
    assert document["issuer"]["name"] == university.name
    assert subject["id"] == version_url(version)
    assert subject["achievement"]["version"] == version.score_told["method"]
    results = {
        one["resultDescription"].partition("#")[2]: one["value"] for one in subject["result"]
    }
    elements = version.score_told["elements"]
    assert results == {"score": str(version.score)} | {
        one["name"]: str(one["points"]) for one in elements
    }
    assert {one["genre"] for one in document["evidence"]} == {one["name"] for one in elements}


def test_no_point_of_it_can_be_changed(university):
    make_key(university, by=None, at=NOW)
    document = json.loads(stated(offer(university)).statement.credential)
    document["credentialSubject"]["result"][0]["value"] = "100"
    report = tm.examine(json.dumps(document), resolver=InstanceResolver(at=NOW), at=NOW)
    assert report.verdict is Verdict.INVALID


def test_without_a_key_of_its_own_the_instance_signs(university, settings):
    document = json.loads(stated(offer(university)).statement.credential)
    assert document["issuer"]["name"] == settings.INSTANCE_NAME
    report = tm.examine(json.dumps(document), resolver=InstanceResolver(at=NOW), at=NOW)
    assert report.verdict is Verdict.VALID, report.problems


def test_it_is_signed_once(university):
    version = stated(offer(university))
    before = version.statement.credential
    version.score_told |= {"score": 1}
    version.save()
    assert state_quality(version.pk, at=NOW).credential == before


@pytest.mark.django_db
def test_a_version_without_a_score_has_no_statement(university):
    assert state_quality(offer(university).pk, at=NOW) is None
    assert not QualityStatement.objects.exists()
