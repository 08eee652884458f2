"""The table of a form's records, and one for each repeat."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from pamoja.apps.forms.seeing.access import seen_form
from pamoja.apps.forms.seeing.filters import ADDED, filterable
from pamoja.apps.forms.seeing.questions import Question, Table
from pamoja.apps.forms.seeing.tables import listed_rows, table_spec
from pamoja.core.accounts.guards import signed_in
from pamoja.core.lists import respond
from pamoja.core.lists.listing import PAGE
from pamoja.core.permissions import Actor
from pamoja.formats.xform.model import ROOT_TABLE


@require_safe
@signed_in
def table(request: HttpRequest, actor: Actor, form_id: int, table: str = ROOT_TABLE) -> HttpResponseBase:
    """Records or instances of a repeat: sorted, searched, narrowed, with the chosen columns."""
    seen = seen_form(request, actor, form_id)
    shown = seen.table(table)
    spec = table_spec(seen, shown, request.GET)
    reading = seen.reading
    context = {
        "seen": seen,
        "form": seen.form,
        "table": shown,
        "tables": list(reading.tables.values()) if len(reading.tables) > 1 else [],
        "addable": [(each.key, reading.head(each)) for each in _not_yet(shown, request)],
        "kept": [(name, value) for name, values in request.GET.lists() if name != PAGE for value in values],
        "added": ADDED,
    }
    return respond(request, spec, listed_rows(seen, shown, request.GET), "forms/seeing/table.html", context)


def _not_yet(table: Table, request: HttpRequest) -> list[Question]:
    """Questions that may be added as filters."""
    here = {*request.GET.keys(), *request.GET.getlist(ADDED)}
    return [each for each in filterable(table) if each.key not in here]
