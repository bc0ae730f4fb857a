"""What keeps the product running: work for later, who did what, how it fares."""
