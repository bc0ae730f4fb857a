"""Pages of a person's own account and of the organisations they belong to."""
