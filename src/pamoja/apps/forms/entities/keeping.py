"""A form that was put aside comes back only to the lists that it knew."""

from typing import Any

from pamoja.apps.forms.entities.refusing import refuse
from pamoja.apps.forms.models import Dataset, DatasetProperty, DatasetSource, Form, FormFile, PropertyField
from pamoja.core.audit.models import AuditEntry
from pamoja.core.audit.services import chain_of


def lists_of(form: Form) -> dict[str, Any]:
    """The lists that a form writes to, with the properties that it saves, and those that it reads, by their keys."""
    versions = [key for key in (form.published_id, form.draft_id) if key]
    saved = PropertyField.objects.filter(version__in=versions, property__deleted_at=None)
    writes = DatasetSource.objects.filter(version__in=versions, dataset__deleted_at=None)
    reads = FormFile.objects.filter(version__in=versions, dataset__deleted_at=None, dataset__isnull=False)
    lists = {*writes.values_list("dataset", flat=True), *reads.values_list("dataset", flat=True)}
    properties = saved.order_by("id").values_list("property", flat=True)
    return {"lists": sorted(lists), "properties": list(dict.fromkeys(properties))}


def check_lists_are_here(form: Form) -> None:
    """Refuse (409.23) to bring a form back whose lists or properties are gone since it was put aside."""
    deleted = AuditEntry.objects.filter(
        chain=chain_of(form.workspace), kind="forms.form", object_id=str(form.public_id), verb="delete"
    )
    entry = deleted.order_by("-sequence").first()
    known: dict[str, list[int]] = entry.detail if entry else {}
    lists, properties = known.get("lists", []), known.get("properties", [])
    live_lists = Dataset.objects.filter(pk__in=lists, deleted_at=None).count()
    live_properties = DatasetProperty.objects.filter(pk__in=properties, deleted_at=None).count()
    if live_lists < len(lists) or live_properties < len(properties):
        raise refuse("409.23")
