"""What employers keep: one module for each capability."""

from testamur_web.employers.models.consent import Block, Consent, Part, Purpose
from testamur_web.employers.models.contacts import ContactRequest
from testamur_web.employers.models.findable import Findable, IndexedSkill, ProvenSkill
from testamur_web.employers.models.ladders import Ladder, Rung
from testamur_web.employers.models.matches import (
    MatchContest,
    MatchDecision,
    MatchedPerson,
    MatchRun,
    OwnTraits,
    RankingSwitch,
)
from testamur_web.employers.models.searches import Alias, Disclosure, SavedSearch

__all__ = [
    "Alias",
    "Block",
    "Consent",
    "ContactRequest",
    "Disclosure",
    "Findable",
    "IndexedSkill",
    "Ladder",
    "MatchContest",
    "MatchDecision",
    "MatchRun",
    "MatchedPerson",
    "OwnTraits",
    "Part",
    "ProvenSkill",
    "Purpose",
    "RankingSwitch",
    "Rung",
    "SavedSearch",
]
