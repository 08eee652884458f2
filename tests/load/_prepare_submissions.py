"""Makes the forms and the device that the submissions bench sends to; prints its key and project as JSON."""

import json
import os
import sys

import django
from django.core.management import call_command


def main(questions: int) -> None:
    """Migrate, then one workspace with three published forms and one device."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pamoja.config.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    from pamoja.apps.forms.services import add_collector, create_form, create_project, publish_draft
    from pamoja.core.permissions import system_actor
    from pamoja.core.workspaces.context import workspace_active
    from pamoja.core.workspaces.models import Workspace

    workspace = Workspace.objects.create(slug="bench", name="Bench", country="MWI")
    actor = system_actor("bench", workspace)
    with workspace_active(workspace):
        project = create_project(actor, "Bench")
        forms = [create_form(actor, project, xml) for xml in _forms(questions)]
        for form in forms:
            publish_draft(actor, form)
        _credential, key = add_collector(actor, "Tablet", forms)
    print(json.dumps({"key": key, "project": project.pk}))


def _forms(questions: int) -> list[bytes]:
    three = {"name": "string", "age": "int", "note": "string"}
    many = {f"q{n}": "int" for n in range(1, questions + 1)}
    photo = {"name": "string", "age": "int", "photo": "binary"}
    return [_form("three", three), _form("many", many), _form("photo", photo)]


def _form(form_id: str, fields: dict[str, str]) -> bytes:
    nodes = "".join(f"<{name}/>" for name in fields)
    binds = "".join(f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, kind in fields.items())
    controls = "".join(
        f'<upload ref="/data/{name}" mediatype="image/*"/>' if kind == "binary" else f'<input ref="/data/{name}"/>'
        for name, kind in fields.items()
    )
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>'
        f"<h:title>{form_id}</h:title><model><instance>"
        f'<data id="{form_id}" version="1">{nodes}<meta><instanceID/></meta></data>'
        f"</instance>{binds}</model></h:head><h:body>{controls}</h:body></h:html>"
    ).encode()


if __name__ == "__main__":
    main(int(sys.argv[1]))
