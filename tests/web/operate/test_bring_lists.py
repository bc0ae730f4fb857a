"""A file is read by a worker: how far it is, what a kill leaves, and what is brought twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from testamur_web.catalogue import uploads
from testamur_web.catalogue.jobs import begin_reading, read_list
from testamur_web.catalogue.models import Framework, ListUpload
from testamur_web.catalogue.uploads import (
    MOST_ATTEMPTS,
    STALE,
    bring_list,
    hand_on,
    read_upload,
    resume_upload,
)
from testamur_web.ops.models import OutboxRow
from testamur_web.ops.outbox import drain
from testamur_web.people.services import make_token
from tests.frameworks import ESCO_FILES, write_zip
from tests.web.api.conftest import is_problem, program
from tests.web.conftest import NOW
from tests.web.operate.lists import work

pytestmark = pytest.mark.django_db

__all__ = ["program"]

OURS = b"id,label\nhttps://uni.example/s/1,Milling\n"


def brought(data=OURS, name="ours.csv") -> ListUpload:
    return bring_list(name, data, by=None, at=NOW)


@pytest.fixture
def browser(sign_in, fay):
    return sign_in(fay)


def test_the_request_only_keeps_the_file_and_a_worker_reads_it(browser):
    file = SimpleUploadedFile("ours.csv", OURS)
    page = browser.post("/operator/frameworks/", {"kind": "list", "file": file}).url
    assert "It waits for a worker" in browser.get(page).text
    assert "Being read" in browser.get("/operator/frameworks/").text
    assert not Framework.objects.exists()
    work()
    upload, framework = ListUpload.objects.get(), Framework.objects.get()
    assert (upload.state, bytes(upload.data), upload.framework) == ("done", b"", framework)
    assert browser.get(page).url == f"/operator/frameworks/{framework.pk}/"


def test_it_says_after_each_file_how_far_it_is(browser, tmp_path, monkeypatch):
    archive = write_zip(tmp_path / "esco v1.2.0.zip", ESCO_FILES)
    upload = brought(archive.read_bytes(), archive.name)
    told = []
    teller = uploads._teller

    def watched(pk):
        tell = teller(pk)

        def telling(name):
            tell(name)
            row = ListUpload.objects.get(pk=pk)
            told.append((row.stage, row.done))
            assert (
                f"File {row.done} of {row.total}"
                in browser.get(f"/operator/frameworks/uploads/{pk}/progress/").text
            )

        return telling

    monkeypatch.setattr(uploads, "_teller", watched)
    read_upload(upload.pk)
    assert [done for _, done in told] == list(range(1, len(told) + 1))
    assert "skills_en.csv" in {stage for stage, _ in told}
    assert Framework.objects.get().skills == 3


def test_whoever_was_killed_is_followed_by_another_and_nothing_is_lost_or_doubled(monkeypatch):
    upload = brought()

    class Killed(BaseException):
        pass

    def kill(*_, **__):
        raise Killed

    for place in ("_read", "_keep"):
        with monkeypatch.context() as patched:
            patched.setattr(uploads, place, kill)
            with pytest.raises(Killed):
                read_upload(upload.pk)
        upload.refresh_from_db()
        assert (upload.state, bytes(upload.data)) == ("reading", OURS)
        read_upload(upload.pk)
        assert not Framework.objects.exists(), "somebody may still read it"
        ListUpload.objects.update(seen_at=timezone.now() - STALE)
    read_upload(upload.pk)
    read_upload(upload.pk)
    upload.refresh_from_db()
    assert (upload.state, upload.attempts) == ("done", 3)
    assert Framework.objects.count() == 1


def test_it_is_looked_at_again_until_it_is_read():
    upload = brought()
    drain()
    [later] = OutboxRow.objects.filter(done_at=None)
    assert later.payload == {"upload": str(upload.pk), "number": 2}
    assert later.due_at > timezone.now() + timedelta(minutes=1)
    read_list.func(str(upload.pk))
    begin_reading(later.payload)
    assert OutboxRow.objects.count() == 2, "what is read is handed on no more"


def test_what_is_never_read_to_its_end_is_given_up_in_a_sentence(browser):
    upload = brought()
    handed = []
    hand_on(upload.pk, number=MOST_ATTEMPTS, enqueue=handed.append)
    hand_on(upload.pk, number=MOST_ATTEMPTS + 1, enqueue=handed.append)
    assert handed == [str(upload.pk)]
    upload.refresh_from_db()
    assert upload.problem["code"] == "framework.reading-stopped"
    page = browser.get(f"/operator/frameworks/uploads/{upload.pk}/").text
    assert "never came to its end" in page
    read_upload(upload.pk)
    assert not Framework.objects.exists()


def test_one_that_stands_still_is_handed_on_again(browser):
    upload = brought()
    drain()
    browser.post(f"/operator/frameworks/uploads/{upload.pk}/again/")
    waiting = OutboxRow.objects.filter(done_at=None, due_at__lte=timezone.now())
    assert waiting.get().payload["upload"] == str(upload.pk)
    read_upload(upload.pk)
    upload.refresh_from_db()
    before = OutboxRow.objects.count()
    resume_upload(upload)
    assert OutboxRow.objects.count() == before


def test_the_same_list_brought_twice_is_kept_once():
    first, second = brought(), brought()
    work()
    for upload in (first, second):
        upload.refresh_from_db()
    assert first.framework == second.framework
    assert (first.is_known, second.is_known) in {(False, True), (True, False)}
    assert Framework.objects.count() == 1


def test_what_was_discarded_since_is_told(browser):
    upload = brought()
    work()
    Framework.objects.all().delete()
    page = browser.get(f"/operator/frameworks/uploads/{upload.pk}/").text
    assert "has been discarded since" in page


def send(somebody, name, text, **said):
    token = make_token(somebody, organisation=None, name="Lists", at=timezone.now())
    form = {"file": SimpleUploadedFile(name, text), **said}
    return Client().post("/api/v1/lists", form, headers={"Authorization": f"Bearer {token}"})


def test_a_program_of_an_operator_brings_adopts_and_withdraws(program, fay):
    asked = program(fay)
    upload = send(fay, "ours.csv", OURS).json()
    assert (upload["state"], upload["framework"]) == ("waiting", None)
    work()
    upload = asked.get(f"/lists/{upload['id']}").told
    home = f"/frameworks/{upload['framework']}"
    assert (upload["state"], asked.get(home).told["skills"]) == ("done", 1)
    assert asked.post(f"{home}/adopt", {}).told["in_use"]
    assert is_problem(asked.post(f"{home}/adopt", {}), 409, "framework.adopted")
    table = b"from,relation,to\nhttps://uni.example/s/1,exactMatch,x:1\n"
    upload = send(fay, "t.csv", table, is_crosswalk="true").json()
    work()
    crosswalk = asked.get(f"/lists/{upload['id']}").told["crosswalk"]
    assert program().get("/crosswalks").told == []
    assert asked.post(f"/crosswalks/{crosswalk}/adopt", {}).told["relations"] == {"exactMatch": 1}
    assert [one["name"] for one in program().get("/crosswalks").told] == ["t"]
    assert asked.post(f"/crosswalks/{crosswalk}/withdraw", {}).status_code == 204
    assert asked.post(f"{home}/withdraw", {}).status_code == 204
    assert asked.get(home).status_code == 404


def test_for_everybody_else_there_is_nothing(program, ada, bashir, university, fay):
    upload = brought()
    for asked in (program(ada), program(bashir)):
        assert asked.get(f"/lists/{upload.pk}").status_code == 404
    assert send(ada, "ours.csv", OURS).status_code == 404
    assert ListUpload.objects.count() == 1
    assert program(bashir, university).get(f"/lists/{upload.pk}").status_code == 403
