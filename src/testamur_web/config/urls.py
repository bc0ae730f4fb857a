"""Every route of the web project, in one list, and who answers where there is none.

VC-API signs for whoever asks, so it is a service of its own (ADR 0011): where settings name its
folder, nothing else is served.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from testamur_web.api.v1.urls import api
from testamur_web.config.api_manual import read_api_manual
from testamur_web.config.healthz import healthz

_PRODUCT: Final[list[URLPattern | URLResolver]] = [
    path("healthz", healthz, name="healthz"),
    path("", include("testamur_web.ui.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("api/v1/docs", read_api_manual, name="api-manual"),
    path("api/v1/", api.urls),
    path("scim/v2/", include("testamur_web.api.scim.urls")),
]
_VC_API: Final[list[URLPattern | URLResolver]] = [
    path("", include("testamur_web.api.vc_api.urls")),
]

urlpatterns: Final = _VC_API if settings.VC_API_STATE else _PRODUCT

handler400: Final = "testamur_web.config.failures.bad_request"
handler403: Final = "testamur_web.config.failures.forbidden"
handler404: Final = "testamur_web.config.failures.not_found"
handler500: Final = "testamur_web.config.failures.server_error"
