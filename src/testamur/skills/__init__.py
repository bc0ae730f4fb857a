"""Skills: published lists of them, how they hang together, and finding them by name or in a text."""
