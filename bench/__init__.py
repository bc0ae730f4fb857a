"""How fast we are, beside the limit and beside others, measured in one run: `make bench`."""
