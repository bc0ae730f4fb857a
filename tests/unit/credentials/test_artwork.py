"""A badge is readable, the same each time, sound XML, and keeps its words inside."""

from __future__ import annotations

import hashlib
import io
import re
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from testamur.credentials.artwork import (
    ICON_NAMES,
    PALETTE_NAMES,
    SHAPE_NAMES,
    badge_png,
    badge_svg,
    fonts,
    icons,
    lettering,
    ornament,
    raster,
)
from testamur.credentials.artwork.colours import PALETTES, contrast, mix, palette_of
from testamur.credentials.artwork.drawing import WORDS
from testamur.credentials.bake import bake, sanitise_svg, unbake
from testamur.errors import Refused

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Introduction to the safe and responsible operation of industrial robots in workspaces shared with people, second edition"
NAMES = [
    "AI",
    "Python basics",
    "Foundations of Data Science and Machine Learning",
    LONG,
    "Rechtsschutzversicherungsgesellschaften verstehen",
    "W" * 500,
    "أساسيات البرمجة بلغة بايثون",
    "Βασικά στοιχεία της επιστήμης δεδομένων",
    "Основы машиностроения",
    "编程基础与人工智能导论以及更多的内容和一个很长的标题",
    "पायथन की मूल बातें",
    "🎉 Team player 👩‍🔬",
    "x & <y> \"z\" 'w'",
]
ISSUER = "University of Example"
anything = st.text(st.characters(), min_size=1).filter(lettering.clean)


def texts(svg: str) -> list[Element]:
    return list(fromstring(svg).iter(f"{SVG}text"))


def title_lines(svg: str) -> list[str]:
    """The lines of the title: white, and not in the emblem."""
    own = fromstring(svg).findall(f"{SVG}text")
    return ["".join(each.itertext()) for each in own if each.get("fill") == WORDS]


class TestColours:
    @given(
        st.one_of(st.sampled_from(PALETTE_NAMES), st.from_regex(r"#[0-9a-fA-F]{6}", fullmatch=True))
    )
    def test_all_words_can_be_read_on_what_is_behind_them(self, colour: str) -> None:
        palette = palette_of(colour)
        behind = [mix(palette.glow, palette.deep, share / 10) for share in range(11)]
        metal = [mix(palette.light, palette.dark, share / 10) for share in range(11)]
        assert (
            min(contrast(words, ground) for words in (WORDS, palette.tint) for ground in behind)
            >= 4.5
        )
        assert min(contrast(palette.deep, ground) for ground in metal) >= 4.5

    def test_contrast_is_that_of_wcag(self) -> None:
        assert contrast("#000000", "#ffffff") == 21
        assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
        assert contrast("#123456", "#123456") == 1

    def test_a_dark_brand_colour_is_kept(self) -> None:
        assert palette_of("#1A2B6D").glow == "#1a2b6d"

    @pytest.mark.parametrize("colour", ["", "blue", "#123", "#12345g", "url(x)", '#000000"'])
    def test_other_colours_are_refused(self, colour: str) -> None:
        with pytest.raises(Refused) as refused:
            palette_of(colour)
        assert refused.value.problem.code == "image.colour"


