"""Standings that workers keep, and how far a comparison is; those of before are finished."""

from __future__ import annotations

import uuid
from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.models import F


def finish(apps: Any, _schema_editor: Any) -> None:
    """Each comparison of before was made within a request."""
    runs = apps.get_model("employers", "MatchRun").objects
    runs.update(touched_at=F("at"), finished_at=F("at"))


class Migration(migrations.Migration):
    dependencies = [
        ("employers", "0007_draws_of_skills"),
        ("plans", "0006_qualifications"),
    ]

    operations = [
        migrations.AddField(
            model_name="matchrun",
            name="expected",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="matchrun",
            name="finished_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="matchrun",
            name="touched_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="KeptStanding",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("since", models.DateTimeField()),
                ("asked_at", models.DateTimeField(db_index=True)),
                ("counted_at", models.DateTimeField(blank=True, null=True)),
                ("percent", models.PositiveSmallIntegerField(default=0)),
                ("before", models.JSONField(default=list)),
                ("proven", models.JSONField(default=dict)),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="standings",
                        to="plans.goalproposal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("proposal", "since"), name="one_standing_of_a_launch"
                    )
                ],
            },
        ),
        migrations.RunPython(finish, migrations.RunPython.noop, elidable=True),
    ]
