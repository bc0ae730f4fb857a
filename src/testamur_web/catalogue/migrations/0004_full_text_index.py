"""PostgreSQL looks for words in an index; the expression is the one that search.py asks with."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

_MAKE = (
    "CREATE INDEX catalogue_words ON catalogue_version"
    " USING gin (to_tsvector('simple'::regconfig, COALESCE(search_text, '')))"
)
_DROP = "DROP INDEX catalogue_words"


def _run(sql: str) -> Callable[[Any, Any], None]:
    def run(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return run


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_uploaded_images_and_corrections")]
    operations = [migrations.RunPython(_run(_MAKE), _run(_DROP))]
