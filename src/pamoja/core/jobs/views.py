"""The page on which somebody watches what they started."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from pamoja.core.accounts.guards import signed_in
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.selectors import jobs_of
from pamoja.core.jobs.services import resume_job, stop_job
from pamoja.core.permissions import Actor
from pamoja.core.problems import NOT_FOUND, Problem


@require_safe
@signed_in
def job_progress(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """How far it is: the page, or for htmx the part that it replaces every two seconds."""
    name = "jobs/progress.html" if "HX-Request" in request.headers else "jobs/page.html"
    response = render(request, name, {"progress": _own(actor, public_id)})
    response["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


@require_POST
@signed_in
def stop(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """End it between two of its steps."""
    return _act(actor, public_id, stop_job)


@require_POST
@signed_in
def resume(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Go on from where it was."""
    return _act(actor, public_id, resume_job)


def _act(actor: Actor, public_id: UUID, service: Callable[[Actor, Progress], None]) -> HttpResponse:
    service(actor, _own(actor, public_id))
    return redirect("jobs:progress", public_id)


def _own(actor: Actor, public_id: UUID) -> Progress:
    found = jobs_of(actor).filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found
