"""Publishing makes a version that never changes, or tells all that stands in the way."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

import testamur as tm
from testamur.errors import Conflict, Refused
from testamur_web.catalogue import services
from testamur_web.catalogue.definition import Component, Definition, Outcome
from testamur_web.catalogue.documents import achievement_of, achievement_url, version_url
from testamur_web.catalogue.models import Achievement
from testamur_web.catalogue.queries import definition_of, published
from testamur_web.ops.models import TrailEntry
from tests.web.catalogue.conftest import WHOLE, but
from tests.web.conftest import NOW


def test_it_makes_a_version(draft, bashir):
    version = services.publish(draft, by=bashir, at=NOW, note="First")
    assert (version.number, version.published_by, version.change_note) == (1, bashir, "First")
    assert definition_of(version) == WHOLE
    assert draft.current == version
    assert draft.draft is None
    assert list(published()) == [version]
    assert TrailEntry.objects.filter(
        verb="achievement.publish", tenant=draft.organisation_id
    ).exists()


def test_the_columns_for_search_are_what_the_content_says(draft, bashir):
    version = services.publish(draft, by=bashir, at=NOW)
    assert (version.kind, version.language, version.mode) == ("short-course", "en", "online")
    assert (version.eqf_level, version.ects, version.hours) == (5, Decimal(2), 50)
    assert (version.price, version.currency) == (Decimal(250), "EUR")
    assert "survey data" in version.search_text
    assert version.image_svg.startswith("<svg")
    assert version.image_png.startswith(b"\x89PNG")


def test_it_tells_all_that_is_missing_at_once(university, bashir):
    achievement = services.create_achievement(university, title="Nearly", by=bashir, at=NOW)
    services.change_draft(
        achievement,
        {
            "kind": "qualification-unit",
            "hours": "forty",
            "outcomes": [{"verb": "know", "skill": "things"}],
            "components": [{"kind": "exam", "title": "Exam", "hours": 4, "weight": 90}],
        },
        by=bashir,
        at=NOW,
    )
    with pytest.raises(services.NotReady) as refused:
        services.publish(achievement, by=bashir, at=NOW)
    told = {(problem.code, problem.pointer) for problem in refused.value.problems}
    assert {
        ("value.wrong-kind", "/hours"),
        ("definition.missing", "/summary"),
        ("definition.missing", "/outcomes/0/level"),
        ("outcome.vague", "/outcomes/0/verb"),
        ("definition.weights-differ", "/components"),
        ("definition.missing", "/criteria"),
        ("definition.missing", "/eqf_level"),
        ("definition.missing", "/qualification"),
    } <= told
    assert ("definition.missing", "/hours") not in told
    assert all(problem.meaning.remedy for problem in refused.value.problems)
    assert Achievement.objects.get().current is None


@pytest.mark.parametrize(
    ("definition", "code", "pointer"),
    [
        (but(outcomes=()), "definition.missing", "/outcomes"),
        (but(hours=60), "definition.hours-differ", "/hours"),
        (
            but(components=(Component("project", "All", 50, 99),)),
            "definition.weights-differ",
            "/components",
        ),
        (
            but(components=(Component("project", "", 50, 100),)),
            "definition.missing",
            "/components/0/title",
        ),
        (but(mode="onsite"), "definition.missing", "/place"),
        (
            but(supervision="supervisedOnsiteVerified", identity_check="none"),
            "value.contradiction",
            "/identity_check",
        ),
        (but(kind="professional-certification"), "definition.missing", "/components"),
        (but(kind="nanodegree", components=()), "definition.missing", "/components"),
        (
            but(criteria=(WHOLE.criteria[2],)),
            "definition.missing",
            "/criteria",
        ),
    ],
)
def test_it_is_refused(draft, bashir, definition, code, pointer):
    services.save_draft(draft, definition, by=bashir, at=NOW)
    with pytest.raises(services.NotReady) as refused:
        services.publish(draft, by=bashir, at=NOW)
    assert (code, pointer) in [(one.code, one.pointer) for one in refused.value.problems]


def test_a_badge_asks_for_less(draft, bashir):
    small = Definition(
        title="First aid helper",
        summary="Can help until the doctor comes.",
        kind="badge",
        language="en",
        outcomes=(Outcome("carry out", "foundation", "cardiopulmonary resuscitation"),),
        criteria=(WHOLE.criteria[0],),
    )
    services.save_draft(draft, small, by=bashir, at=NOW)
    assert services.publish(draft, by=bashir, at=NOW).hours is None


def test_the_next_version_leaves_the_first_as_it_was(offered, bashir):
    first = offered.current
    services.change_draft(offered, {"summary": "Shorter."}, by=bashir, at=NOW)
    second = services.publish(offered, by=bashir, at=NOW, note="Said better")
    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert definition_of(first) == WHOLE
    assert definition_of(second).summary == "Shorter."
    assert list(published()) == [second]


def test_nothing_to_publish_is_a_conflict(offered, bashir):
    with pytest.raises(Conflict) as refused:
        services.publish(offered, by=bashir, at=NOW)
    assert refused.value.problem.code == "definition.no-draft"


def test_a_version_that_says_the_same_is_refused(offered, bashir):
    services.save_draft(offered, WHOLE, by=bashir, at=NOW)
    with pytest.raises(Refused) as refused:
        services.publish(offered, by=bashir, at=NOW)
    assert refused.value.problem.code == "definition.unchanged"


def test_a_correction_changes_wording_only(offered, bashir):
    services.change_draft(offered, {"summary": "For people with numbers."}, by=bashir, at=NOW)
    version = services.publish(offered, by=bashir, at=NOW, note="A typo", as_correction=True)
    assert version.is_correction


@pytest.mark.parametrize("changes", [{"ects": "3"}, {"outcomes": [WHOLE.as_json()["outcomes"][0]]}])
def test_a_change_of_what_is_certified_is_no_correction(offered, bashir, changes):
    services.change_draft(offered, changes, by=bashir, at=NOW)
    with pytest.raises(Refused) as refused:
        services.publish(offered, by=bashir, at=NOW, note="A typo", as_correction=True)
    assert refused.value.problem.code == "definition.not-a-correction"


def test_a_withdrawn_one_is_not_published(draft, bashir):
    services.withdraw(draft, by=bashir, at=NOW)
    with pytest.raises(Conflict) as refused:
        services.publish(draft, by=bashir, at=NOW)
    assert refused.value.problem.code == "definition.withdrawn"


def test_what_is_published_can_be_signed_and_verified(draft, bashir):
    version = services.publish(draft, by=bashir, at=NOW)
    key = tm.SigningKey.generate()
    signed = tm.issue(
        achievement_of(version),
        to="mailto:ada@people.example",
        by=tm.Issuer(key.public.did_key, name="Example University"),
        key=key,
        at=NOW,
    )
    report = tm.examine(signed, resolver=tm.Offline(), at=NOW)
    assert report.verdict is tm.Verdict.VALID, report.problems
    said = json.loads(str(signed.text if hasattr(signed, "text") else signed))
    achievement = said["credentialSubject"]["achievement"]
    assert achievement["id"] == version_url(version)
    assert achievement["id"].startswith(achievement_url(draft))
    assert achievement["standardElements"]["workloadHours"] == 50
    assert achievement["standardElements"]["ectsCredits"] == 2
    outcomes = achievement["standardElements"]["learningOutcome"]
    assert [outcome["eqfLevel"] for outcome in outcomes] == [5, 4]
    assert achievement["resultDescription"][0]["requiredValue"] == "60"
    assert {one["targetFramework"] for one in achievement["alignment"]} == {
        "ESCO",
        "European Qualifications Framework",
    }
