"""Pages of role ladders: for managers, and for members who look where they stand."""
