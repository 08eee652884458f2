"""Which rows an answer holds: their keys in order, in one narrow query, whatever the width of the form.

The newest record comes first, and within a record its rows in the order of the form. Keys of a whole table take eight
bytes each, so that the rows themselves can be read in chunks, on a connection that is free between two of them.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import md5
from typing import Any

from django.db.models import Q

from pamoja.apps.forms.models import AnswerRow, Form, Submission
from pamoja.apps.forms.seeing.access import KIND
from pamoja.apps.forms.seeing.odata.filters import asks_for, condition_of, order_of
from pamoja.apps.forms.seeing.odata.properties import DELETED_AT, EVERYWHERE, FROM_ROOT, OF_RECORD, with_properties
from pamoja.core.clock import now
from pamoja.core.permissions import Actor, may_everywhere_inside, visible
from pamoja.formats.odata import EntitySet, ODataRefused, Options

CHUNK = 2000
ROW = "rows__pk"
STATE = ("pk", "version", "files_present", "review_state")


@dataclass(frozen=True)
class Selection:
    """Keys of records, or of rows of a repeat; `has_more` when others follow. `tag` changes when any of them does."""

    keys: "array[int]"
    has_more: bool
    tag: str


def selected_records(
    actor: Actor, form: Form, is_test: bool, table: EntitySet, options: Options, verb: str = "view"
) -> Any:
    """The records that the actor may see, that the filter asks for, deleted ones only on demand, in order."""
    # «in» a list of one: SQLite walks its index in order for this, and for «NOT is_test» it sorts a whole form
    rows = visible(Submission.objects.filter(form=form, is_test__in=[is_test]), actor, verb)
    if options.filter is not None or options.order:
        rows = with_properties(rows)
    if not asks_for(options.filter, DELETED_AT):
        rows = rows.filter(deleted_at__isnull=True)
    if options.filter is not None:
        rows = rows.filter(condition_of(options.filter, EVERYWHERE if table.is_root else FROM_ROOT, now()))
    if options.order:
        return rows.order_by(*order_of(options.order, {**OF_RECORD, **FROM_ROOT}, "pk"))
    return rows.order_by("-received_at", "-pk")


def count_rows(records: Any, table: EntitySet, within: Q) -> int:
    """How many rows of the table these records have."""
    if table.is_root:
        return int(records.order_by().count())
    return int(records.order_by().filter(within, rows__table=table.table).count())


def count_all_rows(actor: Actor, form: Form, table: EntitySet) -> int | None:
    """Rows of a repeat in all records but tests, without a filter; None for who may not see every record of the form.

    They are counted in one index, and those of deleted and test records are taken off: a fourth of the time of finding
    the rows of each record.
    """
    inside = {"forms.project": form.project_id, "forms.form": form.pk}
    sees_all = actor.workspace == form.workspace and may_everywhere_inside(actor, "view", KIND, inside)
    if table.is_root or not sees_all:
        return None
    records = Submission.objects.filter(form=form, rows__table=table.table).order_by()
    deleted, tests = records.filter(~Q(is_test=True), deleted_at__isnull=False), records.filter(is_test__in=[True])
    # by way of the form: its index of rows does not know the workspace
    rows = Form.objects.filter(pk=form.pk, answer_rows__table=table.table).order_by()
    return int(rows.count() - deleted.count() - tests.count())


def select_rows(records: Any, form: Form, is_test: bool, table: EntitySet, options: Options, within: Q) -> Selection:
    """The page that is asked for, of the rows `within` a condition. Raises ODataRefused 400.34."""
    if table.is_root:
        return _cut(_records_after(records, form, is_test, options), ("pk", *STATE), options)
    order = records.query.order_by
    rows = records.filter(_rows_after(form, table, options), within, rows__table=table.table)
    return _cut(rows.order_by(*order, ROW), (ROW, *STATE), options)


def _cut(rows: Any, columns: tuple[str, ...], options: Options) -> Selection:
    """One row more than is asked for tells whether there are others."""
    if options.top is not None:
        rows = rows[options.skip : options.skip + options.top + 1]
    elif options.skip:
        rows = rows[options.skip :]
    keys, tag = array("q"), md5(usedforsecurity=False)
    for row in rows.values_list(*columns).iterator(chunk_size=CHUNK):
        keys.append(row[0])
        tag.update(repr(row).encode())
    has_more = options.top is not None and len(keys) > options.top
    return Selection(keys[: options.top] if has_more else keys, has_more, tag.hexdigest())


def _records_after(records: Any, form: Form, is_test: bool, options: Options) -> Any:
    """The records after the one that the token names, deleted or not; none when it names none."""
    if options.token is None:
        return records
    named = Submission.objects.filter(form=form, is_test=is_test, instance_id=str(options.token.get("instanceId")))
    last = named.values_list("received_at", "pk").first()
    if last is None:
        return records.none()
    return records.filter(_older(*last), received_at__lte=last[0])


def _rows_after(form: Form, table: EntitySet, options: Options) -> Q:
    """After the row that the token names; from the first on when it was of a page without rows."""
    if options.token is None or options.token.get("repeatId", 0) is None:
        return Q()
    named = AnswerRow.objects.filter(form=form, table=table.table, row_id=str(options.token.get("repeatId")))
    last = named.exclude(parent_id="").values_list("submission__received_at", "submission_id", "pk").first()
    if last is None:
        raise ODataRefused("400.34")
    received_at, record, row = last
    return Q(_older(received_at, record) | Q(pk=record, rows__pk__gt=row), received_at__lte=received_at)


def _older(received_at: Any, pk: int) -> Q:
    return Q(received_at__lt=received_at) | Q(received_at=received_at, pk__lt=pk)


def chunks(keys: "array[int]", size: int) -> "Iterable[array[int]]":
    """The keys, some at a time."""
    return (keys[start : start + size] for start in range(0, len(keys), size))
