"""An employer has many credentials verified together: one table, kept for them alone, then gone."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from testamur.errors import Conflict, Refused
from testamur_web.awards.services import revoke
from testamur_web.config.demonstration.shortlisted import of_nobody_known
from testamur_web.ops.models import TrailEntry
from testamur_web.verifying import shortlists
from testamur_web.verifying.models import Shortlist, ShortlistRow
from testamur_web.verifying.shortlists import (
    KEPT,
    check_rows,
    delete_shortlist,
    make_shortlist,
    tend_shortlists,
)
from testamur_web.verifying.sources import Handed
from testamur_web.verifying.tables import Wanted, progress_of, progress_of_each, rows_of, sign_table
from testamur_web.wallet import services as wallet
from testamur_web.wallet.models import Share
from tests.web.api.conftest import Program, is_problem, program
from tests.web.wallet.conftest import publish, sign_award

__all__ = ["program"]


@pytest.fixture
def award(university):
    return sign_award(publish(university))


def made(person, *handed: Handed, at=None, name: str = "") -> Shortlist:
    """A shortlist, checked as a worker checks it."""
    found = make_shortlist(handed, name=name, by=person, at=at or timezone.now())
    check_rows.func(str(found.pk), 1, 2_000)
    found.refresh_from_db()
    return found


def zip_of(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def mixed(award) -> bytes:
    """One that holds, one that was altered, and what is none."""
    altered = award.credential.replace("Ada Example", "Eva Example")
    return zip_of({"ada.json": award.credential, "eva.json": altered, "cv.txt": "I am good."})


def test_a_zip_becomes_one_table(dara, award):
    found = made(dara, Handed("all.zip", mixed(award)))
    ada, eva, cv = found.rows.all()
    assert (ada.person, ada.claim, ada.state) == ("Ada Example", award.version.title, "valid")
    assert [ada.untampered, ada.signed, ada.current, ada.trusted] == ["passed"] * 4
    assert ada.is_proven
    assert 0 < ada.freshness <= 1
    assert (eva.state, eva.untampered, eva.freshness) == ("tampered", "failed", None)
    assert not eva.is_proven
    assert cv.state == "not-a-credential"
    assert found.finished_at


def test_what_was_handed_over_is_gone_once_it_is_checked(dara, award):
    waiting = make_shortlist(
        [Handed("ada.json", award.credential.encode())], by=dara, at=timezone.now()
    )
    assert waiting.rows.get().data
    check_rows.func(str(waiting.pk), 1, 1)
    assert waiting.rows.get().data is None


def test_how_far_several_are_takes_one_query(dara, award, django_assert_num_queries):
    done = made(dara, Handed("all.zip", mixed(award)))
    at_work = make_shortlist([Handed("cv.txt", b"I am good.")], by=dara, at=timezone.now())
    with django_assert_num_queries(1):
        found = progress_of_each([at_work, done])
    assert found == [(at_work, progress_of(at_work)), (done, progress_of(done))]
    assert (found[0][1].checked, found[1][1].checked) == (0, 3)


def test_a_revoked_one_is_told(dara, award, bashir):
    revoke([award], reason="It was given by mistake.", by=bashir, at=timezone.now())
    row = made(dara, Handed("ada.json", award.credential.encode())).rows.get()
    assert (row.state, row.current, row.freshness) == ("revoked", "failed", None)


def test_share_links_give_what_their_holders_show(dara, ada, award, settings):
    item = wallet.put_in_wallet(award, person=ada, at=timezone.now())
    share = wallet.share(ada, [item], kind=Share.Kind.SECRET, at=timezone.now())
    link = f"{settings.INSTANCE_URL}/s/{share.token}/"
    table = f"Name,Link\nAda,{link}\nBob,\n"
    ada_row, bob = made(dara, Handed("links.csv", table.encode())).rows.all()
    assert (ada_row.state, ada_row.person) == ("valid", "Ada Example")
    assert ada_row.name.startswith("Ada: ")
    assert (bob.state, bob.problems[0]["code"]) == ("not-read", "list.no-link")


@pytest.mark.parametrize("link", ["https://127.0.0.1/a", "https://169.254.169.254/latest/"])
def test_no_link_leads_inside(dara, link):
    row = made(dara, Handed("links", link.encode())).rows.get()
    assert row.state == "not-read"
    assert row.problems[0]["code"].startswith("fetch.")


def test_rows_are_filtered_by_result_answer_level_and_text(dara, award):
    found = made(dara, Handed("all.zip", mixed(award)))

    def names(**wanted) -> list[str]:
        return [row.name for row in rows_of(found, Wanted(**wanted))]

    assert names(group="holds") == ["ada.json"]
    assert names(group="fails") == ["eva.json"]
    assert names(group="look") == ["cv.txt"]
    assert names(answers={"current": "passed"}) == ["ada.json"]
    assert names(text="eva example") == ["eva.json"]
    assert names(level=8) == []
    assert names(answers={"data": "passed"}, group="made-up") == ["ada.json", "eva.json", "cv.txt"]
    progress = progress_of(found)
    assert (progress.total, progress.holds, progress.fails, progress.look) == (3, 1, 1, 1)


def test_one_of_an_unknown_issuer_is_to_be_looked_at(dara):
    row = made(dara, Handed("jo.json", of_nobody_known(timezone.now()).encode())).rows.get()
    assert (row.state, row.untampered, row.trusted) == (
        "unknown-issuer",
        "passed",
        "not applicable",
    )
    assert row.person == "Jo Varga"
    assert progress_of(row.shortlist).look == 1


def test_nothing_is_kept_past_its_day(dara, award):
    begin = timezone.now()
    made(dara, Handed("ada.json", award.credential.encode()), at=begin)
    assert tend_shortlists(at=begin + KEPT - timedelta(seconds=1)) == 0
    assert tend_shortlists(at=begin + KEPT) > 0
    assert not Shortlist.objects.exists()
    assert not ShortlistRow.objects.exists()


def test_deleting_takes_everything_and_a_worker_stops(dara, award):
    found = make_shortlist(
        [Handed("ada.json", award.credential.encode())], by=dara, at=timezone.now()
    )
    key = str(found.pk)
    delete_shortlist(found, by=dara, at=timezone.now())
    check_rows.func(key, 1, 1)
    assert not ShortlistRow.objects.exists()
    verbs = list(TrailEntry.objects.order_by("at").values_list("verb", flat=True))
    assert verbs[-2:] == ["shortlist.make", "shortlist.delete"]


def test_what_a_killed_worker_left_is_handed_on_again(dara, award, monkeypatch):
    begin = timezone.now()
    found = make_shortlist([Handed("ada.json", award.credential.encode())], by=dara, at=begin)
    handed_on = []
    monkeypatch.setattr(shortlists, "_enqueue", lambda _one, numbers: handed_on.extend(numbers))
    tend_shortlists(at=begin + timedelta(minutes=1))
    assert handed_on == []
    tend_shortlists(at=begin + timedelta(minutes=3))
    assert handed_on == [1]
    tend_shortlists(at=begin + timedelta(minutes=4))
    assert handed_on == [1], "another worker has it"
    assert found.rows.filter(state="").count() == 1


def test_a_row_that_two_workers_judge_is_written_once(dara, award):
    pdf = Handed("ada.json", award.credential.encode())
    found = made(dara, pdf)
    first = found.rows.get().checked_at
    check_rows.func(str(found.pk), 1, 1)
    assert found.rows.get().checked_at == first


@pytest.mark.parametrize(
    ("handed", "code"),
    [
        ([], "text.empty"),
        ([Handed("all.zip", b"PK\x03\x04 no archive")], "archive.malformed"),
        ([Handed(str(one), b"{}") for one in range(2_001)], "upload.too-many"),
    ],
)
def test_what_cannot_be_taken_in_is_refused(dara, handed, code):
    with pytest.raises(Refused) as refused:
        make_shortlist(handed, by=dara, at=timezone.now())
    assert refused.value.problem.code == code
    assert not Shortlist.objects.exists()


def test_too_much_at_once_and_too_often_are_refused(dara, monkeypatch):
    monkeypatch.setattr(shortlists, "MAX_BYTES", 5)
    with pytest.raises(Refused) as refused:
        make_shortlist([Handed("a", b"123456")], by=dara, at=timezone.now())
    assert refused.value.problem.code == "upload.too-large"
    monkeypatch.setattr(shortlists, "MOST_AN_HOUR", 1)
    make_shortlist([Handed("a", b"{}")], by=dara, at=timezone.now())
    with pytest.raises(Refused) as refused:
        make_shortlist([Handed("a", b"{}")], by=dara, at=timezone.now())
    assert refused.value.problem.code == "http.too-many"


def test_no_receipt_before_all_is_checked(dara):
    found = make_shortlist([Handed("a", b"{}")], by=dara, at=timezone.now())
    with pytest.raises(Conflict) as refused:
        sign_table(found, by=dara, at=timezone.now())
    assert refused.value.problem.code == "shortlist.unfinished"


# ------------------------------------------------------------------------------------ in a browser


def test_an_employer_uploads_a_zip_and_reads_the_table(dara, sign_in, award):
    browser = sign_in(dara)
    file = SimpleUploadedFile("all.zip", mixed(award))
    sent = browser.post("/verify/shortlists/", {"file": file, "name": "Welder, Hamburg"})
    assert sent.status_code == 302
    waiting = browser.get(sent["Location"]).content.decode()
    assert "0 of 3 are checked" in waiting
    assert "live-progress" in waiting
    found = dara.shortlists.get()
    check_rows.func(str(found.pk), 1, 3)
    page = browser.get(sent["Location"]).content.decode()
    for word in ("Welder, Hamburg", "Ada Example", "Altered after it was signed", "3 rows"):
        assert word in page
    assert "It names" in page, "what is not proven is told as what it says"
    some = browser.get(sent["Location"], {"group": "holds"}).content.decode()
    assert "Ada Example" in some
    assert "Eva Example" not in some
    assert "1 genuine and valid" in browser.get(f"{sent['Location']}progress/").content.decode()


def test_the_table_and_its_receipt_are_taken_along(dara, sign_in, award):
    browser = sign_in(dara)
    formula = Handed("=1+1.json", award.credential.encode())
    found = made(dara, Handed("all.zip", mixed(award)), formula)
    base = f"/verify/shortlists/{found.pk}/"
    table = browser.get(f"{base}table.csv").content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(table))
    assert head[2:4] == ["Person", "Claim"]
    assert len(rows) == 4
    assert rows[-1][1] == "'=1+1.json"
    some = browser.get(f"{base}table.json", {"group": "fails"}).json()
    assert [row["state"] for row in some["rows"]] == ["tampered"]
    assert browser.get(f"{base}table.exe").status_code == 404
    given = browser.post(f"{base}receipt/")
    facts = given.json()["receipt"]
    assert (facts["count"], facts["verdicts"]["valid"]) == (4, 2)
    assert "Ada Example" not in given.content.decode(), "a receipt names nobody"
    judged = judge(given.content)
    assert "Genuine" in judged
    assert "4 credentials" in judged


def judge(receipt: bytes) -> str:
    file = SimpleUploadedFile("receipt.json", receipt)
    return Client().post("/verify/receipts/", {"file": file}).content.decode()


def test_anybody_can_judge_a_receipt_and_a_changed_one_is_not_genuine(dara, award):
    found = made(dara, Handed("ada.json", award.credential.encode()))
    told = json.loads(sign_table(found, by=dara, at=timezone.now()))
    assert Program().post("/verify/receipt", told).told["facts"]["count"] == 1
    told["receipt"]["rows"][0]["verdict"] = "invalid"
    assert is_problem(Program().post("/verify/receipt", told), 400, "receipt.not-signed")
    page = judge(json.dumps(told).encode())
    assert "Not genuine" in page
    assert "Not genuine" in judge(b"{}")
    assert Client().post("/verify/receipts/", {}).status_code == 422


def test_the_receipt_of_a_single_one_is_judged_the_same_way(award):
    page = Client().post("/verify/", {"text": award.credential}).content.decode()
    note = page.partition('name="note" value="')[2].partition('"')[0]
    receipt = Client().post("/verify/receipt/", {"note": note, "form": "json"}).content
    assert "Genuine" in judge(receipt)


def test_one_click_deletes_it(dara, sign_in, award):
    found = made(dara, Handed("ada.json", award.credential.encode()))
    assert sign_in(dara).post(f"/verify/shortlists/{found.pk}/delete/").status_code == 302
    assert not Shortlist.objects.exists()


def test_what_is_refused_is_said_beside_the_form(dara, sign_in):
    browser = sign_in(dara)
    file = SimpleUploadedFile("all.zip", b"PK\x03\x04 no archive")
    given = browser.post("/verify/shortlists/", {"file": file})
    assert given.status_code == 422
    assert "cannot be unpacked" in given.content.decode()
    assert "Choose files" in browser.post("/verify/shortlists/", {}).content.decode()


# ---------------------------------------------------------------------------------- over the API


def test_a_program_hands_over_texts_and_reads_rows(dara, program, award):
    mine = program(dara)
    begun = mine.post("/shortlists", {"name": "Welder", "credentials": [award.credential, "{}"]})
    assert begun.status_code == 202
    assert (begun.told["total"], begun.told["checked"]) == (2, 0)
    path = f"/shortlists/{begun.told['id']}"
    assert is_problem(mine.post(f"{path}/receipt"), 409, "shortlist.unfinished")
    check_rows.func(begun.told["id"], 1, 2)
    state = mine.get(path).told
    assert (state["checked"], state["holds"], bool(state["finished_at"])) == (2, 1, True)
    rows = mine.get(f"{path}/rows?group=holds").told
    assert [row["person"] for row in rows["items"]] == ["Ada Example"]
    assert rows["items"][0]["answers"]["current"] == "passed"
    assert mine.get("/shortlists").told["total"] == 1
    assert mine.post(f"{path}/receipt").told["receipt"]["count"] == 2
    assert mine.ask("DELETE", path).status_code == 204
    assert mine.get(path).status_code == 404


def test_a_program_uploads_files_and_downloads_the_table(dara, award):
    from testamur_web.people.services import make_token

    token = make_token(dara, organisation=None, name="Tests", at=timezone.now())
    client, headers = Client(), {"Authorization": f"Bearer {token}"}
    file = SimpleUploadedFile("all.zip", mixed(award))
    begun = client.post("/api/v1/shortlists", {"file": file, "name": "x"}, headers=headers).json()
    check_rows.func(begun["id"], 1, 3)
    table = client.get(f"/api/v1/shortlists/{begun['id']}/table.csv?group=fails", headers=headers)
    assert table.content.decode().count("\r\n") == 2


def test_what_a_program_sends_wrongly_is_one_problem(dara, program):
    mine = program(dara)
    assert is_problem(mine.post("/shortlists", {}), 400, "text.empty")
    assert is_problem(mine.post("/shortlists", {"links": "x"}), 400, "request.malformed")
    given = mine.post("/shortlists", b"x", content_type="text/plain")
    assert is_problem(given, 415, "http.media-type-refused")


def test_anothers_shortlist_does_not_exist(dara, chen, program, sign_in, award):
    found = made(dara, Handed("ada.json", award.credential.encode()))
    theirs = program(chen)
    for method, path in (
        ("GET", ""),
        ("GET", "/rows"),
        ("GET", "/table.csv"),
        ("POST", "/receipt"),
        ("DELETE", ""),
    ):
        assert theirs.ask(method, f"/shortlists/{found.pk}{path}").status_code == 404
    assert theirs.get("/shortlists").told["total"] == 0
    assert sign_in(chen).get(f"/verify/shortlists/{found.pk}/").status_code == 404
