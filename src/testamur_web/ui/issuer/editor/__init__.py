"""The guided editor of achievements: what is typed, right or wrong, and what is told about it."""
