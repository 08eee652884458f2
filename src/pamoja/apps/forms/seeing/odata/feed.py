"""One answer of a form's OData service, written as it is read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from pamoja.apps.forms.models import AnswerRow, FormVersion, Submission
from pamoja.apps.forms.protecting.hiding import hidden_from
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.seeing.odata.loading import Loader
from pamoja.apps.forms.seeing.odata.selecting import (
    Selection,
    chunks,
    count_all_rows,
    count_rows,
    select_rows,
    selected_records,
)
from pamoja.core.ahead import ahead
from pamoja.core.permissions import Actor
from pamoja.formats.odata import EntitySet, Options, Row, RowWriter, entity_sets, find_set, selected
from pamoja.formats.odata.rows import Below
from pamoja.formats.xform.model import ROOT_TABLE

CHUNK = 500
Token = Mapping[str, Any]
Path = Sequence[tuple[str, str]]
"""Names below a record, each with the key of an instance or nothing."""


@dataclass(frozen=True)
class Feed:
    """A page of a table, or of one record's rows in it (`is_of_record`), chosen and not yet read.

    `count` is None unless it was asked for. `tag` changes when any record of the answer does, the form, or what is
    hidden.
    """

    table: EntitySet
    options: Options
    selection: Selection
    count: int | None
    loader: Loader
    tag: str
    is_of_record: bool

    @property
    def token(self) -> Token | None:
        """From where the next page goes on; None on the last. After a page of no rows of a repeat: from the start."""
        keys, is_root = self.selection.keys, self.table.is_root
        if not self.selection.has_more:
            return None
        if not keys:
            return None if is_root or self.is_of_record else {"repeatId": None}
        if is_root:
            return {"instanceId": Submission.objects.values_list("instance_id", flat=True).get(pk=keys[-1])}
        return {"repeatId": AnswerRow.objects.values_list("row_id", flat=True).get(pk=keys[-1])}

    def rows(self) -> Iterator[bytes]:
        """The rows as JSON, in pieces, the commas between them included."""
        writer = RowWriter(self.table, self.options.has_wkt, self.options.is_expanded)
        before = b""
        for rows, below in ahead(self._read()):
            yield before + writer.chunk(rows, below)
            before = b","

    def _read(self) -> Iterator[tuple[list[Row], Below]]:
        for keys in chunks(self.selection.keys, CHUNK):
            rows, records = self.loader.records(keys) if self.table.is_root else self.loader.instances(keys)
            if rows:
                yield rows, self.loader.below(records, self.table, self.options.is_expanded)


def read_feed(actor: Actor, version: FormVersion, is_test: bool, name: str, options: Options) -> Feed:
    """A page of a table. Raises ODataRefused."""
    table = _table(actor, version, name, options)
    records = selected_records(actor, version.form, is_test, table, options)
    return _feed(actor, version, is_test, table, options, records)


def read_record(
    actor: Actor, version: FormVersion, is_test: bool, instance_id: str, path: Path, options: Options
) -> Feed | None:
    """One record, or rows of its repeats; None when the record is not there or is deleted. Raises ODataRefused.

    The last key on the way counts: of instances right below it, or of the one instance that it names.
    """
    table = _table(actor, version, ".".join((ROOT_TABLE, *(step for step, _key in path))), options)
    options = replace(options, filter=None, order=())
    records = selected_records(actor, version.form, is_test, table, options).filter(instance_id=instance_id)
    if not records.exists():
        return None
    keyed = [number for number, (_step, key) in enumerate(path) if key]
    within = Q()
    if keyed:
        key = path[keyed[-1]][1]
        within = Q(rows__row_id=key) if keyed[-1] == len(path) - 1 else Q(rows__parent_id=key)
    return _feed(actor, version, is_test, table, options, records, within)


def tables_of(actor: Actor, version: FormVersion) -> dict[str, EntitySet]:
    """The tables of a version of a form, by name; a question that the actor may not read is one of text."""
    return entity_sets(hidden_from(actor, version.form).schema(schema_of(version)))


def _table(actor: Actor, version: FormVersion, name: str, options: Options) -> EntitySet:
    return selected(find_set(tables_of(actor, version), name), options.select)


def _feed(
    actor: Actor,
    version: FormVersion,
    is_test: bool,
    table: EntitySet,
    options: Options,
    records: Any,
    within: Q | None = None,
) -> Feed:
    condition = Q() if within is None else within
    selection = select_rows(records, version.form, is_test, table, options, condition)
    count = None
    if options.has_count:
        is_whole = within is None and options.filter is None and not is_test
        count = count_all_rows(actor, version.form, table) if is_whole else None
        count = count_rows(records, table, condition) if count is None else count
    hidden = hidden_from(actor, version.form)
    tag = f"{version.pk}-{'' if count is None else count}-{selection.tag}-{hidden.tag}"
    loader = Loader(version.form, hidden.schema(schema_of(version)), hidden)
    return Feed(table, options, selection, count, loader, tag, is_of_record=within is not None)
