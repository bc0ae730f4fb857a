"""What can be earned: achievements, their immutable versions, and how they are found."""
