"""Long lists of entities: indexes that hold all that a page asks of the rows it skips, and a word index."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Left

from pamoja.engines.text.fold import fold

LIVE = models.Q(deleted_at__isnull=True)
AT_ONCE = 1000
LIST_MARK = "\ue000"
LONGEST_WORD = 100

# The words once more would cost as much space again, so FTS5 reads them from the table (external content).
SQLITE = """
CREATE VIRTUAL TABLE forms_entity_index USING fts5(
    words, content='forms_entitywords', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co M*'", prefix='2 3'
);
CREATE TRIGGER forms_entity_index_insert AFTER INSERT ON forms_entitywords BEGIN
    INSERT INTO forms_entity_index (rowid, words) VALUES (new.id, new.words);
END;
CREATE TRIGGER forms_entity_index_delete AFTER DELETE ON forms_entitywords BEGIN
    INSERT INTO forms_entity_index (forms_entity_index, rowid, words) VALUES ('delete', old.id, old.words);
END;
CREATE TRIGGER forms_entity_index_update AFTER UPDATE ON forms_entitywords BEGIN
    INSERT INTO forms_entity_index (forms_entity_index, rowid, words) VALUES ('delete', old.id, old.words);
    INSERT INTO forms_entity_index (rowid, words) VALUES (new.id, new.words);
END;
"""
POSTGRESQL = """
ALTER TABLE forms_entitywords
    ADD COLUMN vector tsvector GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED;
CREATE INDEX forms_entitywords_vector ON forms_entitywords USING gin (vector);
"""


def make_index(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            return
        statement = ""
        for line in SQLITE.strip().splitlines():  # executescript() would commit the migration's transaction
            statement += line + "\n"
            if line in (");", "END;"):
                cursor.execute(statement)
                statement = ""


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE forms_entity_index")


def find_what_is_there(apps, schema_editor):
    entities, words = apps.get_model("forms", "Entity"), apps.get_model("forms", "EntityWords")
    entities._base_manager.update(label_start=Left("label", 64))
    last = 0
    while batch := list(entities._base_manager.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        words._base_manager.bulk_create(
            [words(workspace_id=each.workspace_id, entity=each, words=words_of(each)) for each in batch]
        )
        last = batch[-1].pk


def words_of(entity):
    found = fold(" ".join((entity.label, *entity.data.values()))).split()
    mark = f"{LIST_MARK}{entity.dataset_id}"
    return " ".join((mark, *dict.fromkeys(word[:LONGEST_WORD] for word in found)))


class Migration(migrations.Migration):
    dependencies = [("forms", "0025_make_redacted_datasets"), ("workspaces", "0001_initial")]
    operations = [
        migrations.AddField("entity", "label_start", models.CharField(default="", editable=False, max_length=64)),
        migrations.AlterField("entity", "label_start", models.CharField(editable=False, max_length=64)),
        migrations.RemoveIndex("entity", "entity_in_dataset"),
        migrations.RemoveIndex("entity", "entity_in_conflict"),
        migrations.AddIndex(
            "entity", models.Index(condition=LIVE, fields=["dataset", "workspace", "id"], name="entity_in_list")
        ),
        migrations.AddIndex(
            "entity",
            models.Index(condition=LIVE, fields=["dataset", "workspace", "label_start", "id"], name="entity_by_label"),
        ),
        migrations.AddIndex(
            "entity",
            models.Index(
                condition=LIVE & ~models.Q(conflict=""), fields=["dataset", "workspace", "id"], name="entity_in_conflict"
            ),
        ),
        migrations.CreateModel(
            name="EntityWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                (
                    "entity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="forms.entity"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={"abstract": False, "base_manager_name": "objects", "default_manager_name": "objects"},
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(find_what_is_there, migrations.RunPython.noop),
    ]
