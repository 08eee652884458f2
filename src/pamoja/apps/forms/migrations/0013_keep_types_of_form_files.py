"""Files of forms know what their sender called them; test links are keys that every collecting app takes."""

from django.db import migrations, models

from pamoja.core.accounts.actors import new_key


class Migration(migrations.Migration):
    dependencies = [("forms", "0012_keep_files_of_earlier_versions")]

    operations = [
        migrations.AddField(
            model_name="formfile",
            name="content_type",
            field=models.CharField(blank=True, editable=False, max_length=100),
        ),
        migrations.AlterField(
            model_name="form",
            name="draft_token",
            field=models.CharField(default=new_key, editable=False, max_length=64, unique=True),
        ),
    ]
