"""Pages of employers: finding people, writing to them, and what was seen."""
