"""The pages of every audience, in one list."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: Final[list[URLPattern | URLResolver]] = [
    path("", include("testamur_web.ui.public.urls")),
    path("", include("testamur_web.ui.shortlists.urls")),
    path("", include("testamur_web.ui.public.credential_urls")),
    path("", include("testamur_web.ui.account.urls")),
    path("", include("testamur_web.ui.learner.urls")),
    path("", include("testamur_web.ui.learner.wallet_urls")),
    path("", include("testamur_web.ui.endorsing.urls")),
    path("", include("testamur_web.ui.issuer.claim_urls")),
    path("", include("testamur_web.ui.issuer.urls")),
    path("", include("testamur_web.ui.employer.urls")),
    path("", include("testamur_web.ui.ladders.urls")),
    path("", include("testamur_web.ui.needs.urls")),
    path("", include("testamur_web.ui.assessor.urls")),
    path("", include("testamur_web.ui.partner.urls")),
    path("", include("testamur_web.ui.matching.urls")),
    path("", include("testamur_web.ui.operator.urls")),
    path("", include("testamur_web.ui.programmes.urls")),
    path("", include("testamur_web.ui.labour.urls")),
]
