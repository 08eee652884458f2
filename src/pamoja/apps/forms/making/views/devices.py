"""Devices that collect: adding one, its QR code, its forms, its end."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.forms import selectors, services
from pamoja.apps.forms.making.connecting import device_code, device_sign_in
from pamoja.apps.forms.making.forms import DeviceForm, FormsForm
from pamoja.apps.forms.making.found import device_of, devices, project_of
from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.making.lists import DEVICES
from pamoja.apps.forms.models import Form, Project
from pamoja.core.accounts.models import Credential
from pamoja.core.lists import respond
from pamoja.core.permissions import Actor, may_at_all, require_at_all
from pamoja.core.problems import NOT_ALLOWED, Problem
from pamoja.core.verbs import require_form

UNPROCESSABLE = 422
KIND = "accounts.credential"


@require_safe
@at_work
def device_list(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Every device, with how many forms it has and when it was last heard of."""
    require_at_all(actor, "view", KIND)
    context = {"may_create": may_at_all(actor, "create", KIND), "projects": selectors.projects(actor)}
    return respond(request, DEVICES, _counted(devices(actor)), "forms/making/devices.html", context)


def _counted(rows: QuerySet[Credential]) -> QuerySet[Credential]:
    given = Form.collectors.through.objects.filter(credential=OuterRef("pk")).values("credential")
    counted = given.annotate(count=Count("pk")).values("count")  # type: ignore[misc]  # the plugin loses the name
    return rows.annotate(form_count=Coalesce(Subquery(counted), 0))


@require_form
@at_work
def add(request: HttpRequest, actor: Actor, project_id: int) -> HttpResponse:
    """A new device for a project; the answer shows its code this once."""
    require_at_all(actor, "create", KIND)
    project = project_of(actor, project_id)
    form = DeviceForm(actor, project, request.POST or None)
    if request.method == "POST" and form.is_valid():
        device, secret = services.add_collector(actor, form.cleaned_data["name"], form.cleaned_data["forms"])
        if form.cleaned_data["place_path"]:
            services.place_collector(actor, device, form.cleaned_data["place_path"])
        return _code_page(request, project, device, secret)
    context = {"form": form, "project": project}
    return render(request, "forms/making/add_device.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_form
@at_work
def device(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """One device and its forms."""
    row = device_of(actor, public_id)
    project = _project(actor, row)
    initial = {"forms": _given(row), "place_path": services.place_of(row)}
    form = FormsForm(actor, project, request.POST or None, initial=initial) if project else None
    if request.method == "POST" and form and form.is_valid():
        _save(actor, row, form)
        messages.success(request, _("Saved. The device has these forms when it asks the next time."))
        return redirect("forms:device", row.public_id)
    context = {"device": row, "project": project, "form": form, "projects": selectors.projects(actor)}
    return render(request, "forms/making/device.html", context)


@require_POST
@at_work
def renew(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """A new code; the old one stops at once."""
    row = device_of(actor, public_id)
    if row.revoked_at:
        raise Problem(NOT_ALLOWED, _("The device was revoked; add it anew."))
    project = _project(actor, row) or services.default_project(actor)
    return _code_page(request, project, row, services.renew_secret(actor, row))


@require_POST
@at_work
def revoke(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """The device may do nothing more."""
    services.revoke_collector(actor, device_of(actor, public_id))
    messages.success(request, _("The device can no longer fetch or send anything."))
    return redirect("forms:devices")


def _save(actor: Actor, row: Credential, form: FormsForm) -> None:
    services.assign_forms(actor, row, form.cleaned_data["forms"])
    if "place_path" in form.changed_data:
        services.place_collector(actor, row, form.cleaned_data["place_path"])


def _given(row: Credential) -> QuerySet[Form]:
    given: QuerySet[Form] = Form.objects.filter(collectors=row, deleted_at__isnull=True).select_related("project")
    return given


def _project(actor: Actor, row: Credential) -> Project | None:
    """The project in which the device has forms, else the workspace's first."""
    given = _given(row).first()
    return given.project if given else selectors.projects(actor).order_by("pk").first()


def _code_page(request: HttpRequest, project: Project, row: Credential, secret: str) -> HttpResponse:
    context = {"device": row, "project": project, "code": device_code(project, secret)}
    context["sign_in"] = device_sign_in(project, row, secret)
    return render(request, "forms/making/device_code.html", context)
