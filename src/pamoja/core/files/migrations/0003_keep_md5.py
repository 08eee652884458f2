from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("files", "0002_keep_declared_types")]

    operations = [
        migrations.AddField(
            model_name="blob",
            name="md5",
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
