"""Forms in the search over everything, by title, form id and project."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import Form
from pamoja.core.search.indexing import register_searchable
from pamoja.core.search.registry import Document, Searchable


def _form(row: Form) -> Document:
    return Document(
        title=str(row),
        url=reverse("forms:form", args=[row.pk]),
        keywords=[row.xml_form_id],
        body=row.project.name,
        hint=row.project.name,
    )


def _present(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(deleted_at__isnull=True).select_related("project")


register_searchable(
    "forms.form",
    Searchable(
        label=_("Forms"),
        document=_form,
        events=("form.created", "form.published", "form.deleted", "form.restored"),
        rows=_present,
        order=10,
    ),
)
