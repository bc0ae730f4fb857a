"""Lists of issuers that others sign: verified before they count, told with day, replaced, removed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

import testamur as tm
from testamur.credentials.issue import sign
from testamur.credentials.openbadges import CONTEXTS, Profile
from testamur.encoding import format_timestamp
from testamur.errors import Conflict, Refused
from testamur_web.awards.queries import issuer_id
from testamur_web.awards.resolver import InstanceResolver
from testamur_web.ops.models import TrailEntry
from testamur_web.trust import registries
from testamur_web.trust.levels import Checked, write_check
from testamur_web.trust.models import TrustRegistry
from testamur_web.trust.own_registry import own_registry
from testamur_web.trust.registries import Brought, load_registry, named_in, remove_registry
from testamur_web.trust.standing import standing_of_issuer
from testamur_web.verifying.judging import verify
from testamur_web.verifying.sources import Handed
from testamur_web.verifying.states import State
from tests.simulated_web import SimulatedWeb
from tests.web.conftest import NOW
from tests.web.plans.wholes import refusal

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
KEY, STRANGER = tm.SigningKey.generate(), tm.SigningKey.generate()
ADDRESS = "https://register.example/issuers.json"


def listed(*issuers, at=NOW, until=NOW + 30 * DAY, subject=None, proof=None, **more):
    """A list by the national register, as it would publish it."""
    named = subject or [Profile(one, name=name).as_json() for one, name in issuers]
    document = {
        "@context": list(CONTEXTS),
        "id": ADDRESS,
        "type": ["VerifiableCredential"],
        "issuer": Profile(KEY.public.did_key, name="National Register").as_json(),
        "validFrom": format_timestamp(at),
        "validUntil": format_timestamp(until),
        "credentialSubject": named,
    }
    return sign(document | more, signer=KEY, at=at, proof=proof).text


def load(text, by, at=NOW):
    return load_registry(Brought(text.encode(), ADDRESS), by=by, at=at)


@pytest.fixture
def foreign():
    """A credential of an issuer that has no account here."""
    issuer = tm.Issuer(STRANGER.public.did_key, name="Whoever I say I am")
    badge = tm.Achievement("https://far.example/a", name="Far away", criteria="Pass the exam")
    signed = tm.issue(badge, to="did:key:zHolder", by=issuer, key=STRANGER, at=NOW)
    return signed.text


def judged(text, at=NOW):
    [found] = verify([Handed("it.json", text.encode())], at=at)
    return found


def test_an_issuer_in_a_loaded_list_is_told_so_by_the_name_of_the_list(foreign, fay):
    assert judged(foreign).state is State.UNKNOWN_ISSUER
    load(listed((STRANGER.public.did_key, "Far University")), fay)
    found = judged(foreign)
    assert (found.state, found.issuer_name) == (State.VALID, "Far University")
    fourth = found.answers[3]
    assert fourth.outcome is tm.Outcome.PASSED
    assert fourth.sentence == (
        "Named as “Far University” in the register of National Register, loaded on 1 May 2026."
    )


def test_it_counts_for_as_long_as_it_says_and_until_it_is_removed(foreign, fay):
    row = load(listed((STRANGER.public.did_key, "Far University"), until=NOW + 3 * DAY), fay)
    assert judged(foreign, NOW + 2 * DAY).state is State.VALID
    assert judged(foreign, NOW + 3 * DAY).state is State.UNKNOWN_ISSUER
    remove_registry(row, by=fay, at=NOW)
    assert judged(foreign).state is State.UNKNOWN_ISSUER
    assert TrustRegistry.objects.get().removed_by == fay, "what was removed is kept"
    with refusal(Conflict, "registry.removed"):
        remove_registry(row, by=fay, at=NOW)
    verbs = TrailEntry.objects.filter(verb__startswith="registry.").values_list("verb", flat=True)
    assert set(verbs) == {"registry.load", "registry.remove"}


def test_a_newer_edition_replaces_the_older_and_never_the_other_way(fay):
    old, new = listed(("did:web:a.example", "A")), listed(("did:web:b.example", "B"), at=NOW + DAY)
    load(old, fay)
    load(new, fay, NOW + DAY)
    both = ["did:web:a.example", "did:web:b.example"]
    assert [one.name for one in named_in(both, at=NOW + DAY)] == ["B"]
    with refusal(Conflict, "registry.older"):
        load(old, fay, NOW + DAY)


def altered(text):
    return text.replace("Far University", "Fat University")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (altered(listed(("did:web:a.example", "Far University"))), "proof.signature-mismatch"),
        (listed(("did:web:a.example", "A"), until=NOW - DAY, at=NOW - 2 * DAY), "dates.expired"),
        ("<html>", "json.malformed"),
        (listed(("http://a.example/", "A")), "registry.malformed"),
        (listed(subject={"type": ["Profile"], "name": "Nobody"}), "registry.malformed"),
        (listed(subject={"id": "did:web:a.example", "type": ["Profile"]}), "registry.malformed"),
        (" " * (registries.MAX_REGISTRY_BYTES + 1), "upload.too-large"),
    ],
    ids=["altered", "ended", "no-json", "http", "nobody", "nameless", "large"],
)
def test_what_is_not_verified_or_no_list_does_not_count(text, code, fay):
    with refusal(Refused, code):
        load(text, fay)
    assert not TrustRegistry.objects.exists()


def test_nobody_is_named_twice(fay):
    both = [("did:web:a.example", "A"), ("did:web:a.example", "B")]
    with refusal(Refused, "registry.malformed"):
        load(listed(*both, proof="eddsa-jcs-2022"), fay)


def test_a_badge_is_no_list(foreign, fay):
    with refusal(Refused, "registry.malformed"):
        load(foreign, fay)


def test_an_address_is_asked_by_the_one_fetcher_and_no_other_way(monkeypatch, fay):
    web = SimulatedWeb({ADDRESS: listed(("did:web:a.example", "A"))})
    monkeypatch.setattr("testamur_web.awards.resolver._web", lambda: web)
    row = load_registry(registries.fetch_list(ADDRESS, at=NOW), by=fay, at=NOW)
    assert (row.source, row.name, row.loaded_at) == (ADDRESS, "National Register", NOW)
    web.take_down(ADDRESS)
    with refusal(Refused, "fetch.unreachable"):
        registries.fetch_list(ADDRESS, at=NOW)


@pytest.mark.parametrize("address", ["https://127.0.0.1/list", "https://[::ffff:10.0.0.1]/list"])
def test_no_address_inside_is_asked(address):
    with refusal(Refused, "fetch.blocked"):
        registries.fetch_list(address, at=NOW)


def test_the_own_list_is_verified_by_anybody_and_loaded_by_another_instance(
    client, award, university, fay
):
    said = Checked("domain", "A file stood there", NOW.date())
    write_check(university, said, by=fay, at=NOW)
    text = own_registry(at=NOW)
    report = tm.examine(text, resolver=InstanceResolver(at=NOW), at=NOW)
    assert report.verdict is tm.Verdict.VALID, report
    [row] = [one for one in json.loads(text)["credentialSubject"] if "id" in one]
    assert (row["id"], row["name"]) == (issuer_id(university), university.name)
    assert row["description"] == "Domain proven on 2026-05-01: A file stood there."
    given = client.get("/trust/registry.json")
    assert (given.status_code, given["Content-Type"]) == (200, "application/vc")
    loaded = load(text, fay)
    assert loaded.name == settings.INSTANCE_NAME
    [found] = named_in([issuer_id(university)], at=NOW)
    assert found.said == row["description"]
    assert standing_of_issuer(university, at=NOW).named == [found]
    now = timezone.now()
    load(own_registry(at=now), fay, now)
    page = client.get(f"/org/{university.slug}/trust/").content.decode()
    assert "Recognised in a register" in page
    fourth = judged(award.credential, now).answers[3].sentence
    assert "Domain proven on 1 May 2026: A file stood there." in fourth
    assert f"in the register of {settings.INSTANCE_NAME}" in fourth


def test_the_own_list_is_signed_when_it_changes_and_once_a_day(award, university, fay):
    first = own_registry(at=NOW)
    assert own_registry(at=NOW + DAY / 2) == first
    write_check(university, Checked("domain", "A file stood there", NOW.date()), by=fay, at=NOW)
    second = own_registry(at=NOW + DAY / 2)
    assert "A file stood there" in second
    assert own_registry(at=NOW + DAY) == second
    assert own_registry(at=NOW + 2 * DAY) != second


def test_where_nobody_can_sign_there_is_no_list(client, db):
    assert client.get("/trust/registry.json").status_code == 404


def test_an_operator_loads_looks_at_and_removes_it(client, fay):
    client.force_login(fay)
    here = "/operator/registries/"
    neither = client.post(here, {"address": ""})
    assert "one of both" in neither.content.decode()
    wrong = client.post(here, {"file": SimpleUploadedFile("list.json", b"{}")})
    assert wrong.status_code == 200
    text = listed(("did:web:a.example", "Academy"), until=NOW + 3_000 * DAY)
    made = client.post(here, {"file": SimpleUploadedFile("list.json", text.encode())})
    row = TrustRegistry.objects.get()
    assert made["Location"] == f"{here}{row.pk}/"
    page = client.get(made["Location"]).content.decode()
    assert "Academy" in page
    assert "did:web:a.example" in page
    assert client.post(made["Location"])["Location"] == here
    assert "None is loaded." in client.get(here).content.decode()