class TestLettering:
    @pytest.mark.parametrize(
        ("text", "pieces"),
        [
            ("e\u0301a", ["e\u0301", "a"]),
            ("👩‍🔬x", ["👩‍🔬", "x"]),
            ("👍🏽👍", ["👍🏽", "👍"]),
            ("🇩🇪🇫🇷", ["🇩🇪", "🇫🇷"]),
            ("कि", ["कि"]),
        ],
    )
    def test_what_belongs_together_is_not_parted(self, text: str, pieces: list[str]) -> None:
        assert lettering.clusters(text) == pieces

    @pytest.mark.parametrize(
        ("text", "cleaned"),
        [
            ("  two\n\twords ", "two words"),
            ("\u202eevil\u2066x\u200f", "evilx"),
            ("a\x00b\ufffec", "a\ufffdb\ufffdc"),
            ("e\u0301", "é"),
        ],
    )
    def test_invisible_steering_is_taken_out(self, text: str, cleaned: str) -> None:
        assert lettering.clean(text) == cleaned

    def test_lines_are_balanced(self) -> None:
        set_words = lettering.set_words(
            "one two three four", most=2, rooms=lambda count, _: [60.0] * count, sizes=(10,)
        )
        assert set_words.lines == ("one two", "three four")

    def test_a_word_is_broken_with_a_hyphen_only_when_it_must_be(self) -> None:
        room = {"most": 3, "rooms": lambda count, _: [75.0] * count, "sizes": (20, 10)}
        assert lettering.set_words("unavoidable", **room).lines == ("unavoidable",)
        broken = lettering.set_words("unavoidabilities", **room).lines
        assert all(line.endswith("-") for line in broken[:-1])
        assert "".join(broken).replace("-", "") == "unavoidabilities"

    def test_what_never_fits_ends_in_an_ellipsis(self) -> None:
        fitted = lettering.set_words(
            LONG, most=3, rooms=lambda count, _: [80.0] * count, sizes=(20, 10)
        )
        assert len(fitted.lines) == 3
        assert fitted.lines[-1].endswith("…")
        assert lettering.fit_line("wide words", room=40, sizes=(20, 10)).lines[0].endswith("…")

    @pytest.mark.parametrize(
        ("text", "is_so"), [("كتاب", True), ("123 עברית", True), ("a كتاب", False), ("123", False)]
    )
    def test_direction_is_that_of_the_first_letter(self, text: str, is_so: bool) -> None:
        assert lettering.reads_from_right(text) is is_so

    def test_widths_agree_with_the_font_that_comes_along(self) -> None:
        # Set at size 100 in bold; the ink of a line is a little narrower than its advance.
        for text in (
            "Hamburgefonstiv",
            "Data Science",
            "ÀÉÎÕÜ çñ",
            "Основы",
            "Βασικά",
            "1234567890",
        ):
            ink = _ink_of(text)
            assert 0.93 * ink <= lettering.width(text) * 100 <= 1.12 * ink + 8


def _ink_of(text: str) -> int:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 1200"><text x="9" y="600" font-size="100" '
        f'font-weight="700" font-family="Noto Sans">{text}</text></svg>'
    )
    chosen = fonts.choose_fonts(text, system_draws=lambda _: False)
    with Image.open(io.BytesIO(raster._pixels(svg, chosen, 1200))) as picture:
        box = picture.getbbox()
    assert box
    return box[2] - box[0]


