"""The tables that migrations make are the tables that the models say."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    told = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=told)
    assert "No changes detected" in told.getvalue()


@pytest.mark.django_db(transaction=True)
def test_every_migration_has_one_that_follows_or_is_the_last():
    graph = MigrationExecutor(connection).loader.graph
    apps = [app for app, _ in graph.leaf_nodes()]
    assert len(apps) == len(set(apps))
