"""What the events of a record tell."""

from typing import Any

from pamoja.apps.forms.models import Form, FormVersion
from pamoja.apps.forms.schemas import point_paths, schema_of
from pamoja.apps.forms.services.judging import has_rules


def facts_of(form: Form, version: FormVersion, is_test: bool, number: int) -> dict[str, Any]:
    """The facts that consumers of a record's events decide by: its form, and what that asks for."""
    return {
        "form": str(form.public_id),
        "version": version.version,
        "is_test": is_test,
        "has_point": bool(point_paths(version)),
        "has_entities": bool(schema_of(version).entities),
        "has_rules": has_rules(version),
        "number": number,
    }
