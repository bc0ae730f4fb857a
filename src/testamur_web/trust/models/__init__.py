"""What is kept of who vouches for whom."""

from testamur_web.trust.models.endorsements import Endorsement, EndorsementRequest

__all__ = ["Endorsement", "EndorsementRequest"]
