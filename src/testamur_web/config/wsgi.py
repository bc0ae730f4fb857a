"""The entrance a web server calls (PEP 3333)."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "testamur_web.config.settings")

application = get_wsgi_application()
