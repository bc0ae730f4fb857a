"""Pages for everybody: the catalogue, the check of a credential, what holders share."""
