"""The tests; `tests.shared_data`, `tests.effort` and `tests.cast` are what they share."""
