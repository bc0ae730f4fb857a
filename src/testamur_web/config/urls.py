"""Every route of the web project, in one list, and who answers where there is none.

A room that signs or changes something is served only where settings say so.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: Final[list[URLPattern | URLResolver]] = []
if settings.VC_API_STATE:
    urlpatterns.append(path("", include("testamur_web.api.vc_api.urls")))

handler400: Final = "testamur_web.api.answers.bad_request"
handler404: Final = "testamur_web.api.answers.not_found"
handler500: Final = "testamur_web.api.answers.server_error"
