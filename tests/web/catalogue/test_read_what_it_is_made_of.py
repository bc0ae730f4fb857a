"""Everybody reads what a whole is made of, and what a part counts toward."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from testamur.pathways.rules import read_rule, rule_schema
from testamur_web.awards.queries import issuers_here
from testamur_web.awards.services.keys import make_key
from testamur_web.catalogue import services
from testamur_web.catalogue.addresses import achievement_url
from testamur_web.catalogue.documents import rule_of
from testamur_web.catalogue.made_of import Span, made_of
from testamur_web.catalogue.stacks import Stack
from tests.web.catalogue.conftest import WHOLE
from tests.web.catalogue.offers import offer
from tests.web.conftest import NOW


@pytest.fixture
def parts(university, college):
    """Three offers: two of the university, one of another issuer."""
    made = {
        "a": offer(university, "Statistics", hours=40, ects="2"),
        "b": offer(university, "Python", hours=60, ects="3"),
        "c": offer(college, "Ethics", hours=10, price={"amount": "20", "currency": "EUR"}),
    }
    for name, ects in {"a": 2, "b": 3}.items():
        made[name].ects = Decimal(ects)
        made[name].save()
    return made


def asks(version):
    return {"achievement": achievement_url(version.achievement), "name": version.title}


@pytest.fixture
def publish(university, bashir):
    def make(clause, title="Data practitioner", achievement=None, **more):
        achievement = achievement or services.create_achievement(
            university, title=title, by=bashir, at=NOW
        )
        definition = replace(WHOLE, title=title, stack=Stack(clause, **more))
        services.save_draft(achievement, definition, by=bashir, at=NOW)
        return services.publish(achievement, by=bashir, at=NOW, note="x")

    return make


def page(client, version, **query):
    address = reverse("public-read-achievement", args=[version.achievement_id])
    return client.get(address, query).content.decode()


def test_the_page_tells_the_rule_and_links_its_parts(client, parts, publish):
    whole = publish({"all": [asks(parts["a"]), {"any": [asks(parts["b"]), asks(parts["c"])]}]})
    told = page(client, whole)
    assert "Hold “Statistics” and (“Python” or “Ethics”)." in told
    for one in parts.values():
        assert f'href="/catalogue/{one.achievement_id}/"' in told
    assert "Any one of these" in told
    assert parts["c"].achievement.organisation.name in told
    assert "50\N{EN DASH}100" in told  # hours
    assert "It is given at once" in told


@pytest.mark.parametrize(
    ("clause", "hours"),
    [
        ({"all": ["a", "b"]}, (100, 100)),
        ({"any": ["a", "b", "c"]}, (10, 60)),
        ({"atLeast": 2, "of": ["a", "b", "c"]}, (50, 100)),
        ({"inOrder": ["a", {"any": ["b", "c"]}]}, (50, 100)),
        ({"withinMonths": 6, "rule": "a"}, (40, 40)),
        ({"all": ["a", {"credits": 5}]}, None),
        ({"any": ["a", {"achievement": "urn:elsewhere:1"}]}, None),
    ],
)
def test_the_sum_is_a_range_or_is_not_told(parts, publish, clause, hours):
    def put(value):
        if isinstance(value, dict):
            return {name: put(each) for name, each in value.items()}
        if isinstance(value, list):
            return [put(each) for each in value]
        return asks(parts[value]) if value in parts else value

    made = made_of(rule_of(publish(put(clause))), {})
    assert made.hours == (Span(*map(Decimal, hours)) if hours else None)


def test_costs_of_several_currencies_are_not_added(university, parts, publish):
    dollars = offer(university, "Dollars", price={"amount": "5", "currency": "USD"})
    same = made_of(rule_of(publish({"all": [asks(parts["a"]), asks(parts["c"])]})), {})
    assert same.cost == Span(Decimal(200), Decimal(200))
    mixed = made_of(rule_of(publish({"all": [asks(parts["a"]), asks(dollars)]}, "Other")), {})
    assert mixed.cost is None


def test_the_page_of_a_part_tells_what_it_counts_toward(
    client, parts, publish, bashir, django_assert_max_num_queries
):
    for title in ("Data practitioner", "Data lead", "Data head"):
        whole = publish(
            {"all": [asks(parts["a"]), {"credits": 2, "from": [asks(parts["b"])["achievement"]]}]},
            title,
        )
    with django_assert_max_num_queries(16):
        told = page(client, parts["a"])
    assert told.count('href="/catalogue/') >= 3
    for title in ("Data practitioner", "Data lead", "Data head"):
        assert title in told
        assert title in page(client, parts["b"])
    assert "Data head" not in page(client, parts["c"])
    # What is no longer offered, or no longer asks for it, is not told.
    publish(asks(parts["c"]), "Data head", whole.achievement)
    assert "Data head" not in page(client, parts["a"])
    assert "Data head" in page(client, parts["c"])
    services.withdraw(whole.achievement, by=bashir, at=NOW)
    assert "Data head" not in page(client, parts["c"])


def test_an_equivalent_counts_toward_it_too(client, parts, publish):
    same = {asks(parts["a"])["achievement"]: [asks(parts["c"])["achievement"]]}
    publish(asks(parts["a"]), recognised=same)
    assert "Data practitioner" in page(client, parts["c"])


def test_issuers_are_told_by_name(client, parts, publish, university, bashir):
    make_key(university, by=bashir, at=NOW)
    [identifier] = issuers_here()
    whole = publish({"issuers": [identifier], "rule": asks(parts["a"])})
    told = page(client, whole)
    assert f"Awarded by {university.name}" in told
    assert identifier not in told


def test_an_address_that_could_do_harm_is_no_link(client, publish):
    told = page(client, publish({"achievement": "javascript:alert(1)", "name": "Click"}))
    assert "Click" in told
    assert 'href="javascript:' not in told


def test_the_catalogue_is_narrowed_to_what_is_made_of_others(client, parts, publish):
    publish(asks(parts["a"]))
    address = reverse("public-browse-catalogue")
    assert "Made of others" in client.get(address).content.decode()
    narrowed = client.get(address, {"made": "of-others"})
    assert [one.title for one in narrowed.context["found"].page] == ["Data practitioner"]


def test_the_id_of_a_rule_opens_it(client, parts, publish):
    first = publish(asks(parts["a"]))
    second = publish(asks(parts["b"]), achievement=first.achievement)
    address = rule_of(first).id.removeprefix("http://127.0.0.1:8000")
    for query, version in ({}, second), ({"version": "1"}, first), ({"version": "2"}, second):
        answer = client.get(address, query)
        assert answer.content.decode() == rule_of(version).text
        assert read_rule(answer.content).digest in answer["ETag"]
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    for wrong in ("3", "0", "x", "-1", "9" * 30):
        assert client.get(address, {"version": wrong}).status_code == 404


def test_what_is_not_made_of_others_has_no_rule(client, parts):
    assert (
        client.get(reverse("public-read-rule", args=[parts["a"].achievement_id])).status_code == 404
    )


def test_the_schema_of_rules_is_published(client):
    answer = client.get("/schemas/rule.json")
    assert answer["Content-Type"] == "application/schema+json"
    assert json.loads(answer.content) == rule_schema()


def test_the_api_tells_the_rule_with_its_digest(client, parts, publish):
    whole = publish(asks(parts["a"]))
    address = f"/api/v1/achievements/{whole.achievement_id}/rule"
    told = client.get(address).json()
    rule = rule_of(whole)
    assert told == {
        "rule": rule.as_json(),
        "digest": rule.digest,
        "told": "For “Data practitioner”, hold “Statistics”.",
    }
    assert client.get(address, {"version": 1}).json() == told
    assert client.get(address, {"version": 2}).json()["code"] == "http.not-found"
    part = parts["a"].achievement_id
    assert client.get(f"/api/v1/achievements/{part}/rule").status_code == 404
