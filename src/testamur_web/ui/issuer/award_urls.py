"""The addresses of the pages about awards, batches and keys."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.issuer import award_changes, awards, batch_rows, batches, keys

urlpatterns: Final[list[URLPattern]] = [
    path("o/<slug:slug>/awards/", awards.list_awards, name="issuer-list-awards"),
    path("o/<slug:slug>/awards/new/", awards.give_award, name="issuer-give-award"),
    path("o/<slug:slug>/awards/change/", award_changes.change_awards, name="issuer-change-awards"),
    path("o/<slug:slug>/awards/<uuid:award>/", awards.show_award, name="issuer-show-award"),
    path(
        "o/<slug:slug>/awards/<uuid:award>/correct/",
        awards.correct_award,
        name="issuer-correct-award",
    ),
    path("o/<slug:slug>/batches/", batches.list_batches, name="issuer-list-batches"),
    path("o/<slug:slug>/batches/new/", batches.make_batch, name="issuer-make-batch"),
    path("o/<slug:slug>/batches/<uuid:batch>/", batches.show_batch, name="issuer-show-batch"),
    path("o/<slug:slug>/batches/<uuid:batch>/columns/", batches.map_batch, name="issuer-map-batch"),
    path(
        "o/<slug:slug>/batches/<uuid:batch>/progress/",
        batches.read_progress,
        name="issuer-read-progress",
    ),
    path(
        "o/<slug:slug>/batches/<uuid:batch>/do/<str:verb>/",
        batches.change_batch,
        name="issuer-change-batch",
    ),
    path(
        "o/<slug:slug>/batches/<uuid:batch>/export/<str:form>/",
        batches.export_batch,
        name="issuer-export-batch",
    ),
    path(
        "o/<slug:slug>/batches/<uuid:batch>/rows/<uuid:row>/",
        batch_rows.change_row,
        name="issuer-change-row",
    ),
    path("o/<slug:slug>/keys/", keys.list_keys, name="issuer-list-keys"),
    path("o/<slug:slug>/keys/new/", keys.make_new_key, name="issuer-make-key"),
    path("o/<slug:slug>/keys/<uuid:key>/<str:verb>/", keys.end_key, name="issuer-end-key"),
]
