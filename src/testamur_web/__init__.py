"""The product over HTTP: one Django project around the library `testamur`.

The rooms and who may import whom stand in `.importlinter`; settings come from the environment alone
(`testamur_web.config.env`).
"""
