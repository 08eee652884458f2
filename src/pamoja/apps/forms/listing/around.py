"""The properties of lists and the forms around them, for a page of lists in a fixed number of queries."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from pamoja.apps.forms.models import Dataset, DatasetProperty, DatasetSource, FormFile

IN_USE = Q(version__form__deleted_at=None) & (
    Q(version__form__published=F("version")) | Q(version__form__draft=F("version"))
)
PUBLISHED = Q(published_at__isnull=False, deleted_at=None)
HEAVY = ("version__xml", "version__schema")


def with_surroundings(rows: "QuerySet[Dataset]") -> "QuerySet[Dataset]":
    """Each with `known_properties`, and with what writes to it and reads it: `writers` and `readers`."""
    sources = DatasetSource.objects.filter(IN_USE).select_related("version__form").defer(*HEAVY)
    files = FormFile.objects.filter(IN_USE).select_related("version__form").defer(*HEAVY)
    return rows.prefetch_related(
        Prefetch("properties", DatasetProperty.objects.filter(PUBLISHED), to_attr="known_properties"),
        Prefetch("sources", sources, to_attr="writers"),
        Prefetch("files", files, to_attr="readers"),
    )


def property_words(row: Any) -> str:
    """The names of a list's properties."""
    return ", ".join(each.name for each in row.known_properties)


def writer_words(row: Any) -> str:
    """The titles of the forms that write to a list."""
    return _titles(row.writers)


def reader_words(row: Any) -> str:
    """The titles of the forms that read a list."""
    return _titles(row.readers)


def _titles(rows: Iterable[Any]) -> str:
    return ", ".join(dict.fromkeys(str(each.version.form) for each in rows))
