"""The list page of one table of a form: its rows, columns and filters, made from the questions."""

from collections.abc import Callable
from functools import partial

from django.db.models import Prefetch
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import AnswerRow, SubmissionFile
from pamoja.apps.forms.seeing import answers
from pamoja.apps.forms.seeing.access import KIND, Seen
from pamoja.apps.forms.seeing.columns import ANSWER, columns_of, record_name, repeats_in
from pamoja.apps.forms.seeing.filters import filters_of
from pamoja.apps.forms.seeing.questions import Table
from pamoja.apps.forms.seeing.versions import table_of
from pamoja.apps.forms.selectors import answer_rows
from pamoja.core.lists import ListSpec
from pamoja.core.lists.listing import SORT
from pamoja.core.permissions import may_at_all
from pamoja.formats.xform.model import ROOT_TABLE


def table_spec(seen: Seen, table: Table, query: QueryDict) -> ListSpec:
    """The list of a table as the query string narrows it; who may change records chooses among them."""
    may_act = table.name == ROOT_TABLE and may_at_all(seen.actor, "change", KIND)
    return ListSpec(
        name="records",
        kind=KIND,
        columns=columns_of(seen, table),
        filters=filters_of(seen, table, query),
        search=_search(seen, table),
        order="-submission_id",
        row_url=lambda row: record_url(seen, row),
        empty_title=_("No records yet"),
        empty_text=_("They appear here as soon as somebody submits the form."),
        empty_icon="clipboard-list",
        exports=(),
        choice=partial(_choice, seen) if may_act else None,
        acts="forms/reviewing/acts.html" if may_act else "",
    )


def _search(seen: Seen, table: Table) -> Callable[[answers.Rows, str], answers.Rows]:
    if not seen.hidden:
        return answers.search
    paths = {each.path for each in table.fields if each.kind == "field" and not each.is_hidden}
    return partial(answers.search_among, sorted(paths))


def _choice(seen: Seen, row: AnswerRow) -> tuple[str, str]:
    return str(row.submission.public_id), record_name(seen, row)


def record_url(seen: Seen, row: AnswerRow) -> str:
    """The page of the record to which a row belongs."""
    return reverse("forms-seeing:record", args=[seen.form.pk, row.submission.public_id])


def listed_rows(seen: Seen, table: Table, query: QueryDict) -> answers.Rows:
    """The rows of a table that the actor may see, with all that a page of them draws, in a fixed number of queries."""
    rows = answer_rows(seen.actor, seen.form, table.name).select_related(
        "submission__place", "submission__submitted_by", "submission__submitted_with"
    )
    rows = rows.prefetch_related(Prefetch("submission__files", SubmissionFile.objects.select_related("file")))
    if table.clashing:
        rows = answers.with_version(rows)
    counts = {name: answers.count_below(table_of(repeat)) for name, repeat in repeats_in(table).items()}
    wanted = query.get(SORT, "").removeprefix("-")
    fields = (each for each in table.fields if each.kind == "field" and not each.is_hidden)
    field = next((each for each in fields if each.key == wanted), None)
    return answers.sorted_by(rows.annotate(**counts), ANSWER, field) if field else rows.annotate(**counts)
