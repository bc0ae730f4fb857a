"""The pages on which people ask for a word, give one, and take it back."""
