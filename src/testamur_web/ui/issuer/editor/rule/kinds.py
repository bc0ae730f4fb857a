"""The kinds of boxes: what each is called, its fields, and the members of its clause they are.

A clause that nobody here knows (`RAW`) is kept as the text that it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testamur_web.ui.issuer.editor.fields import DraftField, Line, Number, Whole, WholeChoice
from testamur_web.ui.issuer.editor.forms import DraftForm

__all__ = ["CONDITIONS", "GROUPS", "KINDS", "RAW", "Kind", "blank", "kind_of"]

RAW: Final = "raw"
_LEVELS: Final = [(str(level), str(level)) for level in range(1, 9)]


def _fields(**fields: DraftField) -> type[DraftForm]:
    """A form whose fields are members of a clause, by the names that a rule gives them."""
    return type("BoxForm", (DraftForm,), fields)


_PART: Final = _fields(
    name=Line(_("What it is called"), _("It stands elsewhere, so say what to call it.")),
    version=Line(_("Only this version"), css="field-short"),
)
_SKILL: Final = _fields(
    name=Line(_("Skill")),
    level=WholeChoice(_("At EQF level"), _LEVELS, empty=_("Any level"), css="field-short"),
    skill=Line(
        _("Address of the skill"),
        _("Its URI in a published framework, such as http://data.europa.eu/esco/skill/…"),
    ),
)
_CREDITS: Final = _fields(
    credits=Number(_("At least")),
    scheme=Line(_("Credit scheme, else ECTS"), css="field-short"),
)
_COUNT: Final = _fields(atLeast=Whole(_("How many")))
_LEVEL: Final = _fields(atLevel=WholeChoice(_("EQF level"), _LEVELS, css="field-short"))
_MONTHS: Final = _fields(withinMonths=Whole(_("Months")))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of box.

    `inside` is the member that holds the clauses inside it, "" where there are none. `picks` is the
    member that holds addresses.
    """

    title: str | Promise
    form: type[DraftForm] = DraftForm
    inside: str = ""
    picks: str = ""
    first: Mapping[str, Any] = field(default_factory=dict)

    @property
    def members(self) -> frozenset[str]:
        """The members that a clause of this kind may have."""
        named = {*self.form.base_fields, self.inside, self.picks, *self.first}
        return frozenset(named - {""})


KINDS: Final[Mapping[str, Kind]] = {
    "achievement": Kind(_("Micro-credential"), _PART, first={"achievement": ""}),
    "skill": Kind(_("Skill"), _SKILL, first={"skill": ""}),
    "credits": Kind(_("Credits"), _CREDITS, picks="from", first={"credits": ""}),
    "all": Kind(_("All of these"), inside="all"),
    "any": Kind(_("Any one of these"), inside="any"),
    "atLeast": Kind(_("At least some of these"), _COUNT, inside="of", first={"atLeast": 1}),
    "inOrder": Kind(_("All of these, in this order"), inside="inOrder"),
    "atLevel": Kind(_("At a level"), _LEVEL, inside="rule", first={"atLevel": ""}),
    "withinMonths": Kind(_("Awarded lately"), _MONTHS, inside="rule", first={"withinMonths": ""}),
    "issuers": Kind(_("From certain issuers"), inside="rule", picks="issuers"),
}
GROUPS: Final = ("all", "any", "atLeast", "inOrder")
CONDITIONS: Final = ("atLevel", "withinMonths", "issuers")


def blank(kind: str) -> dict[str, Any]:
    """A clause of this kind in which nothing is said yet."""
    spec = KINDS[kind]
    clause: dict[str, Any] = dict(spec.first)
    if spec.picks == kind:
        clause[spec.picks] = []
    if spec.inside:
        clause[spec.inside] = {} if kind in CONDITIONS else []
    return clause


def kind_of(clause: Any) -> str:
    """The kind of a clause, `RAW` of what no box can show, "" of an empty place."""
    if clause == {}:
        return ""
    if not isinstance(clause, dict):
        return RAW
    kinds = [kind for kind in KINDS if kind in clause]
    if len(kinds) != 1 or not clause.keys() <= KINDS[kinds[0]].members:
        return RAW
    spec = KINDS[kinds[0]]
    inside = clause.get(spec.inside, {} if kinds[0] in CONDITIONS else [])
    picked = clause.get(spec.picks, [])
    is_whole = isinstance(inside, dict if kinds[0] in CONDITIONS else list)
    is_picked = isinstance(picked, list) and all(isinstance(one, str) for one in picked)
    return kinds[0] if is_whole and is_picked else RAW
