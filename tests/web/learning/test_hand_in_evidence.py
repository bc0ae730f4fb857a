"""A learner adds evidence, removes it, hands it in, takes it back; what was handed in stays."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from testamur.errors import Conflict, Refused
from testamur_web.learning import services
from testamur_web.learning.filetypes import MAX_BYTES, file_type
from testamur_web.learning.models import Evidence
from testamur_web.learning.queries import pieces_of
from testamur_web.learning.services import Piece, evidence
from tests.web.conftest import NOW, person
from tests.web.learning.conftest import PDF, findings


def upload(data=PDF, name="report.pdf", media_type="application/pdf"):
    return SimpleUploadedFile(name, data, content_type=media_type)


def add(enrolment, ada, **piece):
    return services.add_evidence(enrolment, Piece(**piece), by=ada, at=NOW)


def stored() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.fixture
def address(enrolment):
    return f"/learning/{enrolment.pk}/"


@pytest.fixture
def browser(ada, sign_in):
    return sign_in(ada)


def test_a_file_is_kept_as_it_is_with_its_digest(browser, address, enrolment):
    browser.post(f"{address}evidence/add/file/", {"file": upload(), "title": ""})
    piece = enrolment.evidence.get()
    assert piece.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (piece.title, piece.media_type) == ("report.pdf", "application/pdf")
    assert piece.file.read() == PDF
    piece.file.close()


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("link", "url", "https://work.example/page?x=1#part"),
        ("repository", "url", "https://git.example/ada/survey/commit/4f2a9be7"),
        ("note", "text", "I asked forty people.\n\nThey answered."),
    ],
)
def test_an_address_or_a_note_has_the_digest_of_its_text(
    browser, address, enrolment, kind, field, value
):
    answer = browser.post(f"{address}evidence/add/{kind}/", {field: value, "title": "My work"})
    assert answer.url == address
    piece = enrolment.evidence.get()
    assert getattr(piece, field) == value
    assert piece.sha256 == hashlib.sha256(value.encode()).hexdigest()
    assert b"My work" in browser.get(address).content


def test_lines_of_a_browser_and_lines_of_unix_have_one_digest(enrolment, ada):
    one = add(enrolment, ada, kind="note", text="a\r\nb\r\n")
    other = add(enrolment, ada, kind="note", text="a\nb")
    assert one.sha256 == other.sha256


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "ftp://files.example/x",
        "https://user:secret@work.example/",
        "https://work.example/ x",
        "https://work.example/\nx",
        "//work.example/",
        "http://[::1",
        "https://" + "a" * 2000 + ".example/",
    ],
)
def test_an_address_that_is_no_page_is_refused(enrolment, ada, url):
    with pytest.raises(Refused) as refused:
        add(enrolment, ada, kind="link", url=url)
    assert refused.value.problem.code == "evidence.address-refused"
    assert refused.value.problem.pointer == "/url"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg onload='alert(1)'/>"),
        ("run.exe", b"MZ"),
        ("no-ending", PDF),
        ("page.pdf", b"<html><script>alert(1)</script>"),
        ("picture.png", b"GIF89a"),
        ("text.txt", b"a\x00b"),
        ("text.md", b"\xff\xfe\x00"),
        ("report.pdf.html", PDF),
        ("macro.docm", b"PK\x03\x04"),
        ("page.xhtml", b"<html/>"),
        ("film.mp4", b"<html>ftyp"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(enrolment, ada, name, data):
    with pytest.raises(Refused) as refused:
        add(enrolment, ada, kind="file", file=upload(data, name))
    assert refused.value.problem.code == "evidence.kind-refused"
    assert not stored()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.PDF", PDF),
        ("a.jpeg", b"\xff\xd8\xff\xe0"),
        ("a.docx", b"PK\x03\x04..."),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42"),
        ("a.wav", b"RIFF\x00\x00\x00\x00WAVEfmt "),
        ("a.txt", "é".encode() * 4000),
        ("a.txt", b"x" + "é".encode() * 4000),
        ("a.csv", b"\xef\xbb\xbfa,b"),
    ],
)
def test_files_people_have_are_taken(name, data):
    assert file_type(name, data[:4096]).ending == name.rpartition(".")[2].lower()


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/cron.d/x.pdf",
        "..\\..\\windows\\x.pdf",
        "/etc/passwd.pdf",
        "a\x00b.pdf",
        "x" * 300 + ".pdf",
        "'; DROP TABLE learning_evidence; --.pdf",
        "\u202efdp.exe.pdf",
        "con.pdf",
        '"quoted"\r\nX-Evil: 1.pdf',
    ],
)
def test_the_name_of_a_file_leads_nowhere(enrolment, ada, browser, address, name):
    file = upload()
    file._name = name  # Django would clean it; a caller of the API might not
    piece = add(enrolment, ada, kind="file", file=file)
    (path,) = stored()
    assert path.parent == Path(settings.MEDIA_ROOT) / "evidence"
    assert path.name == f"{enrolment.pk}-{piece.pk}.pdf"
    answer = browser.get(f"{address}evidence/{piece.pk}/")
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "\r" not in answer["Content-Disposition"]
    assert "X-Evil" not in answer
    assert ".." not in answer["Content-Disposition"].removesuffix('..pdf"')
    assert answer.getvalue() == PDF


def test_a_download_is_never_opened_by_the_browser(enrolment, ada, browser, address):
    piece = add(enrolment, ada, kind="file", file=upload(b"<b>hello", "page.txt", "text/html"))
    answer = browser.get(f"{address}evidence/{piece.pk}/")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"] == 'attachment; filename="page.txt"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer.getvalue() == b"<b>hello"


def test_what_is_too_large_is_refused_before_it_is_read(enrolment, ada):
    file = upload()
    file.size = MAX_BYTES + 1
    with pytest.raises(Refused) as refused:
        add(enrolment, ada, kind="file", file=file)
    assert refused.value.problem.code == "evidence.too-large"


def test_all_files_together_have_a_bound(enrolment, ada, monkeypatch):
    monkeypatch.setattr(evidence, "_MAX_ALL_BYTES", len(PDF) * 2)
    for _ in range(2):
        add(enrolment, ada, kind="file", file=upload())
    with pytest.raises(Refused) as refused:
        add(enrolment, ada, kind="file", file=upload())
    assert refused.value.problem.code == "evidence.too-large"


def test_a_note_has_a_bound(enrolment, ada):
    with pytest.raises(Refused) as refused:
        add(enrolment, ada, kind="note", text="x" * 20_001)
    assert refused.value.problem.code == "evidence.too-large"


@pytest.mark.parametrize(
    "piece",
    [
        {"kind": "note", "text": " \x00\n "},
        {"kind": "link", "url": "  "},
        {"kind": "file"},
        {"kind": "file", "file": SimpleUploadedFile("a.pdf", b"")},
    ],
)
def test_nothing_is_no_evidence(enrolment, ada, piece):
    with pytest.raises(Refused) as refused:
        add(enrolment, ada, **piece)
    assert refused.value.problem.code == "evidence.empty"


def test_the_number_of_pieces_has_a_bound(enrolment, ada, monkeypatch):
    monkeypatch.setattr(evidence, "MAX_PIECES", 1)
    add(enrolment, ada, kind="note", text="one")
    with pytest.raises(Refused) as refused:
        add(enrolment, ada, kind="note", text="two")
    assert refused.value.problem.code == "evidence.too-many"


def test_a_refusal_is_said_beside_the_field(browser, address):
    answer = browser.post(
        f"{address}evidence/add/file/", {"file": upload(b"<html>", "page.html", "text/html")}
    )
    assert answer.status_code == 200
    assert b"Files of this kind are not taken" in answer.content
    assert b'id="id_file_error"' in answer.content


def test_a_kind_that_is_none_is_not_there(browser, address):
    assert browser.get(f"{address}evidence/add/secret/").status_code == 404


def test_what_is_not_handed_in_may_be_removed(
    browser, address, enrolment, ada, django_capture_on_commit_callbacks
):
    piece = add(enrolment, ada, kind="file", file=upload())
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"{address}evidence/{piece.pk}/remove/")
    assert not enrolment.evidence.exists()
    assert not stored()


def test_handing_in_twice_is_handing_in_once(browser, address, enrolment, note):
    for _ in range(2):
        assert browser.post(f"{address}hand-in/").url == address
    enrolment.refresh_from_db()
    assert enrolment.state == "submitted"


def test_nothing_is_not_handed_in(enrolment, ada):
    with pytest.raises(Refused) as refused:
        services.hand_in(enrolment, by=ada, at=NOW)
    assert refused.value.problem.code == "enrolment.nothing-to-hand-in"


def test_what_is_handed_in_stays_as_it_is(browser, address, handed_in, note, ada):
    for attempt in (
        lambda: add(handed_in, ada, kind="note", text="more"),
        lambda: services.remove_evidence(note, by=ada, at=NOW),
    ):
        with pytest.raises(Conflict) as refused:
            attempt()
        assert refused.value.problem.code == "enrolment.not-in-progress"
    assert browser.post(f"{address}evidence/{note.pk}/remove/").status_code == 409
    assert Evidence.objects.filter(pk=note.pk).exists()


def test_it_may_be_taken_back_until_somebody_decided(browser, address, handed_in, assessor):
    browser.post(f"{address}take-back/")
    handed_in.refresh_from_db()
    assert (handed_in.state, handed_in.submitted_at) == ("active", None)
    services.decide(handed_in, by=assessor, findings=findings(), at=NOW)
    assert browser.post(f"{address}take-back/").status_code == 409


def test_after_a_decision_one_adds_and_what_was_looked_at_stays(handed_in, note, ada, assessor):
    services.decide_against(handed_in, by=assessor, findings=findings(plan="not-met"), at=NOW)
    with pytest.raises(Conflict):
        services.remove_evidence(note, by=ada, at=NOW)
    new = add(handed_in, ada, kind="note", text="The plan")
    handed_in.refresh_from_db()
    assert [one.may_be_removed for one in pieces_of(handed_in)] == [False, True]
    services.remove_evidence(new, by=ada, at=NOW)
    assert services.hand_in(handed_in, by=ada, at=NOW).state == "submitted"


def test_one_learner_never_reaches_the_work_of_another(handed_in, note, sign_in, university):
    other = sign_in(person("mallory"))
    base = f"/learning/{handed_in.pk}/"
    for tail in ("", "leave/", f"evidence/{note.pk}/", "evidence/add/note/"):
        assert other.get(base + tail).status_code == 404
    for tail in ("hand-in/", "take-back/", "leave/", f"evidence/{note.pk}/remove/"):
        assert other.post(base + tail).status_code == 404


def test_evidence_is_not_reached_through_ones_own_enrolment(note, cohort, sign_in):
    mallory = person("mallory")
    own = services.enrol(cohort, person=mallory, at=NOW)
    client = sign_in(mallory)
    assert client.get(f"/learning/{own.pk}/evidence/{note.pk}/").status_code == 404
    assert client.post(f"/learning/{own.pk}/evidence/{note.pk}/remove/").status_code == 404


def test_notes_are_shown_and_never_run(browser, address, enrolment, ada):
    add(
        enrolment, ada, kind="note", title="<img src=x onerror=alert(1)>", text="<script>x</script>"
    )
    page = browser.get(address).content
    assert b"<script>x" not in page
    assert b"<img src=x" not in page


def test_files_have_no_address_of_their_own(enrolment, ada, client):
    piece = add(enrolment, ada, kind="file", file=upload())
    for base in ("/media/", "/static/", "/"):
        assert client.get(base + piece.file.name).status_code == 404


def test_a_file_that_was_lost_is_told_as_missing(enrolment, ada, browser, address):
    piece = add(enrolment, ada, kind="file", file=upload())
    stored()[0].unlink()
    assert browser.get(f"{address}evidence/{piece.pk}/").status_code == 404
    assert browser.get(address).status_code == 200


def test_a_request_that_breaks_off_leaves_no_file(enrolment, ada, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError("killed")

    monkeypatch.setattr(evidence, "_record", fails)
    with pytest.raises(RuntimeError):
        add(enrolment, ada, kind="file", file=SimpleUploadedFile("a.pdf", BytesIO(PDF).read()))
    assert not enrolment.evidence.exists()
    assert not stored()


def test_what_is_kept_is_for_the_server_alone(enrolment, ada):
    add(enrolment, ada, kind="file", file=upload())
    (path,) = stored()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
