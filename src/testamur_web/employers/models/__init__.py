"""What employers keep: one module for each capability."""

from testamur_web.employers.models.ladders import Ladder, Rung
from testamur_web.employers.models.needs import NeedAnswer, NeededSkill, SkillNeed

__all__ = ["Ladder", "NeedAnswer", "NeededSkill", "Rung", "SkillNeed"]
