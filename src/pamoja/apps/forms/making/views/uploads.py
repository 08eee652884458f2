"""Bringing a form: the file, what the doctor finds in it, and its repair."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.forms import services
from pamoja.apps.forms.making.forms import UploadForm
from pamoja.apps.forms.making.found import import_of
from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.making.jobs import examine_upload, repair_upload
from pamoja.apps.forms.making.words import in_words
from pamoja.apps.forms.models import FormImport
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.selectors import jobs_of
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import Actor, require, require_at_all
from pamoja.core.problems import Problem
from pamoja.core.verbs import require_form

UNPROCESSABLE = 422
SHOWN_FINDINGS = 500
CHOICE, FINDING = "choice", "finding"


@require_form
@at_work
def upload(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Bring a file; a job looks at it."""
    require_at_all(actor, "create", "forms.form")
    initial = {"project": request.GET.get("project")}
    form = UploadForm(actor, request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("forms:import", _start(actor, form).public_id)
        except Problem as problem:
            form.add_error("file", f"{problem.kind.title}. {problem.detail}")
    return render(request, "forms/making/upload.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


def _start(actor: Actor, form: UploadForm) -> FormImport:
    file = form.cleaned_data["file"]
    with transaction.atomic():
        project = form.cleaned_data.get("project") or services.default_project(actor)
        row = services.start_import(actor, project, file, file.name)
        start_job(actor, examine_upload, upload=str(row.public_id))
    return row


@require_safe
@at_work
def import_detail(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """What became of an upload; while a job is at it, htmx asks again every second."""
    row = import_of(actor, public_id)
    job = _job_of(actor, row)
    context = {
        "row": row,
        "job": job if job and job.state != Progress.State.DONE else None,
        "findings": [{**in_words(each), "number": n} for n, each in enumerate(row.findings[:SHOWN_FINDINGS])],
        "left": sum(each.get("is_left", False) for each in row.findings),
        "unshown": max(0, len(row.findings) - SHOWN_FINDINGS),
        "errors": sum(each["severity"] == "error" for each in row.findings),
    }
    name = "forms/making/outcome.html" if "HX-Request" in request.headers else "forms/making/import.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
@at_work
def repair(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Apply the chosen repairs, or without a choice every one that the doctor is sure of, and import the result."""
    row = import_of(actor, public_id)
    require(actor, "change", row)
    chosen = _chosen(request, row) if CHOICE in request.POST else None
    if chosen == []:
        messages.error(request, _("Choose at least one repair."))
    else:
        start_job(actor, repair_upload, upload=str(row.public_id), chosen=chosen)
    return redirect("forms:import", row.public_id)


def _chosen(request: HttpRequest, row: FormImport) -> list[int]:
    """The numbers of the findings that are ticked; those that are too many to be shown go with the rest."""
    ticked = {number for number in request.POST.getlist(FINDING) if number.isdecimal()}
    shown = [number for number in range(len(row.findings[:SHOWN_FINDINGS])) if str(number) in ticked]
    return [*shown, *range(SHOWN_FINDINGS, len(row.findings))] if shown else []


def _job_of(actor: Actor, row: FormImport) -> Progress | None:
    """The newest job of this upload, when this actor started it."""
    return jobs_of(actor).filter(arguments__upload=str(row.public_id)).order_by("-pk").first()
