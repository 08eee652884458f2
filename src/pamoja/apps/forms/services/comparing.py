"""What a new version of a form would change of answers that are here."""

from pamoja.apps.forms.models import Form
from pamoja.apps.forms.problems import FIELD_RETYPED
from pamoja.core.problems import Problem
from pamoja.formats.central.fields import list_fields, removed_names, retyped


def check_field_types(form: Form, xml: bytes) -> None:
    """Raises FIELD_RETYPED when a field was something else in a version that was published."""
    published = form.versions.filter(published_at__isnull=False).order_by("published_at", "pk")
    xmls = published.values_list("xml", flat=True)
    old = retyped((list_fields(bytes(each)) for each in xmls), list_fields(xml))
    if old:
        raise Problem(FIELD_RETYPED, path=old.path, type=old.type)


def removed_fields(form: Form, xml: bytes) -> list[str]:
    """Names of fields of the published version that a new one would no longer have."""
    if form.published is None:
        return []
    return removed_names(list_fields(bytes(form.published.xml)), list_fields(xml))
