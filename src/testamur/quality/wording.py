"""Which English words of an outcome can be watched and marked, and which say nothing.

One list for whoever writes a definition and for whoever scores it. Verbs stand in their plain form;
`plain_verb` takes what people write around them off: "Is able to", "Writes", "Analysing".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

__all__ = [
    "VERBS",
    "are_several",
    "better_than",
    "is_observable",
    "plain_verb",
    "said_by",
    "says_nothing",
    "trails_off",
]

MAX_JUDGED: Final = 400
"""Of a longer text so many characters are judged."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VERBS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "foundation": (
            "identify", "name", "list", "describe", "recognise", "label", "locate", "record",
            "follow", "operate", "measure", "collect", "use", "report",
        ),
        "intermediate": (
            "apply", "carry out", "explain", "calculate", "demonstrate", "prepare", "install",
            "configure", "write", "test", "present", "translate", "classify", "maintain", "program",
            "use", "build", "document",
        ),
        "advanced": (
            "analyse", "compare", "diagnose", "solve", "plan", "adapt", "interpret", "investigate",
            "model", "negotiate", "coach", "review", "automate", "integrate", "build", "manage",
            "implement", "develop",
        ),
        "expert": (
            "design", "create", "evaluate", "lead", "develop", "optimise", "audit", "judge",
            "formulate", "direct", "mentor", "architect", "justify", "research", "manage",
        ),
    }
)  # fmt: skip
"""Verbs for what a person can be seen to do, by the level at which they are mostly used."""

_MORE_VERBS: Final = _words(
    """administer advise advocate allocate analyze animate answer appraise argue arrange assemble
    assess assist bake balance brew calibrate care check choose clean code combine communicate
    compile compose conduct connect construct contribute control convert cook coordinate correct
    counsel critique cut debug decide defend define deliver deploy derive detect determine
    differentiate discuss dismantle display distinguish draft draw drive edit employ estimate
    examine execute extract facilitate film find fit forecast generate grow guide harvest host
    illustrate improvise inspect instruct interview judge knit lay lift maintain make map market
    mediate migrate mix moderate monitor motivate navigate observe order organise organize
    outline paint perform photograph pitch plant play predict prescribe print prioritise
    prioritize process produce propose protect prototype prove publish query read recommend
    recognize reconcile refactor repair replace represent rescue resolve respond restore run
    schedule scan secure select sell separate serve set sew simulate sketch sort specify state
    store structure summarise summarize supervise support synthesise synthesize teach track train
    transcribe transform treat troubleshoot tune type update upgrade validate verify visualise
    visualize weigh weld wire"""
)

_VAGUE: Final[dict[str, tuple[str, ...]]] = {
    "understand": ("explain", "compare", "apply"),
    "know": ("name", "describe", "use"),
    "learn": ("use", "explain", "carry out"),
    "appreciate": ("describe", "judge", "justify"),
    "grasp": ("explain", "apply", "solve"),
    "comprehend": ("explain", "interpret", "summarise"),
    "explore": ("investigate", "compare", "test"),
    "study": ("analyse", "describe", "compare"),
    "believe": ("justify", "explain"),
    "consider": ("compare", "evaluate"),
    "realise": ("explain", "identify"),
    "become": ("apply", "carry out"),
    "gain": ("apply", "explain"),
    "acquire": ("apply", "use"),
    "be": ("identify", "use", "apply"),
    "have": ("apply", "use"),
    "get": ("use", "apply"),
    "improve": ("measure", "plan", "carry out"),
    "enhance": ("measure", "plan", "carry out"),
    "think": ("analyse", "formulate"),
    "feel": ("describe", "demonstrate"),
    "experience": ("carry out", "demonstrate"),
    "master": ("carry out", "solve", "design"),
    "discover": ("investigate", "identify"),
    "familiarise": ("identify", "use"),
    "deal": ("solve", "manage"),
    "work": ("build", "carry out"),
    "handle": ("solve", "operate"),
    "internalise": ("apply", "demonstrate"),
}
_EMPTY_SKILLS: Final = _words(
    """skills skill knowledge things topics topic concepts concept basics fundamentals stuff issues
    principles areas tools methods theory practice content subject everything it etc"""
)
_FILLERS: Final = _words(
    """the a an of in to and with various basic key new different some all many several related
    relevant general important about"""
)
_TRAILS_OFF: Final = re.compile(r"\betc\b|\band (so on|more|others)\b|\.\.\.|…", re.IGNORECASE)
_SEVERAL: Final = re.compile(r";|, .*\band\b|, .*, |\band\b.*\band\b", re.IGNORECASE)
_LEAD_IN: Final = re.compile(
    r"(?:(?:the |a |each )?(?:learner|holder|participant|graduate|student|candidate)s? |you )?"
    r"(?:will )?(?:can |(?:is |are |be )?able to )?(?:independently )?",
    re.IGNORECASE,
)
_IRREGULAR: Final = {"has": "have", "is": "be", "are": "be", "being": "be", "having": "have"}
_OBSERVABLE: Final = frozenset().union(*VERBS.values()) | _MORE_VERBS
_PHRASES: Final = tuple(verb for verb in sorted(_OBSERVABLE) if " " in verb)
_DOUBLED: Final = re.compile(r"([bdglmnprt])\1$")


def better_than(verb: str) -> tuple[str, ...]:
    """Verbs that say what `verb` leaves open, () where nothing is wrong with it.

    Of several words the first counts: "be aware of" is as vague as "be".
    """
    first = verb.lower().split()[:1]
    return _VAGUE.get(first[0], ()) if first else ()


def is_observable(verb: str) -> bool:
    """Whether somebody can be watched doing it, as far as the lists know the word."""
    return verb in _OBSERVABLE


def plain_verb(outcome: str) -> str:
    """The verb that an outcome begins with, in its plain form; "" for an outcome of no words."""
    text = _without_lead_in(outcome).lower()
    first = text.partition(" ")[0].strip(".,;:()")
    for form in _plain_forms(first):
        phrase = next((one for one in _PHRASES if one.startswith(f"{form} ")), "")
        if phrase and text.partition(" ")[2].startswith(phrase.partition(" ")[2]):
            return phrase
        if form in _OBSERVABLE or form in _VAGUE:
            return form
    return first


def said_by(outcome: str) -> str:
    """What follows the verb: the skill, as it was written."""
    words = _without_lead_in(outcome).split(" ")
    return " ".join(words[len(plain_verb(outcome).split(" ")) :])


def says_nothing(skill: str) -> bool:
    """Whether there is a skill named by no more than fillers and words like "things"."""
    words = [word.strip(".,;:()") for word in skill[:MAX_JUDGED].lower().split()]
    return bool(skill) and all(word in _FILLERS or word in _EMPTY_SKILLS for word in words)


def trails_off(skill: str) -> bool:
    """Whether it ends open: "and so on"."""
    return bool(_TRAILS_OFF.search(skill[:MAX_JUDGED]))


def are_several(skill: str) -> bool:
    """Whether several skills are named as one."""
    return bool(_SEVERAL.search(skill[:MAX_JUDGED]))


def _without_lead_in(outcome: str) -> str:
    text = " ".join(outcome[:MAX_JUDGED].split())
    found = _LEAD_IN.match(text)
    return text[found.end() :] if found else text


def _plain_forms(word: str) -> Iterator[str]:
    """What `word` may be a form of, the likeliest first: itself, "writes", "writing"."""
    yield word
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
    for ending, instead in (("ies", "y"), ("es", ""), ("s", ""), ("ing", "e"), ("ing", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending)
            yield stem + instead
            yield _DOUBLED.sub(r"\1", stem) + instead
