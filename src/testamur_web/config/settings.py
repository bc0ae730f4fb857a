"""Every setting of the web project, each from the environment or a constant with its reason.

Safe as it stands: debugging is off, only loopback names are answered, and without a stated secret
key each process signs with one of its own, so nothing signed outlives it.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from testamur_web.config.env import read_flag, read_list, read_secret, read_text

SECRET_KEY: Final = read_secret("SECRET_KEY") or secrets.token_urlsafe(64)
DEBUG: Final = read_flag("DEBUG", default=False)
ALLOWED_HOSTS: Final = read_list("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]")

ROOT_URLCONF: Final = "testamur_web.config.urls"
WSGI_APPLICATION: Final = "testamur_web.config.wsgi.application"
INSTALLED_APPS: Final = ["testamur_web.config.checks.Config"]
MIDDLEWARE: Final = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "testamur_web.api.answers.TellProblems",
]

# Nothing is kept yet: what the web serves so far is computed from what it is sent.
DATABASES: Final[dict[str, dict[str, Any]]] = {}

# An address means one thing: a route is written with or without its slash, and no redirect guesses.
APPEND_SLASH: Final = False
# The library refuses documents above 2 MiB; a request holds one document and little else.
DATA_UPLOAD_MAX_MEMORY_SIZE: Final = 3 * 1024 * 1024

# VC-API is served where this names the folder of its keys and status lists; `testamur vc-api` does.
VC_API_STATE: Final = read_text("VC_API_STATE", default="")
VC_API_URL: Final = read_text("VC_API_URL", default="https://localhost:8443").rstrip("/")

USE_TZ: Final = True
TIME_ZONE: Final = "UTC"
LANGUAGE_CODE: Final = "en-gb"

SECURE_CONTENT_TYPE_NOSNIFF: Final = True
SECURE_REFERRER_POLICY: Final = "same-origin"
X_FRAME_OPTIONS: Final = "DENY"
