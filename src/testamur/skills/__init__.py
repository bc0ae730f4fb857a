"""Skills: lists of them that somebody published, how they hang together, and how to find them."""
