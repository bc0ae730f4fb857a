"""An operator brings a file of postings, maps it, tries it, loads it, stops it, deletes it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur.market import load, mapping_of
from testamur_web.labour import loading
from testamur_web.labour.bringing import (
    bring_file,
    delete_load,
    say_mapping,
    start_load,
    stop_load,
)
from testamur_web.labour.counting import count_demand
from testamur_web.labour.figures import LONGEST
from testamur_web.labour.jobs import count_figures, load_postings
from testamur_web.labour.loading import MOST_ATTEMPTS, STALE, hand_on, load_file
from testamur_web.labour.models import Count, Figure, Load
from testamur_web.labour.places import file_of, store_here
from testamur_web.labour.queries import figures_of_skills
from testamur_web.ops.models import TrailEntry
from testamur_web.ops.outbox import drain
from testamur_web.people.services import make_token
from tests.web.conftest import NOW
from tests.web.labour.conftest import HEAD, MAPPING, PYTHON, brought, loaded, postings, work

pytestmark = pytest.mark.django_db

STATED = {
    "source": "Example jobs",
    "licence": "CC BY 4.0",
    "retrieved": "2026-04-30",
    "column_title": "title",
    "column_posted": "posted",
    "column_id": "id",
    "column_region": "region",
    "column_skills": "skills",
    "separator_skills": ";",
    "column_salary_from": "pay",
    "value_period": "year",
    "value_currency": "EUR",
}


def upload(browser, text, name="jobs.csv"):
    return browser.post("/operator/market/", {"file": SimpleUploadedFile(name, text.encode())})


def test_a_file_is_brought_mapped_tried_loaded_and_counted(operator_browser):
    page = upload(operator_browser, postings()).url
    first = operator_browser.get(page)
    assert "What the columns hold" in first.text
    assert '<option value="title" selected>' in first.text, "the mapping is guessed"
    assert "p0-0" in first.text, "the first rows stand beside it"
    assert operator_browser.post(page, STATED).url == f"{page}#tried"
    tried = operator_browser.get(page).text
    assert "1,440 of 1,440 rows can be read" in tried
    assert not Figure.objects.exists()
    operator_browser.post(f"{page}start/")
    assert "It waits for a worker" in operator_browser.get(page).text
    work()
    done = operator_browser.get(page).text
    assert "It is loaded" in done
    assert "1,440 postings of 1,440 rows count" in done
    listed = operator_browser.get("/operator/market/").text
    assert "Example jobs" in listed
    assert "CC BY 4.0" in listed
    load = Load.objects.get()
    assert not file_of(load.pk, load.name).exists(), "its texts are not kept"
    assert Figure.objects.get(uri=PYTHON).way == "rising"
    assert list(TrailEntry.objects.order_by("at").values_list("verb", flat=True)) == [
        "market.bring",
        "market.map",
        "market.load",
    ]


def test_what_is_wrong_is_told_by_column_before_anything_is_written(operator_browser):
    text = (
        HEAD + "1,analyst,yesterday,Tyrol,,,x\n2,,2026-01-01,Tyrol,,,\n3,fitter,2026-01-01,,,,y\n"
    )
    page = upload(operator_browser, text).url
    operator_browser.post(page, STATED)
    tried = operator_browser.get(page).text
    assert "1 of 3 rows can be read" in tried
    assert "is no date" in tried
    assert "it has no title" in tried
    assert "is no amount" in tried


def test_source_licence_and_date_are_needed(operator_browser):
    page = upload(operator_browser, postings(3)).url
    for name in ("source", "licence", "retrieved", "column_title", "column_posted"):
        answer = operator_browser.post(page, {**STATED, name: ""})
        assert answer.status_code == 422, name
    assert Load.objects.get().mapping == {}
    both = operator_browser.post(page, {**STATED, "value_region": "Tyrol"})
    assert "Choose the column, or write a value" in both.text


def test_rows_that_were_left_out_are_there_to_be_downloaded(operator_browser):
    text = postings(8) + "=cmd()|x,=2+5,never,Tyrol,,,\n"
    load = loaded(text)
    assert load.counts["rejected"] == 1
    answer = operator_browser.get(f"/operator/market/{load.pk}/rejected.csv")
    told = b"".join(answer.streaming_content).decode()
    assert "market.row-date" in told
    assert "'=cmd()" in told, "no spreadsheet computes it"
    assert "Download them (CSV)" in operator_browser.get(f"/operator/market/{load.pk}/").text


def test_nothing_is_loaded_without_a_mapping_nor_twice():
    load = brought(postings(8))
    with pytest.raises(Refused) as refused:
        start_load(load, by=None, at=NOW)
    assert refused.value.problem.code == "market.not-mapped"
    say_mapping(load, MAPPING, by=None, at=NOW)
    start_load(load, by=None, at=NOW)
    for change in (
        lambda: start_load(load, by=None, at=NOW),
        lambda: say_mapping(load, MAPPING, by=None, at=NOW),
    ):
        with pytest.raises(Conflict) as error:
            change()
        assert error.value.problem.code == "market.load-begun"


def test_the_same_file_again_adds_nothing():
    loaded(postings(8))
    again = loaded(postings(8))
    assert (again.state, again.problem["code"]) == ("refused", "market.loaded-before")
    assert len(store_here().loads()) == 1


def test_a_load_is_stopped_and_nothing_of_it_counts(monkeypatch, operator_browser):
    load = brought(postings(8))
    with pytest.raises(Conflict) as error:
        stop_load(load, by=None, at=NOW)
    assert error.value.problem.code == "market.load-over"
    say_mapping(load, MAPPING, by=None, at=NOW)
    start_load(load, by=None, at=NOW)
    teller = loading._teller

    def stopped(pk):
        tell = teller(pk)

        def telling(*told):
            Load.objects.filter(state="loading").update(state="cancelled")
            tell(*told)

        return telling

    monkeypatch.setattr(loading, "_teller", stopped)
    load_file(load.pk)
    load.refresh_from_db()
    assert load.state == "cancelled"
    assert store_here().loads() == []
    monkeypatch.undo()
    page = f"/operator/market/{load.pk}/"
    assert "It was stopped" in operator_browser.get(page).text
    operator_browser.post(f"{page}start/")
    work()
    load.refresh_from_db()
    assert load.state == "done"


def test_figures_stay_with_their_date_until_they_are_counted_without_a_deleted_load(
    operator_browser,
):
    kept, load = loaded(postings(8)), loaded()
    page = f"/operator/market/{load.pk}/delete/"
    assert "no longer than an hour" in operator_browser.get(page).text
    before = [*Figure.objects.values_list("uri", "postings", "counted_at").order_by("uri")]
    operator_browser.post(page, {"figures": "keep"})
    told = operator_browser.get("/demand/").text
    assert "are being counted anew" in told
    assert "no longer than" in told
    assert [*Figure.objects.values_list("uri", "postings", "counted_at").order_by("uri")] == before
    work()
    assert "counted anew" not in operator_browser.get("/demand/").text
    assert Count.objects.get().content["postings"] == kept.counts["postings"]
    assert [one.load for one in store_here().loads()] == [kept.loaded_as]
    assert list(store_here().folder.rglob(f"{load.loaded_as}.*")) == []


def test_nothing_is_counted_from_a_deleted_load_though_its_files_are_there():
    load = loaded()
    delete_load(load, by=None, at=timezone.now())
    assert len(store_here().loads()) == 1, "no worker was there yet"
    count_figures.func()
    assert not Figure.objects.exists()
    assert Count.objects.get().hidden_from is None


def test_figures_of_a_deleted_load_are_shown_for_an_hour_at_most(operator_browser):
    load = loaded()
    delete_load(load, by=None, at=timezone.now() - LONGEST)
    assert Figure.objects.exists(), "nobody counted anew"
    for page in ("/demand/", "/api/v1/market/skills", f"/demand/skill/?uri={PYTHON}"):
        assert PYTHON not in operator_browser.get(page).text, page
    assert operator_browser.get("/api/v1/market").status_code == 404
    assert operator_browser.get(f"/demand/skill/?uri={PYTHON}").status_code == 404
    assert "Figures are being counted" in operator_browser.get("/demand/").text
    assert figures_of_skills([PYTHON]) == {}


def test_where_a_licence_has_ended_all_figures_go_at_once(operator_browser):
    load = loaded()
    operator_browser.post(f"/operator/market/{load.pk}/delete/", {"figures": "hide"})
    assert not Figure.objects.exists()
    assert "Figures are being counted" in operator_browser.get("/demand/").text
    work()
    assert store_here().loads() == []
    assert "Nothing is known of demand here yet" in operator_browser.get("/demand/").text


def test_what_was_deleted_may_be_loaded_again_at_once():
    load = loaded(postings(8))
    delete_load(load, by=None, at=timezone.now())
    again = loaded(postings(8))
    assert (again.state, again.counts["postings"]) == ("done", 480)
    drain()
    assert [one.load for one in store_here().loads()] == [again.loaded_as]


def test_a_program_lists_counts_and_deletes_what_was_loaded_by_command(fay, tmp_path):
    token = make_token(fay, organisation=None, name="loader", at=NOW)
    program = Client(headers={"Authorization": f"Bearer {token}"})
    path = tmp_path / "jobs.csv"
    path.write_text(postings(8), encoding="utf-8")
    manifest = load(path, mapping=mapping_of(MAPPING), store=store_here(), at=NOW).manifest
    [listed] = program.get("/api/v1/market/stored").json()
    assert (listed["load"], listed["licence"]) == (manifest.load, "CC BY 4.0")
    assert (listed["retrieved"], listed["counts"]["rows"]) == ("2026-04-30", 480)
    assert program.post("/api/v1/market/count").status_code == 202
    work()
    assert program.get("/api/v1/market").json()["postings"] == 480
    gone = program.delete(f"/api/v1/market/stored/{manifest.load}?figures=hide")
    assert gone.status_code == 204
    assert program.get("/api/v1/market/stored").json() == []
    assert program.get("/api/v1/market").status_code == 404


def test_a_count_that_began_before_a_load_was_deleted_is_not_kept(monkeypatch):
    load = loaded()
    from testamur_web.labour import counting

    counted = counting._counted

    def meanwhile(market, *, at):
        found = counted(market, at=at)
        delete_load(load, by=None, at=timezone.now(), hides_figures=True)
        return found

    monkeypatch.setattr(counting, "_counted", meanwhile)
    assert count_demand(at=timezone.now()) is False
    assert not Figure.objects.exists()


def test_what_was_loaded_by_command_is_listed_and_deleted_alike(operator_browser, tmp_path):
    path = tmp_path / "jobs.csv"
    path.write_text(postings(8), encoding="utf-8")
    mapping = mapping_of({**MAPPING, "source": "By command"})
    manifest = load(path, mapping=mapping, store=store_here(), at=NOW).manifest
    listed = operator_browser.get("/operator/market/").text
    assert "Loaded by command" in listed
    assert "By command" in listed
    assert "CC BY 4.0" in listed
    operator_browser.post("/operator/market/count/")
    work()
    assert Count.objects.get().content["postings"] == 480
    page = f"/operator/market/stored/{manifest.load}/delete/"
    assert "By command" in operator_browser.get(page).text
    operator_browser.post(page, {"figures": "keep"})
    assert "Loaded by command" not in operator_browser.get("/operator/market/").text
    work()
    assert store_here().loads() == []
    assert not Figure.objects.exists()
    assert operator_browser.get(page).status_code == 404
    verbs = [*TrailEntry.objects.order_by("at").values_list("verb", flat=True)]
    assert verbs == ["market.count", "market.delete"]


def test_whoever_was_killed_is_followed_by_another_until_it_is_given_up():
    load = brought(postings(8))
    say_mapping(load, MAPPING, by=None, at=NOW)
    start_load(load, by=None, at=NOW)
    Load.objects.update(state="loading", seen_at=timezone.now())
    load_file(load.pk)
    assert store_here().loads() == [], "somebody may still load it"
    Load.objects.update(seen_at=timezone.now() - STALE)
    load_file(load.pk)
    load.refresh_from_db()
    assert load.state == "done"
    Load.objects.update(state="loading")
    hand_on(load.pk, number=MOST_ATTEMPTS + 1, enqueue=print)
    load.refresh_from_db()
    assert load.problem["code"] == "market.load-stopped"


def test_a_load_that_was_deleted_meanwhile_leaves_nothing(monkeypatch):
    load = brought(postings(8))
    say_mapping(load, MAPPING, by=None, at=NOW)
    start_load(load, by=None, at=NOW)
    real = loading.load

    def deleting(*told, **more):
        came = real(*told, **more)
        delete_load(Load.objects.get(), by=None, at=NOW)
        return came

    monkeypatch.setattr(loading, "load", deleting)
    load_postings.func(str(load.pk))
    assert store_here().loads() == []
    assert not Load.objects.exists()


def test_a_file_that_is_no_table_of_postings_is_refused_with_one_sentence(operator_browser):
    answer = upload(operator_browser, "hello", "letter.txt")
    assert answer.status_code == 422
    assert "cannot be read" in answer.text
    assert not Load.objects.exists()
    with pytest.raises(Refused):
        bring_file("jobs.csv", [b""], by=None, at=NOW)
