"""What a micro-credential is worth, measured: its definition, its marking, its spread."""
