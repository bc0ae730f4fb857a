"""A version with two mandatory criteria, a cohort of it, and Ada in it."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.utils import timezone

from testamur_web.catalogue.definition import Criterion, Definition, Outcome
from testamur_web.catalogue.models import Achievement, Version
from testamur_web.learning import services
from testamur_web.learning.findings import Finding, Found
from testamur_web.ops import outbox
from testamur_web.people.models import Role
from tests.web.conftest import NOW, join, person
from tests.web.learning.rubrics import marked_with, rubric_of

CRITERIA = (
    Criterion(id="plan", text="Plans a survey", is_mandatory=True),
    Criterion(id="report", text="Reports the results", is_mandatory=True),
    Criterion(id="talk", text="Presents them to others", is_mandatory=False),
)
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"


def publish(organisation, title="Survey design", criteria=CRITERIA, **more) -> Version:
    definition = Definition(
        title=title,
        summary="Designs a survey and reports what it says.",
        kind="badge",
        language="en",
        outcomes=(Outcome(verb="design", level="intermediate", skill="surveys"),),
        criteria=criteria,
        **more,
    )
    achievement = Achievement.objects.create(organisation=organisation, title=title)
    version = Version.objects.create(
        achievement=achievement,
        number=1,
        content=definition.as_json(),
        published_at=NOW,
        title=title,
        summary=definition.summary,
        search_text=title,
        kind="badge",
        language="en",
    )
    achievement.current = version
    achievement.save()
    return version


def findings(**found) -> list[Finding]:
    """All met, but for those that are named: `findings(report="not-met")`."""
    return [Finding(one.id, Found(found.get(one.id, "met")), f"about {one.id}") for one in CRITERIA]


@pytest.fixture
def version(university) -> Version:
    return publish(university)


@pytest.fixture
def registrar(university):
    somebody = person("remi")
    join(somebody, university, Role.REGISTRAR)
    return somebody


@pytest.fixture
def assessor(university):
    somebody = person("asha")
    join(somebody, university, Role.ASSESSOR)
    return somebody


@pytest.fixture
def cohort(version, bashir):
    return services.open_cohort(version, name="Spring 2026", by=bashir, at=NOW)


@pytest.fixture
def enrolment(cohort, ada):
    return services.enrol(cohort, person=ada, at=NOW)


@pytest.fixture
def note(enrolment, ada):
    return services.add_evidence(
        enrolment, services.Piece("note", text="I asked forty people."), by=ada, at=NOW
    )


@pytest.fixture
def handed_in(enrolment, note, ada):
    return services.hand_in(enrolment, by=ada, at=NOW)


@pytest.fixture
def rubric(university, bashir):
    return rubric_of(university, bashir)


@pytest.fixture
def once(cohort, rubric, bashir):
    """The cohort, where one mark is enough."""
    return marked_with(cohort, rubric, bashir)


@pytest.fixture
def twice(cohort, rubric, bashir):
    """The cohort, where two mark, blind, at most 15 points apart."""
    return marked_with(cohort, rubric, bashir, has_second=True, is_blind=True)


@pytest.fixture
def other(university):
    """A second assessor."""
    somebody = person("omar")
    join(somebody, university, Role.ASSESSOR)
    return somebody


@pytest.fixture
def third(university):
    """A third assessor."""
    somebody = person("thea")
    join(somebody, university, Role.ASSESSOR)
    return somebody


@pytest.fixture
def foreign_cohort(college, chen):
    """A cohort of another organisation."""
    return services.open_cohort(publish(college, "Baking"), name="Theirs", by=chen, at=NOW)


@pytest.fixture
def prior_cohort(version, bashir):
    """A cohort in which people claim what they can do already."""
    return services.open_cohort(
        version, name="Recognition 2026", by=bashir, at=NOW, is_prior_learning=True
    )


@pytest.fixture
def prior(prior_cohort, ada):
    return services.enrol(prior_cohort, person=ada, at=NOW)


@pytest.fixture
def proof(prior, ada):
    piece = services.Piece("note", "Yearbook", text="The survey of 2019, for the town.")
    return services.add_evidence(prior, piece, by=ada, at=NOW)


@pytest.fixture
def claim(prior, proof, ada):
    return services.claim_row(
        prior,
        "criterion-plan",
        account="I planned the survey of the town.",
        evidence=[proof.pk],
        by=ada,
        at=NOW,
    )


MARIA = services.Supervisor("Maria Lang", "maria@town.example", "Town of Hall", "manager")


@pytest.fixture
def asked(prior, claim, ada):
    """Maria is asked about the claim, today; her letter is not written yet."""
    return services.ask_about_claims(
        prior, ["criterion-plan"], supervisor=MARIA, by=ada, at=timezone.now()
    )


@pytest.fixture
def link(asked):
    """The secret address in the letter to Maria."""
    return link_in_letter()


def link_in_letter() -> str:
    """The address in the last letter to a supervisor, once workers have written it."""
    outbox.drain()
    letters = [one for one in mail.outbox if "/attest/" in one.body]
    found = re.search(r"http://[^/]+(/attest/\S+)", letters[-1].body)
    assert found
    return found[1]
