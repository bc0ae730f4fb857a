"""What an issuer publishes: its identifier and keys, and its status lists."""
