"""Who vouches for whom: endorsements, and what is watched so that an award keeps its meaning."""
