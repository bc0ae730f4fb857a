"""Baking, taking out, looking in: pictures stay, credentials come back byte for byte."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from testamur.credentials.artwork import badge_png, badge_svg


@pytest.fixture
def credential(issued) -> Path:
    return min(issued.glob("*.json"))


@pytest.fixture
def picture(place):
    Path("badge.png").write_bytes(badge_png("Own", issuer="Us", size=64))
    Path("badge.svg").write_text(badge_svg("Own", issuer="Us"), encoding="utf-8")


@pytest.mark.parametrize("form", ["png", "svg"])
def test_what_is_baked_comes_out_again(credential, picture, testamur, form):
    assert testamur("bake", f"badge.{form}", credential, "-o", f"ada.{form}").code == 0
    assert testamur("unbake", f"ada.{form}").out == credential.read_text("utf-8") + "\n"
    assert testamur("unbake", f"ada.{form}", "-o", "out.json").code == 0
    assert Path("out.json").read_bytes() == credential.read_bytes()
    site = credential.parent / "site"
    assert testamur("verify", f"ada.{form}", "--offline", "--documents", site).code == 0


def test_an_svg_from_outside_is_made_harmless(credential, place, testamur):
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script><circle r='4'/></svg>"
    Path("evil.svg").write_text(svg, encoding="utf-8")
    assert testamur("bake", "evil.svg", credential, "-o", "ada.svg").code == 0
    assert "script" not in Path("ada.svg").read_text("utf-8").partition("credential")[0]
    assert "circle" in Path("ada.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("image", "credential", "code"),
    [
        ("badge.png", "award.toml", "document.unrecognised"),
        ("award.toml", "people.csv", "image.unknown-format"),
        ("none.png", "people.csv", "file.missing"),
    ],
)
def test_what_cannot_be_baked_is_one_clear_problem(picture, testamur, image, credential, code):
    ran = testamur("bake", image, credential, "-o", "ada.png")
    assert (ran.code, f"[{code}]" in ran.err, ran.err.count("\n")) == (2, True, 1)
    assert not Path("ada.png").exists()


def test_an_image_without_a_credential_is_told(picture, testamur):
    ran = testamur("unbake", "badge.png")
    assert (ran.code, "[image.no-credential]" in ran.err, "badge.png" in ran.err) == (2, True, True)


def test_what_is_in_a_file_is_shown_and_not_judged(credential, testamur):
    ran = testamur("inspect", credential)
    assert ran.code == 0
    for word in ("Open Badges 3.0", "Python basics", "University of Example", "Person 0", "eddsa"):
        assert word in ran.out
    assert "Nothing of this is verified" in ran.out


@pytest.mark.parametrize("form", ["json", "jwt", "png", "svg", "bundle"])
def test_every_form_has_an_outline(place, issue, testamur, form):
    assert issue("--format", form).code == 0
    file = min(path for path in Path("out").iterdir() if path.name.startswith("person-0"))
    (told,) = testamur("inspect", file, "--json").lines
    inner = told.get("credential", told)
    assert inner["subject"]["id"] == "mailto:p0@mail.example"
    assert inner["subject"]["achievement"]["name"] == "Python basics"
    assert inner["issuer"].startswith("University of Example (did:key:")
    assert ("token" in inner) == (form == "jwt")
    assert ("image" in told) == (form in {"png", "svg"})
    assert testamur("inspect", file).code == 0


def test_an_old_badge_has_an_outline(place, testamur):
    badge = {
        "@context": "https://w3id.org/openbadges/v2",
        "id": "https://uni.example/a/1",
        "type": "Assertion",
        "recipient": {"type": "email", "hashed": False, "identity": "ada@mail.example"},
        "badge": "https://uni.example/b/1",
        "verification": {"type": "hosted"},
        "issuedOn": "2020-01-01T00:00:00Z",
    }
    Path("old.json").write_text(json.dumps(badge), encoding="utf-8")
    (told,) = testamur("inspect", "old.json", "--json").lines
    assert (told["form"], told["badge"]) == ("Open Badges 2.0", "https://uni.example/b/1")


def test_standard_input_is_looked_into(credential, testamur, monkeypatch):
    data = credential.read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert testamur("inspect", "-", "--json").lines[0]["file"] == "-"


@pytest.mark.parametrize("text", ["", "{}x", "[]", "hello"])
def test_what_cannot_be_looked_into_is_one_clear_problem(place, testamur, text):
    Path("odd").write_text(text, encoding="utf-8")
    ran = testamur("inspect", "odd")
    assert (ran.code, "odd" in ran.err, ran.err.count("\n")) == (2, True, 1)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"issuer": 1, "credentialSubject": 2, "proof": "x", "@context": {}, "type": 3},
        {
            "issuer": [],
            "credentialSubject": [1, {"achievement": [], "identifier": {}, "result": 4}],
        },
        {"credentialSubject": {"achievement": {"criteria": [], "alignment": [1], "name": {}}}},
        {"type": "VerifiablePresentation", "verifiableCredential": [1, "x", {}], "holder": {}},
    ],
)
def test_odd_documents_are_shown_as_they_are(place, testamur, document):
    Path("odd.json").write_text(json.dumps(document), encoding="utf-8")
    assert testamur("inspect", "odd.json").code == 0
    assert testamur("inspect", "odd.json", "--json").code == 0
