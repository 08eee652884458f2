import pamoja.core.crypto.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('conflicts', '0001_initial'),
        ('crypto', '0001_initial'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='conflict',
            name='offered',
        ),
        migrations.AddField(
            model_name='conflict',
            name='offered',
            field=pamoja.core.crypto.fields.EncryptedJSONField(null=True, row='public_id', subject=''),
        ),
    ]
