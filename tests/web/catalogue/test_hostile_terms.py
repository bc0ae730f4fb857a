"""Whatever stands in the terms of a draft is judged, shown and typed again, and breaks nothing."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from testamur_web.catalogue import services
from testamur_web.catalogue.definition import read_draft
from testamur_web.catalogue.facts import LearnerFacts, kept_facts
from testamur_web.catalogue.funding import open_fundings
from testamur_web.catalogue.references import examine_draft_of
from testamur_web.ui.issuer.editor.term_rows import at_rows, fold, unfold
from tests.web.catalogue.conftest import WHOLE
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
SCRIPT = "<script>alert('x')</script>"
SKILL = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"

words = st.sampled_from(
    [
        *("achievement", "skill", "name", "level", "all", "any", "percent", "most", "conditions"),
        *(
            "fact",
            "test",
            "value",
            "url",
            "until",
            "age",
            "atMost",
            "oneOf",
            "country",
            "AT",
            "EUR",
        ),
        *("voucher", "is", "https://uni.example/a", SKILL, "2027-01-11", "", "x", SCRIPT),
    ]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**12) | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
quietly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@quietly
@given(requires=anything, funding=st.lists(anything, max_size=3) | anything, starts=anything)
@example(requires={"all": [{"any": {}}]}, funding=[{"most": 3}], starts=["x"])
@example(requires={"any": [{"level": "x"}]}, funding=[{"conditions": [3]}], starts={})
def test_whatever_stands_there_is_judged_and_shown_at_its_row(draft, requires, funding, starts):
    told = WHOLE.as_json() | {"requires": requires, "funding": funding, "starts": starts}
    ready = at_rows(examine_draft_of(draft, told, on=TODAY), told)
    again = read_draft(json.loads(json.dumps(ready.definition.as_json())))[0]
    assert again == ready.definition or read_draft(told)[1]
    for one in open_fundings(ready.definition.funding, on=TODAY):
        assert 0 <= one.pays(18000, "EUR") <= 18000
        one.is_open_to(LearnerFacts(birth_year=1999, country="AT").on(TODAY))
    for name, value in (("requires", requires), ("funding", funding)):
        assert isinstance(unfold(name, value), list)


@quietly
@given(rows=st.lists(st.dictionaries(st.sampled_from(["title", "ability", "level", "join",
    "achievement", "skill_uri", "unseen", "amount", "currency", "age_to", "countries"]), words,
    max_size=5), max_size=4))  # fmt: skip
def test_whatever_is_typed_in_rows_can_be_read(rows):
    for name in ("requires", "funding"):
        read_draft({name: fold(name, rows)})


@quietly
@given(stated=anything)
def test_facts_as_they_were_kept_are_always_read(stated):
    assert isinstance(kept_facts(stated, year=2026).on(TODAY), dict)


@pytest.fixture
def poisoned():
    node = {"achievement": f"https://x.example/?{SCRIPT}", "name": f"SQL{SCRIPT}"}
    funding = {"name": f"Grant{SCRIPT}", "percent": 50}
    voucher = {"fact": "voucher", "test": "is", "value": SCRIPT}
    return {"requires": {"all": [node | {"achievement": "https://x.example/"}, node]}} | {
        "funding": [funding | {"conditions": [voucher]}]
    }


@pytest.mark.parametrize("step", ["edit/practical/", "review/", "preview/learner/"])
def test_markup_in_terms_is_shown_as_text(draft, bashir, sign_in, poisoned, step):
    services.save_draft(draft, WHOLE.as_json() | poisoned, by=bashir, at=NOW)
    here = reverse("issuer-show-achievement", args=[draft.organisation.slug, draft.pk])
    page = sign_in(bashir).get(f"{here}{step}")
    assert page.status_code == 200
    assert SCRIPT not in page.text


def test_markup_in_published_terms_is_text_on_the_public_page(client, university, poisoned):
    version = offer(university, "Course", **poisoned)
    page = client.get(f"/catalogue/{version.achievement_id}/")
    assert page.status_code == 200
    assert SCRIPT not in page.text
