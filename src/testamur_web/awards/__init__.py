"""Awards: keys, signing, status lists, batches; the room where credentials are made."""