class TestSvg:
    @pytest.mark.parametrize("shape", SHAPE_NAMES)
    @pytest.mark.parametrize("level", [None, "Advanced professional level with distinction"])
    @pytest.mark.parametrize("name", NAMES)
    def test_all_words_stay_inside(self, name: str, level: str | None, shape: str) -> None:
        issuer = "Consortium of European Technical Universities and Schools"
        svg = badge_svg(name, issuer=issuer, level=level, shape=shape)
        inside = ornament.circle if shape in {"rosette", "blossom"} else ornament.OUTLINES[shape]
        edge = ornament.outline_points(ornament.scaled(inside, 286 * 0.835))
        for element in fromstring(svg).findall(f"{SVG}text"):
            size, base = float(element.get("font-size", 0)), float(element.get("y", 0))
            words = "".join(element.itertext())
            on_ribbon = base > 160 and level
            room = (
                208
                if on_ribbon
                else ornament.half_width(edge, top=base - 0.72 * size, bottom=base + 0.2 * size)
            )
            assert lettering.width(words) * size <= 2 * room - 20, words
        assert 1 <= len(title_lines(svg)) <= 3

    @pytest.mark.parametrize("name", NAMES)
    def test_short_names_are_whole_and_long_ones_are_told(self, name: str) -> None:
        svg = badge_svg(name, issuer=ISSUER)
        drawn = " ".join(title_lines(svg)).replace("- ", "").replace("- ", "")
        assert drawn.replace(" ", "") == name.replace(" ", "") or drawn.endswith("…")
        assert fromstring(svg).findtext(f"{SVG}title") == name

    @given(name=anything, issuer=st.text(), level=st.none() | st.text())
    def test_any_words_make_sound_and_harmless_xml(
        self, name: str, issuer: str, level: str | None
    ) -> None:
        svg = badge_svg(name, issuer=issuer, level=level)
        root = fromstring(svg)
        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}title") == lettering.clean(name)
        kept = fromstring(sanitise_svg(svg.encode()))
        assert [each.tag for each in kept.iter()] == [each.tag for each in root.iter()]
        assert "".join(kept.itertext()) == "".join(root.itertext())
        assert "://" not in re.sub(r">[^<]*<|xmlns=\S+", "", svg)

    def test_it_tells_those_who_cannot_see_it(self) -> None:
        root = fromstring(badge_svg("Python basics", issuer=ISSUER, level="Foundation"))
        assert root.findtext(f"{SVG}desc") == "Python basics · Foundation · University of Example"
        told = {each.get("id") for each in root if each.tag in {f"{SVG}title", f"{SVG}desc"}}
        assert set((root.get("aria-labelledby") or "").split()) == told

    def test_the_same_badge_looks_the_same_for_ever(self) -> None:
        svg = badge_svg(
            "Python basics", issuer=ISSUER, level="Foundation", seed="https://uni.example/a/py"
        )
        assert (
            hashlib.sha256(svg.encode()).hexdigest()
            == "f21397a23b68032f319c37fb1ea1d18ffd4707637b931537e811d276e0905971"
        )

    @pytest.mark.parametrize("icon", ICON_NAMES)
    def test_a_sign_stands_in_place_of_initials(self, icon: str) -> None:
        plain = badge_svg("Python", issuer=ISSUER)
        signed = badge_svg("Python", issuer=ISSUER, icon=icon)
        assert ">UE<" in plain
        assert ">UE<" not in signed
        assert icons.ICONS[icon] in signed
        assert icons.ICONS[icon] in sanitise_svg(signed.encode()).decode()

    def test_an_unknown_sign_is_refused(self) -> None:
        with pytest.raises(Refused) as refused:
            badge_svg("Python", issuer=ISSUER, icon="skull")
        assert refused.value.problem.code == "image.icon"

    def test_another_achievement_looks_different(self) -> None:
        badges = {
            badge_svg("Python basics", issuer=ISSUER, seed=f"https://uni.example/a/{n}")
            for n in range(40)
        }
        assert len(badges) == 40

    def test_two_badges_may_stand_in_one_page(self) -> None:
        first, second = (fromstring(badge_svg(name, issuer=ISSUER)) for name in ("One", "Two"))
        ids = [
            {each.get("id") for each in root.iter() if each.get("id")} for root in (first, second)
        ]
        assert ids[0].isdisjoint(ids[1])

    @pytest.mark.parametrize(("name", "is_so"), [("أساسيات البرمجة", True), ("Python", False)])
    def test_words_run_in_their_own_direction(self, name: str, is_so: bool) -> None:
        title = [
            each
            for each in texts(badge_svg(name, issuer=ISSUER))
            if "".join(each.itertext()) in name
        ]
        assert all((each.get("direction") == "rtl") is is_so for each in title)

    @pytest.mark.parametrize(
        ("issuer", "initials"),
        [
            ("University of Example", "UE"),
            ("école du soir", "ÉD"),
            ("MIT", "M"),
            ("جامعة المثال", "ج"),
            ("示例大学", "示"),
            ("", None),
            ("— !", None),
        ],
    )
    def test_the_emblem_shows_the_issuers_initials(self, issuer: str, initials: str | None) -> None:
        emblem = fromstring(badge_svg("Name", issuer=issuer)).find(f"{SVG}g/{SVG}text")
        assert (None if emblem is None else emblem.text) == initials

    @pytest.mark.parametrize("shape", SHAPE_NAMES)
    @pytest.mark.parametrize("palette", [*PALETTES, "#ff8800"])
    def test_shape_and_colours_may_be_chosen(self, shape: str, palette: str) -> None:
        svg = badge_svg("Name", issuer=ISSUER, shape=shape, palette=palette)
        assert palette_of(palette).glow in svg
        assert len(svg) < 32_000

    @pytest.mark.parametrize(
        ("wish", "code"),
        [
            ({"name": " \u200f"}, "image.nameless"),
            ({"palette": "sky"}, "image.colour"),
            ({"shape": "cube"}, "image.shape"),
        ],
    )
    def test_what_cannot_be_drawn_is_refused(self, wish: dict[str, str], code: str) -> None:
        with pytest.raises(Refused) as refused:
            badge_svg(wish.pop("name", "Name"), issuer=ISSUER, **wish)
        assert refused.value.problem.code == code


