"""Indexes of entities that hold `deleted_at`: SQLite reads it of every row that a page skips or counts."""

from django.db import migrations, models

LIVE = models.Q(deleted_at__isnull=True)
INDEXES = {"entity_in_list": ["id"], "entity_by_label": ["label_start", "id"]}


class Migration(migrations.Migration):
    dependencies = [("forms", "0028_count_rows_of_a_table")]
    operations = [
        operation
        for name, ordered in INDEXES.items()
        for operation in (
            migrations.RemoveIndex("entity", name),
            migrations.AddIndex(
                "entity",
                models.Index(condition=LIVE, fields=["dataset", "workspace", *ordered, "deleted_at"], name=name),
            ),
        )
    ]
