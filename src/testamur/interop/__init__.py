"""Other formats: from them and to them, with an honest word on what was verified."""
