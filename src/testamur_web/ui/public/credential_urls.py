"""The addresses of claims, what is asked by link, credentials' public pages, and shares."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.public import attesting, claims, credentials, reviewing, shares, surveying

urlpatterns: Final[list[URLPattern]] = [
    path("claim/", claims.type_code, name="public-type-claim-code"),
    path("claim/<slug:token>/", claims.open_claim, name="public-open-claim"),
    path("claim/<slug:token>/keep/", claims.keep_claim, name="public-keep-claim"),
    path("claim/<slug:token>/<str:file>", claims.download_claim, name="public-download-claim"),
    path("attest/<slug:token>/", attesting.attest, name="public-attest"),
    path("review/<slug:token>/", reviewing.review, name="public-review"),
    path("survey/<slug:token>/", surveying.answer_survey, name="public-survey"),
    path("c/<uuid:key>/", credentials.read_credential, name="public-read-credential"),
    path("c/<uuid:key>/embed/", credentials.embed_credential, name="public-embed-credential"),
    path("c/<uuid:key>/card.png", credentials.read_card, name="public-read-card"),
    path(
        "c/<uuid:key>/<str:file>",
        credentials.download_credential,
        name="public-download-credential",
    ),
    path("s/<slug:token>/", shares.read_share, name="public-read-share"),
    path("s/<slug:token>/<uuid:item>/", shares.read_shared_item, name="public-read-shared-item"),
    path(
        "s/<slug:token>/<uuid:item>/<str:file>",
        shares.download_shared,
        name="public-download-shared",
    ),
]
