from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def tell_draws(apps: Any, _editor: Any) -> None:
    """The rows of skills say what number was drawn for whoever proves them."""
    findable = apps.get_model("employers", "Findable").objects.filter(pk=OuterRef("findable"))
    proven = apps.get_model("employers", "ProvenSkill")
    proven.objects.update(draw=Subquery(findable.values("draw")))


class Migration(migrations.Migration):
    dependencies = [
        ("employers", "0005_programmes"),
        ("people", "0002_employee"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="provenskill", name="proven_skill_by_level"),
        migrations.RemoveIndex(model_name="provenskill", name="proven_skills_of_somebody"),
        migrations.AddField(
            model_name="provenskill", name="draw", field=models.BigIntegerField(default=0)
        ),
        migrations.RunPython(tell_draws, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(fields=["person", "purpose"], name="consents_to_a_purpose"),
        ),
        migrations.AddIndex(
            model_name="provenskill",
            index=models.Index(
                fields=["skill", "draw", "level", "findable", "ends_on", "fresh_until"],
                name="proven_skill_by_draw",
            ),
        ),
        migrations.AddIndex(
            model_name="provenskill",
            index=models.Index(fields=["findable"], name="proven_by_somebody"),
        ),
        migrations.AlterField(
            model_name="matchedperson", name="trace", field=models.JSONField(null=True)
        ),
    ]
