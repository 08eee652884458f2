"""Pages of imports of places and facilities: bring a file, read its dry run, take it in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.places import selectors, services
from pamoja.apps.places.forms import FacilitiesImportForm, ImportForm, PlacesImportForm
from pamoja.apps.places.jobs import import_places
from pamoja.apps.places.lists import IMPORTS
from pamoja.apps.places.models import PlaceImport
from pamoja.apps.places.operator_views import explain, form_page
from pamoja.apps.places.services.imports import Choices
from pamoja.apps.places.words import problem_words
from pamoja.core.accounts.guards import signed_in
from pamoja.core.jobs.services import start_job
from pamoja.core.lists import respond
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form

# Up to here the person waits for the answer (about two seconds); above, a worker does it and the page shows how far.
ROWS_AT_ONCE = 300
Subject = PlaceImport.Subject
ANOTHER = {Subject.PLACES: "places:propose", Subject.FACILITIES: "places:propose_facilities"}


@require_safe
@signed_in
def import_list(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The files that were brought."""
    require_at_all(actor, "import", "places.place")
    return respond(request, IMPORTS, selectors.imports(actor), "places/imports.html")


@require_form
@signed_in
def propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Bring a file of units; the answer is its dry run, nothing is written yet."""
    form = PlacesImportForm(request.POST or None, request.FILES or None)
    return _propose(request, actor, form, Subject.PLACES)


@require_form
@signed_in
def propose_facilities(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Bring a list of facilities; the answer is its dry run, nothing is written yet."""
    form = FacilitiesImportForm(request.POST or None, request.FILES or None)
    return _propose(request, actor, form, Subject.FACILITIES)


def _propose(request: HttpRequest, actor: Actor, form: ImportForm, subject: str) -> HttpResponse:
    require_at_all(actor, "import", "places.place")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        choices = Choices(data.get("level"), data.get("is_keeping_unmatched", False), subject)
        try:
            row = services.propose_import(actor, data["country"], data["file"].name, data["file"].read(), choices)
            return redirect("places:import", row.public_id)
        except Problem as problem:
            explain(form, problem)
    context = {"enctype": "multipart/form-data", "submit": _("Check the file"), "is_import": True}
    title = _("Import facilities") if subject == Subject.FACILITIES else _("Import places")
    return form_page(request, form, title, reverse("places:imports"), **context)


@require_safe
@signed_in
def import_detail(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """The dry run by row, and the button."""
    row = _found(actor, public_id)
    findings = [{**finding, "words": problem_words(finding["code"], finding["params"])} for finding in row.problems]
    another = reverse(ANOTHER[Subject(row.subject)])
    return render(request, "places/import.html", {"row": row, "findings": findings, "another": another})


@require_POST
@signed_in
def apply(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Add and update what the dry run said."""
    row = _found(actor, public_id)
    if row.total > ROWS_AT_ONCE:
        progress = start_job(actor, import_places, upload=str(row.public_id))
        return redirect("jobs:progress", progress.public_id)
    services.apply_import(actor, row)
    return redirect("places:import", row.public_id)


def _found(actor: Actor, public_id: UUID) -> PlaceImport:
    require_at_all(actor, "import", "places.place")
    row = selectors.imports(actor).filter(public_id=public_id).first()
    if row is None:
        raise Problem(NOT_FOUND)
    return row
