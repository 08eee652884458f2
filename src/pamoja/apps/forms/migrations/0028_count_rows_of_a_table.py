"""An index of the deleted records, by which all rows of a large repeat are counted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_say_whose_an_account_is'),
        ('forms', '0027_keep_settings_of_the_site'),
        ('places', '0004_say_what_an_import_holds'),
        ('workspaces', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='answerrow',
            name='form',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='answer_rows', to='forms.form'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('deleted_at__isnull', False)), fields=['form'], name='submission_deleted'),
        ),
    ]
