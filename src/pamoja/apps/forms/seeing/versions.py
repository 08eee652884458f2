"""One set of tables for all versions of a form: what the newest asks, then what only older ones asked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef

from pamoja.apps.forms.models import Form, FormVersion, SubmissionVersion
from pamoja.apps.forms.seeing.lists import Files, Key, files_of, listed_schema
from pamoja.apps.forms.seeing.questions import META, NUMBERS, WHOLE, Question, Table, is_select
from pamoja.formats.xform import Choice, Field, FormSchema
from pamoja.formats.xform.model import ROOT_TABLE

KEPT = 64
Asked = tuple["Edition", Field]
COLUMNS = tuple(each.name for each in fields(Field))


@dataclass(frozen=True)
class Edition:
    """A version by its database key."""

    id: int
    schema: FormSchema


@dataclass(frozen=True)
class Found:
    """One version's part of a table."""

    edition: Edition
    parent: str
    fields: tuple[Field, ...]
    repeat: Field | None
    depths: tuple[int, ...]


def read_tables(form: Form, newest: FormVersion) -> tuple[Table, ...]:
    """The tables of the newest version and of every other that has records. One query, two with lists in files."""
    of_version = SubmissionVersion.objects.filter(form_version=OuterRef("pk"), number=F("submission__edits") + 1)
    live = of_version.filter(submission__is_test=False, submission__deleted_at__isnull=True)
    older = form.versions.exclude(pk=newest.pk).filter(Exists(live)).order_by("-pk").values_list("pk", "md5")
    keys: list[Key] = [(newest.pk, newest.md5), *older]
    files = files_of(keys)
    return _merged(tuple((*key, files[key[0]]) for key in keys))


@lru_cache(maxsize=KEPT)
def _merged(keys: tuple[tuple[int, str, Files], ...]) -> tuple[Table, ...]:
    return merged_tables([Edition(pk, listed_schema(pk, md5, files)) for pk, md5, files in keys])


def merged_tables(editions: Sequence[Edition]) -> tuple[Table, ...]:
    """The tables of some versions, the newest given first; parents before children."""
    by_name: dict[str, list[Found]] = defaultdict(list)
    for edition in editions:
        for name, found in _tables_in(edition):
            by_name[name].append(found)
    return tuple(_table(name, founds, editions[0]) for name, founds in by_name.items())


def table_of(repeat: Field) -> str:
    """The name of a repeat's table."""
    return f"{ROOT_TABLE}.{'.'.join(repeat.parts)}"


def _tables_in(edition: Edition) -> Iterator[tuple[str, Found]]:
    root = Found(edition, "", tuple(_fields_in(edition.schema.children)), None, ())
    yield ROOT_TABLE, root
    yield from _below(ROOT_TABLE, root)


def _below(name: str, table: Found) -> Iterator[tuple[str, Found]]:
    for repeat in table.fields:
        if repeat.kind == "repeat":
            depths = (*table.depths, len(repeat.parts))
            found = Found(table.edition, name, tuple(_fields_in(repeat.children)), repeat, depths)
            yield table_of(repeat), found
            yield from _below(table_of(repeat), found)


def _fields_in(children: Iterable[Field]) -> Iterator[Field]:
    """Questions and repeats of one table in the form's order: into groups, not into repeats or entities."""
    for child in children:
        if child.parts[:2] == (META, "entity"):
            continue
        if child.kind != "group":
            yield child
        else:
            yield from _fields_in(child.children)


def _table(name: str, founds: Sequence[Found], newest: Edition) -> Table:
    depths = {len(found.depths): found.depths for found in reversed(founds)}
    repeats = [(found.edition, found.repeat) for found in founds if found.repeat]
    repeat = _question(repeats, newest, has_others=False) if repeats else None
    return Table(name, founds[0].parent, tuple(_questions(founds, newest)), repeat, depths)


def _questions(founds: Sequence[Found], newest: Edition) -> Iterator[Question]:
    """What is asked under each path, the newest version's in its order, then what only older ones asked."""
    groups: dict[tuple[str, str], list[Asked]] = {}
    paths: dict[str, int] = defaultdict(int)
    for found in founds:
        for field in found.fields:
            key = _group(field, groups)
            if key not in groups:
                paths[field.path] += 1
            groups.setdefault(key, []).append((found.edition, field))
    for (path, _family), asked in groups.items():
        yield _question(asked, newest, has_others=paths[path] > 1)


def _group(field: Field, groups: Mapping[tuple[str, str], object]) -> tuple[str, str]:
    """Under what a question is gathered; whole numbers fit among decimals, if those came later."""
    family = _family(field)
    wider = (field.path, "number")
    return wider if family == "whole" and wider in groups else (field.path, family)


def _family(field: Field) -> str:
    """Types whose answers are read alike."""
    if field.kind != "field":
        return field.kind
    if is_select(field):
        return "many" if field.is_multiple else "one"
    if field.type in NUMBERS:
        return "whole" if field.type in WHOLE else "number"
    return field.type.lower() if field.type not in ("", "barcode") else "string"


def _question(asked: Sequence[Asked], newest: Edition, has_others: bool) -> Question:
    edition, field = asked[0]
    is_gone = edition is not newest
    values: dict[str, Any] = {name: getattr(field, name) for name in COLUMNS}
    return Question(
        **{**values, "choices": _choices(asked)},
        key=f"{field.path}@{edition.schema.version}" if is_gone and has_others else field.path,
        only_in=tuple(each.schema.version for each, _field in asked) if is_gone else (),
        asked_in=frozenset(each.id for each, _field in asked) if has_others else frozenset(),
    )


def _choices(asked: Sequence[Asked]) -> tuple[Choice, ...]:
    """The newest list, then what only older ones offered."""
    found: dict[str, Choice] = {}
    for _edition, field in asked:
        for choice in field.choices:
            found.setdefault(choice.value, choice)
    return tuple(found.values())
