"""Pages of an issuer's staff: defining, cohorts, awards, keys."""
