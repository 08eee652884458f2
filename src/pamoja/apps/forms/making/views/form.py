"""One form: what it is, its versions and files, and what is done with it as a whole."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.forms import services
from pamoja.apps.forms.files import FORM_FILE
from pamoja.apps.forms.making.connecting import draft_code
from pamoja.apps.forms.making.differences import lost_answers
from pamoja.apps.forms.making.forms import FormFileForm
from pamoja.apps.forms.making.found import form_of, versions_of
from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.models import Form, FormFile, FormVersion
from pamoja.apps.forms.schemas import schema_of
from pamoja.apps.forms.selectors import latest_version, submissions
from pamoja.core.files.services import store_file
from pamoja.core.permissions import Actor, may, may_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form
from pamoja.formats.xform import FormSchema


@require_safe
@at_work
def detail(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """Everything about a form, and what this person may do with it."""
    form = form_of(actor, form_id)
    newest = latest_version(form)
    shown = form.draft or form.published
    files = list(shown.files.select_related("file__blob")) if shown else []
    may_change = may(actor, "change", form)
    context = {
        "form": form,
        "shown": shown,
        "schema": schema_of(newest) if newest else None,
        "questions": question_count(schema_of(newest)) if newest else 0,
        "versions": versions_of(form),
        "files": files,
        "missing": sum(each.file_id is None for each in files),
        "records": submissions(actor, form).count(),
        "may_see_records": may_at_all(actor, "view", "forms.submission"),
        "may_see_quality": may_at_all(actor, "view", "forms.flag"),
        "may_change": may_change,
        "may_submit": may(actor, "submit", form),
        "may_delete": may(actor, "delete", form),
        "states": Form.State,
        "draft_code": draft_code(form) if form.draft and may_change else None,
    }
    return render(request, "forms/making/form.html", context)


def question_count(schema: FormSchema) -> int:
    """How many nodes of a form a person sees and answers."""
    return sum(each.kind == "field" and each.control != "none" for each in schema.fields)


@require_form
@at_work
def publish(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """What publishing the draft would change; a POST does it."""
    form = form_of(actor, form_id, "change")
    if form.draft is None:
        messages.info(request, _("There is no draft to publish."))
        return redirect("forms:form", form.pk)
    if request.method == "POST":
        return _publish(request, actor, form)
    missing = form.draft.files.filter(file__isnull=True)
    context = {"form": form, "lost": lost_answers(form), "missing": missing, "schema": schema_of(form.draft)}
    return render(request, "forms/making/publish.html", context)


def _publish(request: HttpRequest, actor: Actor, form: Form) -> HttpResponse:
    try:
        services.publish_draft(actor, form)
        messages.success(request, _("The form is published: devices get it when they ask the next time."))
    except Problem as problem:
        messages.error(request, f"{problem.kind.title}. {problem.detail}")
    return redirect("forms:form", form.pk)


@require_POST
@at_work
def set_state(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """Open, closing or closed."""
    form = form_of(actor, form_id, "change")
    state = request.POST.get("state", "")
    if state in Form.State.values:
        services.set_form_state(actor, form, state)
        messages.success(request, _("The form is now: %(state)s.") % {"state": Form.State(state).label})
    return redirect("forms:form", form.pk)


@require_POST
@at_work
def set_file(request: HttpRequest, actor: Actor, form_id: int, slot_id: int) -> HttpResponse:
    """Upload one of the files that the form asks for."""
    form = form_of(actor, form_id, "change")
    slot = FormFile.objects.filter(pk=slot_id, version__form=form).select_related("version__form").first()
    if slot is None:
        raise Problem(NOT_FOUND)
    sent = FormFileForm(request.POST, request.FILES)
    if not sent.is_valid():
        messages.error(request, _("Choose the file “%(name)s” first.") % {"name": slot.name})
        return redirect("forms:form", form.pk)
    try:
        stored = store_file(sent.cleaned_data["file"], kind=FORM_FILE, name=slot.name)
        services.set_form_file(actor, slot.version, slot.name, stored)
        messages.success(request, _("“%(name)s” is there.") % {"name": slot.name})
    except Problem as problem:
        messages.error(request, f"{problem.kind.title}. {problem.detail}")
    return redirect("forms:form", form.pk)


@require_form
@at_work
def delete(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponse:
    """Ask, then take the form out of sight."""
    form = form_of(actor, form_id, "delete")
    if request.method == "POST":
        services.delete_form(actor, form)
        messages.success(request, _("The form was deleted. It can be brought back."))
        return redirect("forms:list")
    context = {"form": form, "records": form.submissions.filter(is_test=False, deleted_at__isnull=True).count()}
    return render(request, "forms/making/delete.html", context)


@require_safe
@at_work
def version_xml(request: HttpRequest, actor: Actor, form_id: int, version_id: int) -> HttpResponse:
    """The XML of one version, as a download."""
    form = form_of(actor, form_id)
    version: FormVersion | None = form.versions.filter(pk=version_id).first()
    if version is None:
        raise Problem(NOT_FOUND)
    name = content_disposition_header(True, f"{form.xml_form_id}.xml") or "attachment"
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(version.xml), content_type="application/xml; charset=utf-8", headers=headers)
