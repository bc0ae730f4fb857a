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
from testamur_web.employers.models.needs import NeedAnswer, NeededSkill, SkillNeed
from testamur_web.employers.models.programmes import Expense, Nomination, Participant, Programme
from testamur_web.employers.models.searches import Alias, Disclosure, SavedSearch
from testamur_web.employers.models.standings import KeptStanding
from testamur_web.employers.models.teams import StaffEntry, Team, TeamPlace

__all__ = [
    "Alias",
    "Block",
    "Consent",
    "ContactRequest",
    "Disclosure",
    "Expense",
    "Findable",
    "IndexedSkill",
    "KeptStanding",
    "Ladder",
    "MatchContest",
    "MatchDecision",
    "MatchRun",
    "MatchedPerson",
    "NeedAnswer",
    "NeededSkill",
    "Nomination",
    "OwnTraits",
    "Part",
    "Participant",
    "Programme",
    "ProvenSkill",
    "Purpose",
    "RankingSwitch",
    "Rung",
    "SavedSearch",
    "SkillNeed",
    "StaffEntry",
    "Team",
    "TeamPlace",
]
