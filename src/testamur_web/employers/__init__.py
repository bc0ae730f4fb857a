"""Who looks for skills: what people let be seen, searches, matches, ladders and programmes."""
