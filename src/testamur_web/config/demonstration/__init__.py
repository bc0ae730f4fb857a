"""The demonstration: invented people and organisations, real skills, credentials really signed."""

from testamur_web.config.demonstration.story import seed

__all__ = ["seed"]
