"""What may stand as the value of a member, and with which code the rest is refused."""

# ruff: noqa: RUF001 -- letters that look alike are the point

from __future__ import annotations

import pytest

from testamur.credentials.members import (
    canonical_email,
    require_choice,
    require_country,
    require_email,
    require_iri,
    require_language,
    require_line,
    require_name,
    require_number,
    require_prose,
    stated,
)
from testamur.errors import Refused

SOUND_NAMES = [
    "Ada",
    "Dara O'Brien",
    "Łucja Wiśniewska-Żak",
    "Олена Ковальчук",
    "Иван Petrov",  # two alphabets, each in its own word
    "محمد الفاسي",
    "נועה בן־דוד",
    "نرگس علی\u200cپور",  # a joiner that Persian needs
    "क्\u200dष",  # and Hindi
    "佐藤 美咲",
    "辻\U000e0100 太郎",  # the form of an ideograph, as on a family register
    "Oluwaṣeun Adébáyọ\u0300",
    "👩\u200d🎓 Graduates",
    "1️⃣ First",
    "β-blockers",
    "ＡＢＣ株式会社",
]


@pytest.mark.parametrize("name", SOUND_NAMES)
def test_a_name_is_kept_as_it_is(name):
    assert require_name(name, "") == name


REFUSED_NAMES = {
    "nothing": ("", "text.empty"),
    "only spaces": ("  \t", "text.empty"),
    "only an invisible space": ("\u200b", "text.unsafe"),
    "a space at the end": ("Ada ", "text.unsafe"),
    "an override of direction": ("\u202efdp.exe", "text.unsafe"),
    "an isolate": ("A\u2066B", "text.unsafe"),
    "a mark of direction": ("Ada\u200e", "text.unsafe"),
    "an invisible space": ("Harvard\u200bUniversity", "text.unsafe"),
    "a joiner between Latin letters": ("Har\u200dvard", "text.unsafe"),
    "a selector after a Latin letter": ("Harvard\ufe0f", "text.unsafe"),
    "tag characters": ("Ada\U000e0041", "text.unsafe"),
    "a soft hyphen": ("Har\xadvard", "text.unsafe"),
    "a line end": ("Ada\nLovelace", "text.unsafe"),
    "a null": ("Ada\x00", "text.unsafe"),
    "an escape": ("\x1b[31mAda", "text.unsafe"),
    "a byte-order mark": ("Ada\ufeff", "text.unsafe"),
    "the mark of lost letters": ("Mar\ufffda", "text.unsafe"),
    "a letter of private use": ("\ue000", "text.unsafe"),
    "half of a letter": ("\ud83d", "text.unsafe"),
    "a filler that looks like nothing": ("\u3164", "text.unsafe"),
    "a Cyrillic letter in a Latin word": ("H\u0430rvard University", "name.confusable"),
    "and behind a combining mark": ("Ha\u0301rv\u0430rd", "name.confusable"),
    "mathematical letters": ("\U0001d407arvard", "name.confusable"),
    "a very long name": ("a" * 1_001, "text.too-long"),
    "a number": (7, "value.wrong-kind"),
}


@pytest.mark.parametrize(("name", "code"), REFUSED_NAMES.values(), ids=REFUSED_NAMES)
def test_a_name_is_refused(name, code):
    with pytest.raises(Refused) as refused:
        require_name(name, "/name")
    assert (refused.value.problem.code, refused.value.problem.pointer) == (code, "/name")


def test_a_line_may_mix_alphabets():
    assert require_line("πthon", "") == "πthon"


def test_prose_has_lines_tabs_and_marks_of_direction():
    text = "First.\n\tSecond.\n\nשלום\u200f."
    assert require_prose(text, "") == text
    for unsafe in ("A\u202eB", "A\x07B", "A\u2028B", "A\rB"):
        with pytest.raises(Refused, match=r"U\+"):
            require_prose(unsafe, "")
    with pytest.raises(Refused):
        require_prose("a" * 50_001, "")


SOUND_IRIS = [
    "https://uni.example/a/py",
    "http://[2001:db8::1]:8080/x?y=z#part",
    "https://uni.example/%C3%A9",
    "https://uni.example/é/日本",
    "did:web:uni.example:people:ada",
    "did:key:z6MkguiPw4frim25kjfW3zujdcmw6vrZjMhPACtLMfjbREMo#key",
    "urn:uuid:0f0f0f0f-0000-4000-8000-000000000000",
    "mailto:ada@uni.example",
    "data:image/png;base64,AAAA",
    "ext:anything",
]


@pytest.mark.parametrize("iri", SOUND_IRIS)
def test_an_iri_is_kept_as_it_is(iri):
    assert require_iri(iri, "") == iri


REFUSED_IRIS = {
    "a path": ("/a/py", "document.relative-iri"),
    "a name": ("python basics", "document.relative-iri"),
    "nothing": ("", "document.relative-iri"),
    "a blank node": ("_:b0", "document.relative-iri"),
    "a scheme alone": ("https:", "document.relative-iri"),
    "a space": ("https://uni.example/a b", "iri.malformed"),
    "a line end": ("https://uni.example/\n", "iri.malformed"),
    "an angle bracket": ("https://uni.example/<b>", "iri.malformed"),
    "half an escape": ("https://uni.example/%4", "iri.malformed"),
    "a bracket in the path": ("https://uni.example/[a]", "iri.malformed"),
    "no host": ("https:///a", "iri.malformed"),
    "no slashes": ("https:uni.example", "iri.malformed"),
    "a user name": ("https://ada@uni.example/", "iri.malformed"),
    "a port that is none": ("https://uni.example:99999/", "iri.malformed"),
    "a capital in the host": ("https://Uni.example/", "iri.malformed"),
    "a capital in the scheme": ("HTTPS://uni.example/", "iri.malformed"),
    "an invisible letter": ("https://uni.example/\u200b", "iri.malformed"),
    "an override of direction": ("https://uni.example/\u202e", "iri.malformed"),
    "a DID without a method": ("did:ada", "iri.malformed"),
    "a mailto of no address": ("mailto:ada", "iri.malformed"),
    "a mailto in another spelling": ("mailto:Ada@uni.example", "iri.malformed"),
    "a mailto with a subject": ("mailto:ada@uni.example?subject=x", "iri.malformed"),
    "data of no type": ("data:,x", "iri.malformed"),
    "too much": ("https://uni.example/" + "a" * 2_000, "iri.malformed"),
    "a number": (1, "value.wrong-kind"),
}


