"""What is asked of own skills: an organisation's list, one skill with its history, its document.

The document is SKOS in JSON-LD (SKOS Reference §4, §5, §10), so that whoever follows the address in
a credential reads what the skill is and what it matches without knowing this software.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from testamur_web.catalogue.models import OwnSkill, SkillMapping
from testamur_web.catalogue.own_list import list_address, list_name
from testamur_web.people.models import Organisation

__all__ = ["Shown", "find_own_skill", "list_of", "offered_of", "skill_document"]

_CONTEXT: Final[Mapping[str, Any]] = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "id": "@id",
    "type": "@type",
    "prefLabel": "skos:prefLabel",
    "altLabel": "skos:altLabel",
    "definition": "skos:definition",
    "inScheme": {"@id": "skos:inScheme", "@type": "@id"},
    "exactMatch": {"@id": "skos:exactMatch", "@type": "@id", "@container": "@set"},
    "broadMatch": {"@id": "skos:broadMatch", "@type": "@id", "@container": "@set"},
    "narrowMatch": {"@id": "skos:narrowMatch", "@type": "@id", "@container": "@set"},
    "relatedMatch": {"@id": "skos:relatedMatch", "@type": "@id", "@container": "@set"},
}
_MEMBERS: Final = {
    SkillMapping.Relation.EXACT: "exactMatch",
    SkillMapping.Relation.BROADER: "broadMatch",
    SkillMapping.Relation.NARROWER: "narrowMatch",
    SkillMapping.Relation.RELATED: "relatedMatch",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An own skill, what it matches now, and what it matched before."""

    skill: OwnSkill
    mappings: list[SkillMapping]
    ended: list[SkillMapping]

    @property
    def list_name(self) -> str:
        """What the list is called that it stands in."""
        return list_name(self.skill.organisation)


def list_of(organisation: Organisation) -> QuerySet[OwnSkill]:
    """All skills of an organisation, those offered first, with how many mappings are in force."""
    in_force = Count("mappings", filter=Q(mappings__ended_at=None))
    found = organisation.own_skills.annotate(mapped=in_force)
    return found.order_by(F("retired_at").asc(nulls_first=True), "label", "pk")


def offered_of(slug: str) -> tuple[Organisation, QuerySet[OwnSkill]] | None:
    """What the public list of an organisation shows; None where it never had a skill of its own."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None or not organisation.own_skills.exists():
        return None
    return organisation, list_of(organisation).filter(retired_at=None)


def find_own_skill(pk: UUID, *, organisation: Organisation | None = None) -> Shown | None:
    """One skill, retired or not, with its whole history; of one organisation, or of any (None)."""
    found = OwnSkill.objects.select_related("organisation", "scale").filter(pk=pk)
    if organisation is not None:
        found = found.filter(organisation=organisation)
    skill = found.first()
    if skill is None:
        return None
    rows = list(skill.mappings.select_related("mapped_by", "ended_by", "replaced_by"))
    return Shown(
        skill,
        [row for row in rows if row.ended_at is None],
        [row for row in rows if row.ended_at is not None],
    )


def skill_document(shown: Shown) -> dict[str, Any]:
    """The skill as JSON-LD; mappings that ended are not in it."""
    skill = shown.skill
    told: dict[str, Any] = {
        "@context": dict(_CONTEXT),
        "id": skill.uri,
        "type": "skos:Concept",
        "prefLabel": skill.label,
        "altLabel": list(skill.alternatives),
        "definition": skill.description,
        "inScheme": list_address(skill.organisation),
    }
    for mapping in shown.mappings:
        member = _MEMBERS[SkillMapping.Relation(mapping.relation)]
        told.setdefault(member, []).append(mapping.target)
    return {name: value for name, value in told.items() if value not in ("", [])}