class TestPng:
    def test_it_is_a_picture_on_a_transparent_ground(self) -> None:
        with Image.open(io.BytesIO(badge_png("Python basics", issuer=ISSUER, size=200))) as picture:
            assert (picture.size, picture.mode) == ((200, 200), "RGBA")
            assert picture.getpixel((0, 0)) == (0, 0, 0, 0)
            assert picture.getpixel((100, 185))[3] == 255

    def test_it_is_the_same_each_time(self) -> None:
        assert badge_png("Ethics", issuer=ISSUER, size=96) == badge_png(
            "Ethics", issuer=ISSUER, size=96
        )

    def test_words_are_drawn_without_any_font_of_the_machine(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(raster, "_system_draws", lambda _: False)
        looks = {
            badge_png(name, issuer="M", size=64, seed="same")
            for name in ("Ethics", "Логика", "Λογική", "منطق", "तर्क")
        }
        assert len(looks) == 5

    def test_a_name_no_font_draws_is_left_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(raster, "_system_draws", lambda _: False)
        monkeypatch.setattr(fonts, "_PACKAGES", fonts._PACKAGES[:1])
        fonts._installed.cache_clear()
        looks = {
            badge_png(name, issuer="示例大学", size=64, seed="same")
            for name in ("编程基础", "伦理")
        }
        fonts._installed.cache_clear()
        assert len(looks) == 1

    def test_a_picture_no_font_draws_does_not_cost_the_words(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(raster, "_system_draws", lambda _: False)
        assert raster._drawable("🎉 Team player 👩‍🔬", frozenset("🎉👩🔬")) == "Team player"
        assert raster._drawable("Team 编程基础与人工", frozenset("编程基础与人工")) == ""

    @pytest.mark.parametrize("character", [*"AéΩЖ中म🎉→", "\u0627", "\u0e01"])
    def test_a_font_draws_what_it_says(self, character: str) -> None:
        plain = fonts.choose_fonts("", system_draws=lambda _: False)
        chosen = fonts.choose_fonts(character, system_draws=lambda _: False)
        looks = [
            raster._pixels(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-20 -30 40 40">'
                f'<text font-size="24" font-family="Noto Sans">{each}</text></svg>',
                chosen if each == character else plain,
                40,
            )
            for each in (character, raster._NO_CHARACTER)
        ]
        assert (looks[0] == looks[1]) is (character in chosen.missing)

    def test_the_machines_fonts_are_asked_for_what_is_left(self) -> None:
        asked: list[str] = []
        chosen = fonts.choose_fonts(
            "A\u1680\U00012000\U00012001", system_draws=lambda one: not asked.append(one)
        )
        assert asked == ["\U00012000"]
        assert chosen.needs_system
        assert not chosen.missing

    def test_without_any_font_a_badge_is_an_emblem(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fonts, "_PACKAGES", ())
        fonts._installed.cache_clear()
        monkeypatch.setattr(raster, "_system_draws", lambda _: False)
        looks = {badge_png(name, issuer=name, size=64, seed="same") for name in ("One", "Two")}
        fonts._installed.cache_clear()
        assert len(looks) == 1

    @pytest.mark.parametrize("size", [0, 15, 4097, -1])
    def test_absurd_sizes_are_refused(self, size: int) -> None:
        with pytest.raises(Refused) as refused:
            badge_png("Name", issuer=ISSUER, size=size)
        assert refused.value.problem.code == "image.too-large"


@pytest.mark.parametrize(
    "image", [badge_svg("Name", issuer=ISSUER).encode(), badge_png("Name", issuer=ISSUER, size=64)]
)
def test_a_badge_takes_a_credential(image: bytes) -> None:
    assert unbake(bake(image, '{"name": "Ada"}')).credential == '{"name": "Ada"}'
