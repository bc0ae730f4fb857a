"""People and work: what a profile asks for, and how what is proven stands to it."""
