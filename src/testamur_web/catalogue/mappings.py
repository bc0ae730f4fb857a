"""What an own skill matches in published lists: said, ended, replaced, and never overwritten.

A mapping counts while it is in force. Whoever reads its history sees every word that was ever said,
by whom and when; the audit trail says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from testamur.errors import Conflict, Refused
from testamur.skills.framework import LinkKind, Skill
from testamur.skills.matching import Match
from testamur_web.catalogue.changing import post_mapping_changed
from testamur_web.catalogue.models import OwnSkill, SkillMapping
from testamur_web.catalogue.own_list import list_name
from testamur_web.catalogue.skills import Known, listed_entry_of
from testamur_web.ops import trail
from testamur_web.people.models import Person

__all__ = ["KIND_OF", "MappingWord", "end_mapping", "map_skill", "mapped_matches"]

MAX_NOTE: Final = 1000

KIND_OF: Final = {
    SkillMapping.Relation.EXACT: LinkKind.EXACT,
    SkillMapping.Relation.BROADER: LinkKind.BROAD,
    SkillMapping.Relation.NARROWER: LinkKind.NARROW,
    SkillMapping.Relation.RELATED: LinkKind.RELATED,
}
"""Each relation in the words of SKOS."""


@dataclass(frozen=True, slots=True)
class MappingWord:
    """What somebody says: the address of a published skill, how it stands, and why they think so.

    The relation is the one of the published skill: "broader" says that it is broader than the own.
    """

    target: str
    relation: str
    note: str = ""


@transaction.atomic
def map_skill(
    skill: OwnSkill,
    word: MappingWord,
    *,
    replaces: SkillMapping | None = None,
    by: Person | None,
    at: datetime,
) -> SkillMapping:
    """Say how a skill of a list in use stands to an own one; what it replaces ends.

    Raises `Refused` (`skill.unknown`, `skill.relation-unknown`), `Conflict` (`skill.mapped`).
    """
    locked = OwnSkill.objects.select_for_update().get(pk=skill.pk)
    found = _checked(word)
    if replaces is not None:
        end_mapping(replaces, by=by, at=at)
    if locked.mappings.filter(target=word.target, ended_at=None).exists():
        told = f"it is mapped to “{found.entry.label}” already"
        raise Conflict.because("skill.mapped", told, "/target")
    mapping = SkillMapping.objects.create(
        skill=locked,
        relation=word.relation,
        target=word.target,
        target_label=found.entry.label[:500],
        target_framework=f"{found.framework.name} {found.framework.version}".strip()[:260],
        note=_note(word.note),
        mapped_by=by,
        mapped_at=at,
        replaces=replaces,
    )
    _record("skill.map", mapping, by=by, at=at)
    post_mapping_changed(mapping, at=at)
    return mapping


@transaction.atomic
def end_mapping(mapping: SkillMapping, *, note: str = "", by: Person | None, at: datetime) -> None:
    """End a mapping: it counts no more, and stays in the history; `skill.mapping-ended`."""
    locked = SkillMapping.objects.select_for_update().get(pk=mapping.pk)
    if locked.ended_at is not None:
        raise Conflict.because("skill.mapping-ended", "it ended before")
    locked.ended_at, locked.ended_by, locked.ended_note = at, by, _note(note)
    locked.save(update_fields=["ended_at", "ended_by", "ended_note"])
    _record("skill.end-mapping", locked, by=by, at=at)
    post_mapping_changed(locked, at=at)
    mapping.refresh_from_db()


def mapped_matches() -> list[Match]:
    """Every mapping in force, as what it says and whose word it is, in a fixed order."""
    rows = SkillMapping.objects.filter(ended_at=None).select_related("skill__organisation")
    return [
        Match(
            row.skill.uri,
            KIND_OF[SkillMapping.Relation(row.relation)],
            row.target,
            f"{list_name(row.skill.organisation)}, mapped {row.mapped_at:%Y-%m-%d}",
        )
        for row in rows.order_by("mapped_at", "pk")
    ]


def _checked(word: MappingWord) -> Known:
    """The skill that a word is about; raises `Refused`."""
    known = listed_entry_of(word.target)
    if known is None or not isinstance(known.entry, Skill):
        told = f"no list in use has the skill {word.target[:120]!r}"
        raise Refused.because("skill.unknown", told, "/target")
    if word.relation not in SkillMapping.Relation.values:
        told = f"{word.relation[:40]!r} is none of {', '.join(SkillMapping.Relation.values)}"
        raise Refused.because("skill.relation-unknown", told, "/relation")
    return known


def _note(text: str) -> str:
    note = text.strip()
    if len(note) > MAX_NOTE or "\0" in note:
        told = f"a note has at most {MAX_NOTE:,} characters"
        raise Refused.because("text.too-long", told, "/note")
    return note


def _record(verb: str, mapping: SkillMapping, *, by: Person | None, at: datetime) -> None:
    trail.record(
        verb,
        mapping,
        by=by,
        tenant=mapping.skill.organisation_id,
        at=at,
        skill=mapping.skill.label,
        relation=mapping.relation,
        target=mapping.target,
        note=mapping.ended_note if mapping.ended_at else mapping.note,
    )
