"""Every device that is here already becomes a device of the project in which it has forms."""

from django.db import migrations


def give_projects(apps, _editor):
    credentials = apps.get_model("accounts", "Credential")
    collectors = apps.get_model("forms", "Collector")
    forms = apps.get_model("forms", "Form")
    projects = apps.get_model("forms", "Project")
    for device in credentials.objects.filter(type="device", collector=None).iterator():
        form = forms.objects.filter(collectors=device).order_by("pk").first()
        home = form.project_id if form else _first(projects, device.workspace_id)
        if home:
            collectors.objects.create(workspace_id=device.workspace_id, credential=device, project_id=home)


def _first(projects, workspace_id):
    return projects.objects.filter(workspace_id=workspace_id).order_by("pk").values_list("pk", flat=True).first()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_let_grants_reach_one_project"),
        ("forms", "0007_review_records_and_keep_links"),
    ]

    operations = [migrations.RunPython(give_projects, migrations.RunPython.noop)]
