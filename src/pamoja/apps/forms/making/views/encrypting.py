"""The page on which a project is encrypted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from pamoja.apps.forms import services
from pamoja.apps.forms.making.forms import EncryptForm
from pamoja.apps.forms.making.found import project_of
from pamoja.apps.forms.making.guard import at_work
from pamoja.apps.forms.problems import ALREADY_ENCRYPTED
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import Problem
from pamoja.core.verbs import require_form

UNPROCESSABLE = 422


@sensitive_post_parameters()
@require_form
@at_work
def encrypt(request: HttpRequest, actor: Actor, project_id: int) -> HttpResponse:
    """What it means, and the passphrase; a POST does it for good. Raises ALREADY_ENCRYPTED."""
    project = project_of(actor, project_id)
    require(actor, "change", project)
    if project.key_id is not None:
        raise Problem(ALREADY_ENCRYPTED)
    form = EncryptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.encrypt_project(actor, project, data["passphrase"], data["hint"])
        messages.success(request, _("The project is encrypted: devices get the new versions when they ask next."))
        return redirect("forms:list")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "forms/making/encrypt.html", {"form": form, "project": project}, status=status)
