"""Indexes of entities hold `deleted_at`, which SQLite reads of every row; what was put away is found by no word."""

from django.db import migrations, models

LIVE = models.Q(deleted_at__isnull=True)
INDEXES = {"entity_in_list": ["id"], "entity_by_label": ["label_start", "id"]}


def forget_words(apps, schema_editor):
    apps.get_model("forms", "EntityWords")._base_manager.filter(entity__deleted_at__isnull=False).delete()


class Migration(migrations.Migration):
    dependencies = [("forms", "0031_say_which_version_was_judged")]
    operations = [
        *(
            operation
            for name, ordered in INDEXES.items()
            for operation in (
                migrations.RemoveIndex("entity", name),
                migrations.AddIndex(
                    "entity",
                    models.Index(condition=LIVE, fields=["dataset", "workspace", *ordered, "deleted_at"], name=name),
                ),
            )
        ),
        migrations.RunPython(forget_words, migrations.RunPython.noop),
    ]
