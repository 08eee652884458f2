"""The cleaning log: read, undone, taken out and taken in."""

import hashlib
import io
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.forms.models import CleaningLine, Export
from pamoja.apps.forms.problems import ANSWERS_HIDDEN
from pamoja.apps.forms.protecting.exports import note_export
from pamoja.apps.forms.protecting.hiding import require_nothing_hidden
from pamoja.apps.forms.quality.access import LINE, Checked, checked_form
from pamoja.apps.forms.quality.decisions import lines_of_batch, withdraw
from pamoja.apps.forms.quality.forms import LogForm
from pamoja.apps.forms.quality.lists import log_spec
from pamoja.apps.forms.quality.logs import Report, log_table, take_log
from pamoja.core.accounts.guards import signed_in
from pamoja.core.lists import respond
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form
from pamoja.formats.tables import write_csv, write_xlsx

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@signed_in
def log(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponseBase:
    """Every line of the cleaning log."""
    checked = checked_form(request, actor, form_id)
    context = {"checked": checked, "form": checked.form}
    return respond(request, log_spec(checked), checked.lines(), "forms/quality/log.html", context)


@require_safe
@signed_in
def log_file(request: HttpRequest, actor: Actor, form_id: int, suffix: str) -> HttpResponseBase:
    """The log as a table that other tools read; the audit says so."""
    checked = checked_form(request, actor, form_id)
    require_at_all(actor, "export", LINE)
    out = io.BytesIO()  # decisions of people: thousands, not millions
    table = log_table(checked)
    write_csv(out, table) if suffix == "csv" else write_xlsx(out, [table])
    made = Export(form=checked.form, format=f"cleaning log, {suffix}", rows=checked.lines().count())
    made.sha256 = hashlib.sha256(out.getvalue()).hexdigest()
    note_export(actor, made, LINE)
    name = content_disposition_header(True, f"{table.name}-{made.public_id}.{suffix}") or "attachment"
    kind = CSV if suffix == "csv" else XLSX
    return HttpResponse(out.getvalue(), content_type=kind, headers={"Content-Disposition": name})


@require_POST
@signed_in
def withdraw_line(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Undo one line, or (with `batch`) the whole act that it was written by."""
    checked = checked_form(request, actor, form_id)
    line = checked.lines().filter(public_id=public_id).first()
    if line is None:
        raise Problem(NOT_FOUND)
    lines = lines_of_batch(checked.form, line.batch) if "batch" in request.POST and line.batch else [line]
    if any(each.question in checked.hidden_keys for each in lines):
        raise Problem(ANSWERS_HIDDEN)
    return _withdrawn(request, checked, lines)


def _withdrawn(request: HttpRequest, checked: Checked, lines: list[CleaningLine]) -> HttpResponse:
    count = withdraw(checked.actor, checked.form, lines)
    words = ngettext("%(count)s line was withdrawn.", "%(count)s lines were withdrawn.", count)
    messages.success(request, words % {"count": count})
    return redirect("forms-quality:log", checked.form.pk)


@require_form
@signed_in
def take_in(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """Take in a log that was written elsewhere: what fits is written as one act, the rest is told row by row."""
    checked = checked_form(request, actor, form_id)
    require_at_all(actor, "create", LINE)
    require_nothing_hidden(actor, checked.form)  # the report repeats answers that a line is not about
    form = LogForm(request.POST or None, request.FILES or None)
    report: Report | None = None
    if request.method == "POST" and form.is_valid():
        try:
            report = take_log(actor, checked.form, form.cleaned_data["file"].read())
        except Problem as problem:
            form.add_error("file", f"{problem.kind.title}. {problem.detail}")
    if report and report.lines:
        words = ngettext("%(count)s line was taken in.", "%(count)s lines were taken in.", len(report.lines))
        messages.success(request, words % {"count": len(report.lines)})
    context = {"checked": checked, "form": checked.form, "log_form": form, "report": report}
    return render(request, "forms/quality/take_in.html", context, status=422 if form.errors else 200)
