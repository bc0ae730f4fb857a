"""Every route of VC-API: the same set under each mechanism's path, and what describes them all."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.api.vc_api import views
from testamur_web.api.vc_api.mechanisms import MECHANISMS, SELECTIVE, Mechanism

__all__ = ["urlpatterns"]


def _routes_of(mechanism: Mechanism) -> list[URLPattern]:
    before, own = mechanism.prefix, {"path": mechanism.path}
    routes = [
        path(f"{before}credentials/issue", views.issue_credential, own),
        path(f"{before}credentials/verify", views.verify_credential),
        path(f"{before}presentations", views.issue_presentation, own),
        path(f"{before}presentations/issue", views.issue_presentation, own),
        path(f"{before}presentations/verify", views.verify_presentation),
    ]
    if mechanism.suite == SELECTIVE or not mechanism.path:
        routes.append(path(f"{before}credentials/derive", views.derive_credential))
    if mechanism.status_purpose:
        routes += [
            path(f"{before}credentials/status", views.set_status, own),
            path(f"{before}list", views.show_list, own),
            path(f"{before}list/publish", views.publish_list),
        ]
    return routes


urlpatterns: Final[list[URLPattern]] = [
    *(route for mechanism in MECHANISMS.values() for route in _routes_of(mechanism)),
    path(".well-known/vc-api", views.describe),
    path("openapi.json", views.show_openapi),
]
