"""The index, and the word index that each database keeps beside it."""

import django.db.models.deletion
from django.db import DatabaseError, migrations, models, transaction

# The entries' words once more would cost as much space again, so FTS5 reads them from the table (external content).
SQLITE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    names, words, content='search_searchentry', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co M*'", prefix='2 3'
);
CREATE TRIGGER search_index_insert AFTER INSERT ON search_searchentry BEGIN
    INSERT INTO search_index (rowid, names, words) VALUES (new.id, new.names, new.words);
END;
CREATE TRIGGER search_index_delete AFTER DELETE ON search_searchentry BEGIN
    INSERT INTO search_index (search_index, rowid, names, words) VALUES ('delete', old.id, old.names, old.words);
END;
CREATE TRIGGER search_index_update AFTER UPDATE ON search_searchentry BEGIN
    INSERT INTO search_index (search_index, rowid, names, words) VALUES ('delete', old.id, old.names, old.words);
    INSERT INTO search_index (rowid, names, words) VALUES (new.id, new.names, new.words);
END;
"""
SQLITE_BACK = "DROP TABLE search_index;"  # the triggers go with the entries' table

POSTGRESQL = """
ALTER TABLE search_searchentry
    ADD COLUMN names_vector tsvector GENERATED ALWAYS AS (
        array_to_tsvector(string_to_array(btrim(translate(names, '|', ' ')), ' '))) STORED,
    ADD COLUMN all_vector tsvector GENERATED ALWAYS AS (
        array_to_tsvector(string_to_array(btrim(translate(names || words, '|', ' ')), ' '))) STORED;
CREATE INDEX search_entry_names ON search_searchentry USING gin (names_vector);
CREATE INDEX search_entry_all ON search_searchentry USING gin (all_vector);
"""
# Creating it needs rights that a database's owner may lack; an administrator can add it later.
LIKENESS = "CREATE EXTENSION IF NOT EXISTS pg_trgm"


def make(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _run_script(cursor, SQLITE)
            return
        cursor.execute(POSTGRESQL)
        try:
            with transaction.atomic(using=connection.alias):
                cursor.execute(LIKENESS)
        except DatabaseError:
            pass  # titles must then be spelt as they are


def _run_script(cursor, script):
    """Statement by statement: SQLite's own executescript() would commit the migration's transaction."""
    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        if line in (");", "END;"):
            cursor.execute(statement)
            statement = ""


def remove(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute(SQLITE_BACK)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("workspaces", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("object_id", models.CharField(max_length=80)),
                ("row", models.BigIntegerField()),
                ("names", models.TextField()),
                ("words", models.TextField(blank=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workspaces.workspace",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "row"], name="search_entry_by_row")],
                "constraints": [models.UniqueConstraint(fields=("kind", "object_id"), name="search_entry_once")],
            },
        ),
        migrations.RunPython(make, remove),
    ]
