"""What employers keep: one module for each capability."""

from testamur_web.employers.models.programmes import Expense, Nomination, Participant, Programme
from testamur_web.employers.models.teams import StaffEntry, Team, TeamPlace

__all__ = ["Expense", "Nomination", "Participant", "Programme", "StaffEntry", "Team", "TeamPlace"]
