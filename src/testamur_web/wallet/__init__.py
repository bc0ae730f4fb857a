"""What holders have: their items, how they claimed them, and what they share with whom."""
