"""Job adverts as they are handed over: plain words, a schema.org JobPosting, or HR Open.

A posting is brought to its title and one text, in which a person can see what was read: each member
that speaks of skills stands under a heading of its own, and the address of a skill that is named by
one stays beside its name. Nothing is judged here (`talent.adverts` does) and nothing is fetched.

- schema.org `JobPosting` (https://schema.org/JobPosting): one object, or one inside an array, a
  JSON-LD `@graph`, or the script element of an HTML page;
- HR Open `PositionOpening`: the title and the descriptions of its first profile, the members that
  systems which send it document in public; the rest of that standard is not openly documented.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

from testamur.encoding import Json, JsonObject, parse_json
from testamur.errors import Refused

__all__ = ["MOST_CHARACTERS", "Posting", "read_job_posting"]

MOST_CHARACTERS: Final = 200_000
"""How much of a text is kept: some 80 pages."""

_SECTIONS: Final[Mapping[str, str]] = {
    "skills": "Skills:",
    "qualifications": "Required qualifications:",
    "experienceRequirements": "Required experience:",
    "educationRequirements": "Required education:",
    "responsibilities": "Responsibilities:",
    "description": "Description:",
    "occupationalCategory": "Occupation:",
}
"""The members that are read, in this order; schema.org calls those required that are so here."""

_SAID: Final = ("name", "credentialCategory", "competencyRequired", "description", "@id", "url")
_BLOCKS: Final = frozenset({"p", "div", "ul", "ol", "li", "br", "h1", "h2", "h3", "h4", "tr"})
_UNREAD: Final = {
    name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "template")
}
_COMMENT: Final = re.compile("-->")
_JSON: Final = re.compile(r"\{|\[\s*(?:[\[{\"\]]|\Z)")
_MARKUP: Final = re.compile(r"<[a-zA-Z/!?]")
_TAG: Final = re.compile(
    r"<(?P<ends>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,30}|[!?])(?P<said>[^<>]{0,4000})>"
)
"""A tag that closes soon; what does not is a word."""
_LINKED_DATA: Final = re.compile(
    r"""\btype\s{0,9}=\s{0,9}["']?\s{0,9}application/ld\+json\b""", re.IGNORECASE
)
_ESCAPED: Final = re.compile(r"&lt;[a-zA-Z/]")
_GAPS: Final = re.compile(r"\n\s*\n\s*")
_LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class Posting:
    """An advert: what the job is called, or "" where that is not said, and its words."""

    title: str
    text: str


def read_job_posting(source: str | bytes) -> Posting:
    """The title and the words of an advert, whatever it came as.

    Raises `Refused` (`posting.unrecognised`, `posting.several`, `posting.empty`, `json.*`,
    `skills.not-text`).
    """
    text = _text_of(source).strip()
    if _JSON.match(text):
        return _posting_in([parse_json(text)])
    if _MARKUP.match(text):
        return _posting_in([parse_json(one) for one in _page(text).scripts])
    if not any(map(str.isalpha, text)):
        raise Refused.because("posting.empty", "there are no words in it")
    return Posting("", text[:MOST_CHARACTERS])


def _text_of(source: str | bytes) -> str:
    try:
        text = source if isinstance(source, str) else source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = f"byte {error.start} is not UTF-8"
        raise Refused.because("skills.not-text", told) from None
    if "\0" in text:
        told = f"character {text.index(chr(0))} is a zero, which no text holds"
        raise Refused.because("skills.not-text", told)
    return text


def _posting_in(documents: list[Json]) -> Posting:
    found = [one for document in documents for one in _postings(document)]
    if not found:
        told = "no JobPosting of schema.org and no HR Open position stands in it"
        raise Refused.because("posting.unrecognised", told)
    if len(found) > 1:
        raise Refused.because("posting.several", f"{len(found)} postings stand in it")
    if not found[0].text:
        raise Refused.because("posting.empty", "the posting says nothing of what is asked for")
    return found[0]


def _postings(value: Json) -> Iterator[Posting]:
    """Every posting in a document, however deep; none inside another is looked for."""
    if isinstance(value, list):
        for one in value:
            yield from _postings(one)
    elif isinstance(value, dict):
        read = _reader_of(value)
        if read is not None:
            yield read(value)
        else:
            yield from _postings(list(value.values()))


