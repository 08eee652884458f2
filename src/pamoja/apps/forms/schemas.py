"""Schemas of form versions, parsed once a process: a published version never changes."""

from functools import lru_cache

from pamoja.apps.forms.models import FormVersion
from pamoja.formats.xform import FormSchema

KEPT = 256


def schema_of(version: FormVersion) -> FormSchema:
    """The schema of a version. Drafts are replaced, never changed, so their schema may be kept as well."""
    return kept_schema(version.pk, version.md5)


@lru_cache(maxsize=KEPT)
def kept_schema(pk: int, md5: str) -> FormSchema:
    """The schema of a version, by its key and the hash of its XML."""
    return FormSchema.from_json(FormVersion.objects.values_list("schema", flat=True).get(pk=pk, md5=md5))


def binary_paths(version: FormVersion) -> frozenset[str]:
    """Paths of the answers that name a file."""
    return _binary_paths(version.pk, version.md5)


@lru_cache(maxsize=KEPT)
def _binary_paths(pk: int, md5: str) -> frozenset[str]:
    return frozenset(each.path for each in kept_schema(pk, md5).fields if each.is_binary)


def point_paths(version: FormVersion) -> tuple[str, ...]:
    """Paths of the questions of the record itself that ask for a point, in the form's order."""
    return _point_paths(version.pk, version.md5)


@lru_cache(maxsize=KEPT)
def _point_paths(pk: int, md5: str) -> tuple[str, ...]:
    fields = kept_schema(pk, md5).fields
    repeats = tuple(f"{each.path}/" for each in fields if each.kind == "repeat")
    return tuple(each.path for each in fields if each.type == "geopoint" and not each.path.startswith(repeats))


def repeat_paths(version: FormVersion) -> frozenset[str]:
    """Paths of the repeats of a version."""
    fields = kept_schema(version.pk, version.md5).fields
    return frozenset(each.path for each in fields if each.kind == "repeat")
