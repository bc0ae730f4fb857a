"""The tables that migrations make are the tables that the models say."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from testamur_web.ops.models import TrailEntry

VERBS = import_module("testamur_web.ops.migrations.0004_verbs_of_one_style")


@pytest.mark.django_db
def test_verbs_of_the_trail_are_renamed_and_back():
    for verb in (*VERBS.NAMES, "member.add"):
        TrailEntry.objects.create(at=datetime.now(UTC), verb=verb, subject_kind="x", subject="1")
    VERBS.rename(apps, None)
    kept = set(TrailEntry.objects.values_list("verb", flat=True))
    assert kept == {*VERBS.NAMES.values(), "member.add"}
    assert all(re.fullmatch("[a-z]+[.][a-z-]+", verb) for verb in kept)
    VERBS.rename_back(apps, None)
    assert set(TrailEntry.objects.values_list("verb", flat=True)) == {*VERBS.NAMES, "member.add"}


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    told = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=told)
    assert "No changes detected" in told.getvalue()


@pytest.mark.django_db(transaction=True)
def test_every_migration_has_one_that_follows_or_is_the_last():
    graph = MigrationExecutor(connection).loader.graph
    ends = [app for app, _ in graph.leaf_nodes()]
    assert len(ends) == len(set(ends))
