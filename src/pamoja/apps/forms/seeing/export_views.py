"""The page on which records are taken out."""

import tempfile

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pamoja.apps.forms.seeing.access import KIND, Seen, seen_by, seen_form
from pamoja.apps.forms.seeing.exports.options import ExportForm, Options
from pamoja.apps.forms.seeing.exports.services import export_to
from pamoja.apps.forms.seeing.exports.writing import row_count
from pamoja.apps.forms.seeing.jobs import export_records
from pamoja.core.accounts.guards import signed_in
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import Actor, require_at_all

# About two seconds of writing for a form of 350 questions.
DIRECT_ROWS = 2000


@require_http_methods(["GET", "POST"])
@signed_in
def files(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponseBase:
    """Choose a file and get it; long ones are made by a job that is watched."""
    seen = seen_form(request, actor, form_id)
    require_at_all(actor, "export", KIND)
    form = ExportForm(seen, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _given(actor, form_id, form.options())
    rows = row_count(seen)
    context = {"form": seen.form, "seen": seen, "choices": form, "rows": rows, "is_long": rows > DIRECT_ROWS}
    return render(request, "forms/seeing/files.html", context, status=422 if form.errors else 200)


def _given(actor: Actor, form_id: int, options: Options) -> HttpResponseBase:
    seen = seen_by(actor, form_id, options.language, "")
    if row_count(seen) <= DIRECT_ROWS:
        return _direct(seen, options)
    with transaction.atomic():
        progress = start_job(actor, export_records, form=form_id, options=options.as_json())
    return redirect("jobs:progress", progress.public_id)


def _direct(seen: Seen, options: Options) -> HttpResponseBase:
    out = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    made = export_to(seen, options, out)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=made.name, content_type=made.content_type)
