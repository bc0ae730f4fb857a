"""The addresses of comparisons, of fairness, and of what somebody reads of their own."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path

from testamur_web.ui.matching import contests, fairness, own, runs

urlpatterns: Final[list[URLPattern]] = [
    path("o/<slug:slug>/matches/", runs.list_runs, name="matching-list-runs"),
    path("o/<slug:slug>/matches/new/", runs.make_run, name="matching-make-run"),
    path("o/<slug:slug>/matches/ranking/", runs.change_ranking, name="matching-change-ranking"),
    path("o/<slug:slug>/matches/fairness/", fairness.read_fairness, name="matching-read-fairness"),
    path(
        "o/<slug:slug>/matches/contests/<uuid:pk>/",
        contests.answer_contest,
        name="matching-answer-contest",
    ),
    path("o/<slug:slug>/matches/<uuid:pk>/", runs.read_run, name="matching-read-run"),
    path(
        "o/<slug:slug>/matches/<uuid:pk>/trace.json",
        runs.export_trace,
        name="matching-export-trace",
    ),
    path(
        "o/<slug:slug>/matches/<uuid:pk>/progress/",
        runs.read_progress,
        name="matching-read-progress",
    ),
    path(
        "o/<slug:slug>/matches/<uuid:pk>/<slug:alias>/write/",
        runs.write_to,
        name="matching-write-to",
    ),
    path(
        "o/<slug:slug>/matches/<uuid:pk>/<slug:alias>/",
        runs.read_person,
        name="matching-read-person",
    ),
    path("rankings/", own.list_rankings, name="learner-list-rankings"),
    path("rankings/about-me/", own.say_traits, name="learner-say-traits"),
    path("rankings/<uuid:pk>/", own.read_ranking, name="learner-read-ranking"),
]
