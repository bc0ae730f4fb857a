"""Pages of an assessor: what waits for a decision."""
