"""Pages of whoever is sent many credentials at once, and has them verified together."""
