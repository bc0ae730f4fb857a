"""What is kept of the labour market: files that were loaded, and figures that were counted."""

from testamur_web.labour.models.figures import Count, Figure
from testamur_web.labour.models.loads import Load

__all__ = ["Count", "Figure", "Load"]
