"""One answer of a form's OData service, written as it is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pamoja.apps.forms.models import AnswerRow, FormVersion, Submission
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.seeing.odata.loading import Loader
from pamoja.apps.forms.seeing.odata.selecting import Selection, chunks, count_rows, select_rows, selected_records
from pamoja.core.permissions import Actor
from pamoja.formats.odata import EntitySet, Options, RowWriter, entity_sets, find_set, selected

CHUNK = 250
Token = Mapping[str, Any]


@dataclass(frozen=True)
class Feed:
    """A page of a table, chosen and not yet read. `count` is None unless it was asked for."""

    table: EntitySet
    options: Options
    selection: Selection
    count: int | None
    loader: Loader

    @property
    def tag(self) -> str:
        """Changes when any record of the answer does, or the form."""
        return self.selection.tag

    @property
    def token(self) -> Token | None:
        """From where the next page goes on; None on the last. After a page of no rows of a repeat: from the start."""
        keys, is_root = self.selection.keys, self.table.is_root
        if not self.selection.has_more:
            return None
        if not keys:
            return None if is_root else {"repeatId": None}
        if is_root:
            return {"instanceId": Submission.objects.values_list("instance_id", flat=True).get(pk=keys[-1])}
        return {"repeatId": AnswerRow.objects.values_list("row_id", flat=True).get(pk=keys[-1])}

    def rows(self) -> Iterator[bytes]:
        """The rows as JSON, in pieces, the commas between them included."""
        writer = RowWriter(self.table, self.options.has_wkt, self.options.is_expanded)
        before = b""
        for keys in chunks(self.selection.keys, CHUNK):
            rows, records = self.loader.records(keys) if self.table.is_root else self.loader.instances(keys)
            if rows:
                yield before + writer.chunk(rows, self.loader.below(records, self.table, self.options.is_expanded))
                before = b","


def table_names(version: FormVersion) -> list[str]:
    """The tables of a version of a form."""
    return list(entity_sets(schema_of(version)))


def read_feed(actor: Actor, version: FormVersion, is_test: bool, name: str, options: Options) -> Feed:
    """A page of a table. Raises ODataRefused."""
    form, schema = version.form, schema_of(version)
    table = selected(find_set(entity_sets(schema), name), options.select)
    records = selected_records(actor, form, is_test, table, options)
    selection = select_rows(records, form, is_test, table, options)
    count = count_rows(records, table) if options.has_count else None
    return Feed(table, options, selection, count, Loader(form, schema))
