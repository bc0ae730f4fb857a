"""The page that shows what the demonstration issued: one file, no script, for every eye and ear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from testamur.credentials.award_toml import AwardPlan
from testamur.problems import Verdict

__all__ = ["Card", "page_of"]

_SIGNS: Final = {
    Verdict.VALID: ("valid", "Valid"),
    Verdict.INVALID: ("invalid", "Not valid"),
    Verdict.UNDETERMINED: ("unsure", "Not known"),
}
_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1d2433; --soft: #5a6478; --paper: #fbfaf7;
  --card: #ffffff; --line: #e3e0d8; --good: #14633c; --bad: #a3201f; --unsure: #7a5200;
  --link: #1c4f9c; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceff6; --soft: #a9b2c5; --paper: #14171f;
  --card: #1d222d; --line: #333a49; --good: #7fd6a4; --bad: #ff9d96; --unsure: #f0c36d;
  --link: #9cc1ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, "Noto Sans", sans-serif; }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 3.5rem; display: grid; gap: 2.5rem; align-items: center;
  grid-template-columns: minmax(12rem, 20rem) 1fr; }
header img { width: 100%; height: auto; }
h1 { font-size: clamp(2rem, 5vw, 3.2rem); line-height: 1.1; margin: 0.2rem 0 1rem;
  letter-spacing: -0.02em; text-wrap: balance; }
h2 { margin: 3.5rem 0 1rem; font-size: 1.4rem; }
.by { color: var(--soft); margin: 0; }
.lead { font-size: 1.15rem; max-width: 38rem; }
ul.people { list-style: none; margin: 0; padding: 0; display: grid; gap: 1.25rem;
  grid-template-columns: repeat(auto-fill, minmax(13.5rem, 1fr)); }
ul.people > li { background: var(--card); border: 1px solid var(--line); border-radius: 1rem;
  padding: 1.25rem; display: flex; flex-direction: column; gap: 0.3rem; }
ul.people img { width: 100%; height: auto; aspect-ratio: 1; }
ul.people h3 { margin: 0.6rem 0 0; font-size: 1.05rem; line-height: 1.3; }
.verdict { font-weight: 600; margin: 0; }
.verdict::before { display: inline-block; width: 1.4em; }
.valid { color: var(--good); } .valid::before { content: "\\2713" / ""; }
.invalid { color: var(--bad); } .invalid::before { content: "\\2715" / ""; }
.unsure { color: var(--unsure); } .unsure::before { content: "?" / ""; }
li:has(.invalid) img { filter: grayscale(1); opacity: 0.55; }
.facts { color: var(--soft); margin: 0; font-size: 0.9rem; }
.files { margin: auto 0 0; padding-top: 0.6rem; font-size: 0.9rem; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; border-radius: 2px; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem;
  padding: 1rem 1.25rem; overflow-x: auto; }
footer { color: var(--soft); padding: 3rem 1.5rem 4rem; font-size: 0.9rem; }
@media (max-width: 44rem) { header { grid-template-columns: 1fr; }
  header img { max-width: 14rem; }
  ul.people { grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 0.75rem; }
  ul.people > li { padding: 0.9rem; } }
"""


@dataclass(frozen=True, slots=True)
class Card:
    """One person on the page; `file` is the name of their files before the ending."""

    name: str
    grade: str
    day: str
    file: str
    verdict: Verdict
    why: str


def page_of(plan: AwardPlan, cards: Sequence[Card], *, picture: str) -> str:
    """The page, as HTML; every text in it is escaped."""
    achievement, issuer = plan.achievement, escape(plan.issuer.name or "")
    name = escape(achievement.name)
    valid = sum(card.verdict is Verdict.VALID for card in cards)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}: {len(cards)} awards</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<img src="{escape(picture)}" alt="The badge of {name}, by {issuer}">
<div>
<p class="by">{issuer} awards</p>
<h1>{name}</h1>
<p class="lead">{escape(achievement.description or "")}</p>
<p>{len(cards)} people have it; {valid} of their credentials hold today. Each image below carries
its signed credential inside: save one, and anybody can check it without asking us.</p>
</div>
</header>
<main>
<h2>Awarded to</h2>
<ul class="people">
{"".join(_card(card, name) for card in cards)}</ul>
<h2>Check them yourself</h2>
<pre><code>testamur verify {escape(cards[0].file)}.png
testamur inspect {escape(cards[0].file)}.png
testamur status show {escape(cards[0].file)}.json</code></pre>
</main>
<footer>Made by <code>testamur example</code>. The people are invented.</footer>
</body>
</html>
"""


def _card(card: Card, award: str) -> str:
    sign, word = _SIGNS[card.verdict]
    name, file = escape(card.name), escape(card.file)
    facts = " · ".join(
        filter(None, (f"Grade {escape(card.grade)}" if card.grade else "", card.day))
    )
    why = (
        f'<p class="facts">{escape(card.why[:1].upper() + card.why[1:])}.</p>\n' if card.why else ""
    )
    links = " · ".join(
        f'<a href="{file}.{form}" aria-label="{form.upper()} of {name}">{form.upper()}</a>'
        for form in ("png", "svg", "json", "jwt")
    )
    return f"""<li>
<img src="{file}.png" width="600" height="600" loading="lazy" alt="{award}, awarded to {name}">
<h3 dir="auto">{name}</h3>
<p class="verdict {sign}">{word}</p>
{why}<p class="facts">{facts}</p>
<p class="files">{links}</p>
</li>
"""
