"""Whoever defines or assesses reads a short guide, with the tables that the score rests on."""

from __future__ import annotations

import pytest
from django.test import Client

from testamur.quality.method import HIGHEST_SHOWN
from testamur_web.catalogue.services import create_achievement
from tests.web.conftest import NOW

pytestmark = pytest.mark.django_db


def test_the_tables_are_those_of_the_score():
    page = Client().get("/guides/").text
    for shows in HIGHEST_SHOWN.values():
        assert shows.because in page
    assert "is 25 to 30 hours" in page


@pytest.mark.parametrize(
    ("step", "part"),
    [("outcomes", "outcomes"), ("work", "workload"), ("assessment", "assessment")],
)
def test_a_step_of_the_editor_leads_to_its_part(sign_in, university, bashir, step, part):
    draft = create_achievement(university, title="Welding", by=bashir, at=NOW)
    page = sign_in(bashir).get(f"/o/{university.slug}/achievements/{draft.pk}/edit/{step}/").text
    assert f'href="/guides/#{part}"' in page
    assert f'id="{part}"' in Client().get("/guides/").text
