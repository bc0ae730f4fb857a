"""The addresses of a person's wallet and of what they share."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.learner import shares, surveying, uses, wallet

urlpatterns: Final[list[URLPattern]] = [
    path("wallet/", wallet.list_wallet, name="learner-list-wallet"),
    path("wallet/add/", wallet.add_item, name="learner-add-item"),
    path("wallet/renewals/", wallet.list_renewals, name="learner-list-renewals"),
    path("wallet/shares/", shares.list_shares, name="learner-list-shares"),
    path("wallet/shares/new/", shares.make_portfolio, name="learner-make-portfolio"),
    path("wallet/shares/<uuid:pk>/", shares.read_share, name="learner-read-share"),
    path("wallet/shares/<uuid:pk>/stop/", shares.stop_share, name="learner-stop-share"),
    path("wallet/<uuid:pk>/", wallet.read_item, name="learner-read-item"),
    path("wallet/<uuid:pk>/share/", shares.share_item, name="learner-share-item"),
    path("wallet/<uuid:pk>/remove/", wallet.remove_item, name="learner-remove-item"),
    path("wallet/<uuid:pk>/survey/", surveying.answer_survey, name="learner-answer-survey"),
    path("wallet/<uuid:pk>/uses/new/", uses.note_use, name="learner-note-use"),
    path("wallet/<uuid:pk>/uses/<uuid:use>/ask/", uses.ask_about_use, name="learner-ask-about-use"),
    path("wallet/<uuid:pk>/uses/<uuid:use>/remove/", uses.remove_use, name="learner-remove-use"),
    path("wallet/<uuid:pk>/<str:file>", wallet.download_item, name="learner-download-item"),
]
