"""Schemas with the choices that a form takes from the files beside it, each file read once a process."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from pamoja.apps.forms.models import FormFile, FormVersion
from pamoja.apps.forms.schemas import kept_schema
from pamoja.core.files.models import StoredFile
from pamoja.core.files.services import read_chunks
from pamoja.formats.xform import FormSchema
from pamoja.formats.xform.external import named_lists, with_lists

KEPT = 64
Key = tuple[int, str]
Files = tuple[tuple[str, int], ...]
"""Names of files and the keys of what they hold now: a list may be replaced while its form is in use."""


def complete_schema(version: FormVersion) -> FormSchema:
    """The schema of one version. A query where it has lists."""
    key = (version.pk, version.md5)
    return listed_schema(*key, files_of([key])[version.pk])


def files_of(keys: Iterable[Key]) -> dict[int, Files]:
    """The lists of some versions that have come, by version. One query, or none where no form asks for a list."""
    wanted = {pk: names for pk, md5 in keys if (names := _names(pk, md5))}
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    if wanted:
        rows = FormFile.objects.filter(version__in=wanted, file__isnull=False).order_by("name")
        for pk, name, stored in rows.values_list("version", "name", "file"):
            if name in wanted[pk]:
                found[pk].append((name, stored))
    return defaultdict(tuple, {pk: tuple(files) for pk, files in found.items()})


@lru_cache(maxsize=KEPT)
def _names(pk: int, md5: str) -> frozenset[str]:
    return named_lists(kept_schema(pk, md5))


def listed_schema(pk: int, md5: str, files: Files) -> FormSchema:
    """The schema of a version with the choices of these files; where one has not come, without what it would give."""
    return _listed(pk, md5, files) if _names(pk, md5) else kept_schema(pk, md5)


@lru_cache(maxsize=KEPT)
def _listed(pk: int, md5: str, files: Files) -> FormSchema:
    stored = StoredFile.objects.in_bulk([key for _name, key in files])
    contents = {name: b"".join(read_chunks(stored[key])) for name, key in files}
    return with_lists(kept_schema(pk, md5), contents)
