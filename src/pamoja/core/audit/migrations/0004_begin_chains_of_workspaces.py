from django.db import migrations


def begin_chains(apps, schema_editor):
    """Workspaces without an act had no chain until now."""
    from pamoja.core.audit.services import seal_of
    from pamoja.core.crypto.keyring import keyring

    heads = apps.get_model("audit", "AuditHead").objects
    begun = set(heads.values_list("chain", flat=True))
    for public_id in apps.get_model("workspaces", "Workspace").objects.values_list("public_id", flat=True):
        if str(public_id) not in begun:
            head = heads.model(chain=str(public_id), key=keyring().primary)
            head.seal = seal_of(head)
            head.save()


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_drop_indexes_that_others_cover'),
        ('workspaces', '0001_initial'),
    ]

    operations = [migrations.RunPython(begin_chains, migrations.RunPython.noop)]
