"""What employers keep: one module for each capability."""

from testamur_web.employers.models.ladders import Ladder, Rung

__all__ = ["Ladder", "Rung"]
