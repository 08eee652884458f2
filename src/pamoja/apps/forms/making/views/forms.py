"""The forms of the workspace, and projects."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.forms import selectors, services
from pamoja.apps.forms.making.forms import ProjectForm
from pamoja.apps.forms.making.found import deleted_forms, project_of
from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.making.lists import DELETED, FORMS
from pamoja.core.lists import respond
from pamoja.core.permissions import Actor, may_at_all, require, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form

UNPROCESSABLE = 422


@require_safe
@at_work
def form_list(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Every form with its records, and the projects that hold them."""
    require_at_all(actor, "view", "forms.form")
    rows = selectors.forms(actor).select_related("project").defer("draft_token")
    context = {
        "projects": selectors.projects(actor),
        "may_create": may_at_all(actor, "create", "forms.form"),
        "may_change_projects": may_at_all(actor, "change", "forms.project"),
        "may_see_devices": may_at_all(actor, "view", "accounts.credential"),
        "may_restore": may_at_all(actor, "delete", "forms.form"),
    }
    return respond(request, FORMS, rows, "forms/making/list.html", context)


@require_form
@at_work
def add_project(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new folder for forms."""
    require_at_all(actor, "create", "forms.project")
    form = ProjectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        project = services.create_project(actor, data["name"], data["description"])
        messages.success(request, _("The project “%(name)s” is there; forms can be uploaded into it.") % data)
        return redirect(f"{reverse('forms:upload')}?project={project.pk}")
    return _project_page(request, form, _("Add a project"))


@require_form
@at_work
def change_project(request: HttpRequest, actor: Actor, project_id: int) -> HttpResponse:
    """Another name or description."""
    project = project_of(actor, project_id)
    require(actor, "change", project)
    based_on = project.version
    form = ProjectForm(request.POST or None, instance=project, initial={"based_on": based_on})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changes = {name: data[name] for name in ("name", "description")}
        updated = services.change_project(actor, project_of(actor, project_id), changes, data["based_on"] or based_on)
        if updated.conflicts:
            messages.warning(request, _("Somebody else changed this in the meantime; both values are kept."))
        else:
            messages.success(request, _("Saved."))
        return redirect("forms:list")
    return _project_page(request, form, _("Change the project"))


@require_safe
@at_work
def deleted(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Forms that can be brought back."""
    require_at_all(actor, "delete", "forms.form")
    return respond(request, DELETED, deleted_forms(actor), "forms/making/deleted.html")


@require_POST
@at_work
def restore(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """Bring a form back."""
    form = deleted_forms(actor).filter(pk=form_id).first()
    if form is None:
        raise Problem(NOT_FOUND)
    try:
        services.restore_form(actor, form)
    except Problem as problem:
        messages.error(request, f"{problem.kind.title}. {problem.detail}")
        return redirect("forms:deleted")
    messages.success(request, _("The form is back."))
    return redirect("forms:form", form.pk)


def _project_page(request: HttpRequest, form: ProjectForm, title: str) -> HttpResponse:
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "forms/making/simple.html", {"form": form, "title": title}, status=status)
