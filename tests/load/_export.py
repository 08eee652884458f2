"""Takes a form's records out as CSV in a process of its own; prints seconds and the most memory it held, as JSON."""

import json
import logging
import os
import resource
import sys
import tempfile

import django

from tests.load._told import spending


def main(workspace_id: int, form_id: int) -> None:
    """One export, as a job writes it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.config.settings")
    logging.disable(logging.INFO)
    django.setup()
    from pamoja.apps.forms.seeing.access import seen_by
    from pamoja.apps.forms.seeing.exports.options import Options
    from pamoja.apps.forms.seeing.exports.services import export_to
    from pamoja.core.permissions import system_actor
    from pamoja.core.workspaces.context import workspace_active
    from pamoja.core.workspaces.models import Workspace

    workspace = Workspace.objects.get(pk=workspace_id)
    actor, rows = system_actor("bench", workspace), 0

    def count(more: int) -> None:
        nonlocal rows
        rows += more

    with workspace_active(workspace), tempfile.TemporaryFile() as out:
        with spending() as spent:
            export_to(seen_by(actor, form_id, "", "en"), Options("csv"), out, count)
        size = out.tell()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": spent.wall, "busy": spent.busy, "rows": rows, "bytes": size, "peak_mb": peak}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
