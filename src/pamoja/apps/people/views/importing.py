"""Pages of an import: send the sheet, say what its columns mean, read what is wrong, write it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from xlsxwriter.utility import xl_col_to_name

from pamoja.apps.people import selectors, services
from pamoja.apps.people.forms import QUESTIONS, SheetForm
from pamoja.apps.people.jobs import check_sheet, import_sheet
from pamoja.apps.people.models import ContactPoint, Identifier, Import
from pamoja.apps.people.services.importing import MOST_COMPARED
from pamoja.core.accounts.guards import signed_in
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import Problem
from pamoja.core.verbs import require_form
from pamoja.engines.people.headers import WORDS

SHOWN_FAULTS = 200
UNPROCESSABLE = 422
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEANINGS = {
    "full": _("Full name"),
    "given": _("Given names"),
    "family": _("Family name"),
    "other_full": _("Full name in another script"),
    "sex": _("Sex"),
    "birth": _("Birth date"),
    "age": _("Age"),
    "languages": _("Languages spoken"),
    "place": _("Place (P-code)"),
    "household": _("Household number"),
    "role": _("Role in the household"),
    **dict(ContactPoint.Type.choices),
    **dict(Identifier.Type.choices),
    **{domain.value: words for domain, words in QUESTIONS.items()},
}


@require_form
@signed_in
def import_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send a sheet; earlier imports below."""
    require_at_all(actor, "import", "people.person")
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            source = services.open_import(actor, sheet.read(), sheet.name)
        except Problem as problem:
            form.take_problem(problem)
        else:
            return redirect("people:import", source.public_id)
    status = UNPROCESSABLE if form.is_bound else 200
    context = {"form": form, "imports": selectors.imports(actor)[:20]}
    return render(request, "people/import_new.html", context, status=status)


@require_safe
@signed_in
def import_detail(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Where an import stands and what is to be done next."""
    return _draw(request, actor, selectors.import_of(actor, public_id))


@require_POST
@signed_in
def import_map(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Take what the columns mean, and check the whole sheet."""
    source = selectors.import_of(actor, public_id)
    mapping = {str(column): request.POST.get(f"column-{column}", "") for column in range(len(source.headers or []))}
    try:
        services.map_import(actor, source, mapping)
    except Problem as problem:
        if problem.kind.status != UNPROCESSABLE:
            raise
        return _draw(request, actor, source, problem.members["errors"])
    return redirect("jobs:progress", start_job(actor, check_sheet, source=str(public_id)).public_id)


@require_POST
@signed_in
def import_leave_out(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Take which rows are not written, since their person is registered already."""
    source = selectors.import_of(actor, public_id)
    services.leave_out(actor, source, [int(number) for number in request.POST.getlist("row") if number.isdecimal()])
    messages.success(request, _("Kept. Rows without a tick are written."))
    return redirect("people:import", public_id)


@require_POST
@signed_in
def import_apply(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Write the rows; their progress is shown."""
    services.begin_import(actor, selectors.import_of(actor, public_id))
    return redirect("jobs:progress", start_job(actor, import_sheet, source=str(public_id)).public_id)


@require_POST
@signed_in
def import_refused(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """The refused rows as a workbook, each with its reason: the one place where a cell and its fault stand together."""
    content = services.export_refused(actor, selectors.import_of(actor, public_id))
    headers = {"Content-Disposition": 'attachment; filename="refused-rows.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _draw(
    request: HttpRequest, actor: Actor, source: Import, faults: list[dict[str, str]] | None = None
) -> HttpResponse:
    rows = selectors.faulty_rows(source)
    context = {
        "source": source,
        "columns": _columns(source),
        "meanings": [(name, MEANINGS[name]) for name in WORDS],
        "faulty": rows[:SHOWN_FAULTS],
        "faulty_count": rows.count(),
        "likely": selectors.rows_of_likely(actor, source) if source.state == Import.State.CHECKED else [],
        "is_too_long": source.total > MOST_COMPARED,
        "has_refused": services.has_refused(source),
        "good_count": source.total - source.refused - source.rows.filter(is_left_out=True, faults=[]).count(),
        "faults": faults,
    }
    return render(request, "people/import.html", context, status=UNPROCESSABLE if faults else 200)


def _columns(source: Import) -> list[dict[str, object]]:
    """Each column with its header, some of its cells and its meaning."""
    examples = selectors.first_rows(source)
    return [
        {
            "number": column,
            "letters": xl_col_to_name(column),
            "header": header,
            "examples": [row[column] for row in examples if column < len(row) and row[column]],
            "meaning": source.mapping.get(str(column), ""),
        }
        for column, header in enumerate(source.headers or [])
    ]
