"""Pages of an employer's own people: teams, the list of staff, programmes and good words."""
