"""Pages of a learner: what they take part in, their wallet, what they share."""
