"""The addresses of shortlists."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.shortlists import tables, views

urlpatterns: Final[list[URLPattern]] = [
    path("verify/shortlists/", views.list_shortlists, name="verifier-list-shortlists"),
    path("verify/shortlists/<uuid:pk>/", tables.read_shortlist, name="verifier-read-shortlist"),
    path(
        "verify/shortlists/<uuid:pk>/progress/",
        tables.read_progress,
        name="verifier-read-progress",
    ),
    path(
        "verify/shortlists/<uuid:pk>/table.<slug:form>",
        tables.download_table,
        name="verifier-download-table",
    ),
    path(
        "verify/shortlists/<uuid:pk>/receipt/",
        tables.take_receipt,
        name="verifier-sign-shortlist",
    ),
    path(
        "verify/shortlists/<uuid:pk>/delete/",
        views.remove_shortlist,
        name="verifier-delete-shortlist",
    ),
    path("verify/receipts/", views.check_receipt, name="verifier-check-receipt"),
]