def _reader_of(value: JsonObject) -> Callable[[JsonObject], Posting] | None:
    kinds = value.get("@type", value.get("type"))
    named = kinds if isinstance(kinds, list) else [kinds]
    if any(isinstance(one, str) and re.split("[/:#]", one)[-1] == "JobPosting" for one in named):
        return _of_schema_org
    return _of_hr_open if isinstance(value.get("positionTitle"), str) else None


def _of_schema_org(value: JsonObject) -> Posting:
    parts = [
        f"{heading}\n{told}"
        for member, heading in _SECTIONS.items()
        if (told := "\n".join(_lines(value.get(member))))
    ]
    title = value.get("title") or value.get("name")
    return Posting(_title(title), "\n\n".join(parts)[:MOST_CHARACTERS])


def _of_hr_open(value: JsonObject) -> Posting:
    told = value.get("positionFormattedDescriptions")
    rows = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    parts = [words for one in rows if (words := "\n".join(_lines(one.get("content"))))]
    return Posting(_title(value["positionTitle"]), "\n\n".join(parts)[:MOST_CHARACTERS])


def _title(value: Json) -> str:
    return _plain(value).replace("\n", " ")[:_LONGEST_TITLE] if isinstance(value, str) else ""


def _lines(value: Json) -> Iterator[str]:
    """What a member says: a text, several, or terms with a name and perhaps an address."""
    match value:
        case str() if plain := _plain(value):
            yield plain
        case list():
            for one in value:
                yield from (f"- {line}" for line in _lines(one))
        case dict():
            said = [words for name in _SAID for words in _lines(value.get(name))]
            months = value.get("monthsOfExperience")
            if isinstance(months, int | float) and not isinstance(months, bool):
                said.append(f"{months:g} months of experience")
            if said:
                yield ", ".join(dict.fromkeys(said))
        case _:
            return


def _plain(text: str) -> str:
    """The words of a text that may be HTML, once escaped or not."""
    marked = unescape(text) if _ESCAPED.search(text) and not _MARKUP.search(text) else text
    if not _MARKUP.search(marked):
        return unescape(marked).strip()
    return _page(marked).text


@dataclass(frozen=True, slots=True)
class _Page:
    """The words of HTML, a line for each block; and what its JSON-LD scripts hold."""

    text: str
    scripts: tuple[str, ...]


def _page(marked: str) -> _Page:
    """What a page says, read once from its beginning to its end, whatever is left open in it.

    A parser of HTML looks again from each tag that never closes: hours for the longest advert.
    """
    words: list[str] = []
    scripts: list[str] = []
    at = 0
    while (begin := marked.find("<", at)) >= 0:
        words.append(unescape(marked[at:begin]))
        tag = _TAG.match(marked, begin)
        name = tag["name"].lower() if tag else ""
        if marked.startswith("<!--", begin):
            at = _end(_COMMENT, marked, begin) + len("-->")
        elif tag is None:
            words.append("<")
            at = begin + 1
        elif name in _UNREAD and not tag["ends"]:
            at = _end(_UNREAD[name], marked, tag.end())
            if _LINKED_DATA.search(tag["said"]):
                scripts.append(marked[tag.end() : at])
        else:
            words.append(_break(name, is_end=bool(tag["ends"])))
            at = tag.end()
    words.append(unescape(marked[at:]))
    lines = [" ".join(line.split()) for line in "".join(words).splitlines()]
    told = _GAPS.sub("\n", "\n".join(line for line in lines if line not in {"", "-"}))
    return _Page(told, tuple(scripts))


def _end(closing: re.Pattern[str], text: str, start: int) -> int:
    """Where what was opened closes; the end of the text where it does not."""
    found = closing.search(text, start)
    return found.start() if found else len(text)


def _break(name: str, *, is_end: bool) -> str:
    """A block stands on lines of its own, a row of a list after a dash."""
    if name not in _BLOCKS:
        return ""
    return "\n- " if name == "li" and not is_end else "\n"
