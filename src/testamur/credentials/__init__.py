"""Credentials as documents: who made them, what proves them, whether they still hold."""
