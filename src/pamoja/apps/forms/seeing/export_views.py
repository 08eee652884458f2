"""The page on which records are taken out."""

import tempfile
from uuid import UUID

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from pamoja.apps.forms.files import EXPORT
from pamoja.apps.forms.problems import EXPORT_TOO_LONG, EXPORT_TOO_WIDE
from pamoja.apps.forms.quality.records import personal_questions
from pamoja.apps.forms.seeing.access import KIND, Seen, seen_by, seen_form
from pamoja.apps.forms.seeing.exports.options import ExportForm, Options
from pamoja.apps.forms.seeing.exports.services import export_to, kept_for, require_fitting
from pamoja.apps.forms.seeing.exports.writing import row_count
from pamoja.apps.forms.seeing.jobs import export_records
from pamoja.apps.forms.selectors import keys_in_use
from pamoja.core.accounts.guards import signed_in
from pamoja.core.files.models import StoredFile
from pamoja.core.jobs.selectors import jobs_of
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form

# About two seconds of writing for a form of 350 questions.
DIRECT_ROWS = 2000


@require_form
@signed_in
def files(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponseBase:
    """Choose a file and get it; long ones are made by a job that is watched."""
    seen = seen_form(request, actor, form_id)
    require_at_all(actor, "export", KIND)
    form = ExportForm(seen, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _given(actor, form_id, form.options())
        except Problem as problem:
            if problem.kind not in (EXPORT_TOO_WIDE, EXPORT_TOO_LONG):
                raise
            form.add_error("format", f"{problem.kind.title}. {problem.detail}")
    rows, days = row_count(seen), kept_for().days
    context = {"form": seen.form, "seen": seen, "choices": form, "rows": rows, "days": days}
    context |= {"is_long": rows > DIRECT_ROWS, "personal": personal_questions(seen)}
    context["has_encrypted"] = keys_in_use(seen.form, is_test=False).exists()
    return render(request, "forms/seeing/files.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def made(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponseBase:
    """A file that was made in the background, and until when it can be fetched; only for who asked for it."""
    seen = seen_form(request, actor, form_id)
    require_at_all(actor, "export", KIND)
    if not jobs_of(actor).filter(name=export_records.name, result_url=request.path).exists():
        raise Problem(NOT_FOUND)
    stored = StoredFile.objects.select_related("blob").filter(public_id=public_id, kind=EXPORT).first()
    until = stored and stored.created_at + kept_for()
    context = {"form": seen.form, "stored": stored, "until": until}
    return render(request, "forms/seeing/made.html", context)


def _given(actor: Actor, form_id: int, options: Options) -> HttpResponseBase:
    seen = seen_by(actor, form_id, options.language, "")
    require_fitting(seen, options)
    if row_count(seen) <= DIRECT_ROWS:
        return _direct(seen, options)
    with transaction.atomic():
        progress = start_job(actor, export_records, form=form_id, options=options.as_json())
    return redirect("jobs:progress", progress.public_id)


def _direct(seen: Seen, options: Options) -> HttpResponseBase:
    out = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    try:
        made = export_to(seen, options, out)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=made.name, content_type=made.content_type)
