"""Makes a workspace with every XLSForm of a folder that imports, as it is or repaired; prints what came of each.

    python tests/robot/_prepare_server.py FOLDER

The last line is JSON: the device's key, the project's number, and the outcome of each file.
"""

import json
import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

SUFFIXES = {".xls", ".xlsx", ".xlsm", ".csv"}


def main(folder: Path) -> None:
    """Migrate, import, publish, and give one device everything."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.config.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    from pamoja.apps.forms.models import Form
    from pamoja.apps.forms.services import add_collector, create_project
    from pamoja.core.permissions import system_actor
    from pamoja.core.workspaces.context import workspace_active
    from pamoja.core.workspaces.models import Workspace

    workspace = Workspace.objects.create(slug="robot", name="Robot", country="MWI")
    actor = system_actor("robot", workspace)
    with workspace_active(workspace):
        project = create_project(actor, "Robot")
        files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
        outcomes = {path.name: _bring(actor, project, path) for path in files}
        _credential, key = add_collector(actor, "Robot", Form.objects.filter(published__isnull=False))
    print(json.dumps({"key": key, "project": project.pk, "outcomes": outcomes}))  # noqa: T201 - the answer


def _bring(actor, project, path: Path) -> str:  # type: ignore[no-untyped-def]
    """Import, repair where the doctor can, publish; two files with one form id are two versions of a form."""
    from pamoja.apps.forms.models import Form, FormImport
    from pamoja.apps.forms.services import examine_import, publish_draft, repair_import, start_import
    from pamoja.core.problems import Problem

    upload = examine_import(actor, start_import(actor, project, path.open("rb"), path.name))
    outcome = "imported"
    if upload.state == FormImport.State.REPAIRABLE:
        upload, outcome = repair_import(actor, upload), "repaired"
    if upload.state != FormImport.State.DONE or upload.result is None:
        return "refused"
    try:
        publish_draft(actor, Form.objects.get(pk=upload.result.form_id))
    except Problem as problem:
        return f"not published: {problem.kind.code}"
    return outcome


if __name__ == "__main__":
    main(Path(sys.argv[1]))
