"""Scores of versions, the signed statements of them, and the least score to publish."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone


def leave_older_versions_to_a_worker(apps: Any, _editor: Any) -> None:
    """Have what was published before scored: a worker looks for work that is long due."""
    if apps.get_model("catalogue", "Version").objects.exists():
        now = timezone.now()
        apps.get_model("ops", "OutboxRow").objects.create(
            kind="version.score-older",
            key="version.score-older",
            payload={},
            posted_at=now,
            due_at=now,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0009_own_skills_and_crosswalks"),
        ("ops", "0004_verbs_of_one_style"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="QualityStatement",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="statement",
                        serialize=False,
                        to="catalogue.version",
                    ),
                ),
                ("credential", models.TextField()),
                ("signed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="QualityThreshold",
            fields=[
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="quality_threshold",
                        serialize=False,
                        to="people.organisation",
                    ),
                ),
                ("least", models.PositiveSmallIntegerField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="version",
            name="score",
            field=models.PositiveSmallIntegerField(blank=True, db_index=True, null=True),
        ),
        migrations.AddField(
            model_name="version",
            name="score_told",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.RunPython(
            leave_older_versions_to_a_worker, migrations.RunPython.noop, elidable=True
        ),
    ]
