"""Versions of forms know all hashes of their XML, the title that stands in it, and who published them."""

import hashlib
import re

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

HEAD_TITLE = re.compile(rb"<(?:[\w.-]+:)?title\b[^>/]*>\s*[^<\s]")


def hash_all(apps, _editor):
    versions = apps.get_model("forms", "FormVersion")
    for version in versions.objects.only("id", "xml", "schema").iterator(chunk_size=50):
        xml = bytes(version.xml)
        version.sha1 = hashlib.sha1(xml, usedforsecurity=False).hexdigest()
        version.sha256 = hashlib.sha256(xml).hexdigest()
        version.name = version.schema.get("title", "")[:255] if HEAD_TITLE.search(xml) else ""
        version.save(update_fields=["sha1", "sha256", "name"])


class Migration(migrations.Migration):
    dependencies = [
        ("forms", "0010_give_lists_to_devices_by_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="form",
            name="is_webforms_enabled",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="formversion",
            name="name",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name="formversion",
            name="publish_notes",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="formversion",
            name="published_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="formversion",
            name="sha1",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AddField(
            model_name="formversion",
            name="sha256",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.RunPython(hash_all, migrations.RunPython.noop),
    ]
