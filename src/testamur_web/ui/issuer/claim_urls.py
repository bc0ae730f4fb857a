"""The addresses of the pages by which an award is handed over."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.issuer import claims

urlpatterns: Final[list[URLPattern]] = [
    path("o/<slug:slug>/awards/<uuid:award>/claim/", claims.show_claim, name="issuer-show-claim"),
    path(
        "o/<slug:slug>/awards/<uuid:award>/claim/send/",
        claims.send_claim,
        name="issuer-send-claim",
    ),
]