@pytest.mark.parametrize(("iri", "code"), REFUSED_IRIS.values(), ids=REFUSED_IRIS)
def test_an_iri_is_refused(iri, code):
    with pytest.raises(Refused) as refused:
        require_iri(iri, "/id")
    assert (refused.value.problem.code, refused.value.problem.pointer) == (code, "/id")


def test_an_iri_of_another_scheme_is_refused():
    with pytest.raises(Refused, match="http: or https:") as refused:
        require_iri("javascript:alert(1)", "/url", schemes={"http", "https"})
    assert refused.value.problem.code == "iri.scheme"


EMAILS = {
    "ada@uni.example": "ada@uni.example",
    "ADA.Nowak+exam@Uni.Example": "ada.nowak+exam@uni.example",
    "o'brien@uni.example": "o'brien@uni.example",
    "ada＠ｕｎｉ.example": "ada@uni.example",
    "ada@exämple.org": "ada@xn--exmple-cua.org",
    "ada@straße.example": "ada@xn--strae-oqa.example",  # never strasse
    "mık@uni.example": "mık@uni.example",  # a dotless i stays one
    "İ@uni.example": "İ@uni.example",
    "用户@例え.example": "用户@xn--r8jz45g.example",
    "\u212aai@uni.example": "kai@uni.example",  # the Kelvin sign is a K by compatibility
    f"{'a' * 64}@uni.example": f"{'a' * 64}@uni.example",
}


@pytest.mark.parametrize(("written", "canonical"), EMAILS.items())
def test_an_email_has_one_form(written, canonical):
    assert canonical_email(written) == canonical
    assert canonical_email(canonical) == canonical
    assert require_email(canonical, "") == canonical
    assert require_iri(f"mailto:{canonical}", "") == f"mailto:{canonical}"


NO_EMAILS = [
    "",
    "ada",
    "ada@",
    "@uni.example",
    "ada@@uni.example",
    "ada@uni",
    "ada@uni.example.",
    "ada@.example",
    "ada.@uni.example",
    "a..b@uni.example",
    '"ada"@uni.example',
    "ada lovelace@uni.example",
    "ada@uni example",
    "ada@-uni.example",
    "ada@192.0.2.1",
    "ada@[192.0.2.1]",
    "ada%40@uni.example",
    "ada#x@uni.example",
    "ada\u200b@uni.example",
    "ad\u0430@uni.example",  # a Cyrillic letter among Latin ones
    "ada@İ.example",
    "Ada <ada@uni.example>",
    "ada@uni.example,bob@uni.example",
    f"{'a' * 65}@uni.example",
    f"ada@{'a.' * 130}example",
    f"ada@{'a' * 64}.example",
]


@pytest.mark.parametrize("written", NO_EMAILS)
def test_no_email(written):
    with pytest.raises(Refused) as refused:
        canonical_email(written, "/email")
    assert refused.value.problem.code == "email.malformed"


def test_an_email_in_another_form_is_refused_with_its_form():
    with pytest.raises(Refused, match=r"'ada@uni\.example'"):
        require_email("Ada@uni.example", "/email")


def test_a_number_is_written_without_a_needless_fraction():
    assert repr(require_number(5.0, "")) == "5"
    assert require_number(2.5, "") == 2.5
    for wrong in ("5", True, None, float("nan"), float("inf")):
        with pytest.raises(Refused) as refused:
            require_number(wrong, "")
        assert refused.value.problem.code == "value.wrong-kind"
    for outside in (-0.1, 8.1):
        with pytest.raises(Refused) as refused:
            require_number(outside, "", most=8)
        assert refused.value.problem.code == "value.out-of-range"
    with pytest.raises(Refused, match="whole"):
        require_number(2.5, "", whole=True)


def test_a_choice_that_is_none_is_told_the_nearest():
    assert require_choice("ext:mine", "", among=("project",), extensible=True) == "ext:mine"
    with pytest.raises(Refused, match="did you mean 'project'") as refused:
        require_choice("Projekt", "", among=("project", "portfolio"))
    assert refused.value.problem.code == "value.unknown-choice"
    for wrong in ("ext:", "ext:a b", None, 3):
        with pytest.raises(Refused):
            require_choice(wrong, "", among=("project",), extensible=True)


def test_languages_and_countries_have_codes():
    assert require_language("pt-BR", "") == "pt-BR"
    assert require_country("PL", "") == "PL"
    for rule, wrong in ((require_language, "English"), (require_country, "Poland")):
        with pytest.raises(Refused):
            rule(wrong, "")


def test_what_states_nothing_is_left_out():
    kept = stated({"a": None, "b": [], "c": 0, "d": False, "e": "", "f": [0]})
    assert kept == {"c": 0, "d": False, "e": "", "f": [0]}
