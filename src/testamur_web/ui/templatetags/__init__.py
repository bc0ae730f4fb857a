"""Words and forms that templates ask for by name."""
