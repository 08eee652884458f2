"""Secrets of programs and devices."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from pamoja.core.accounts import selectors, services
from pamoja.core.accounts.forms import CredentialForm
from pamoja.core.accounts.gates import in_workspace, proved_again
from pamoja.core.accounts.models import Credential
from pamoja.core.lists import Column, Filter, ListSpec, respond
from pamoja.core.permissions import Actor, may_at_all, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form

CREDENTIALS = ListSpec(
    name="credentials",
    kind="accounts.credential",
    columns=(
        Column("name", _("Name"), sort="name"),
        Column("type", _("Kind"), value="get_type_display", sort="type"),
        Column("made", _("Made"), value="created_at", sort="created_at"),
        Column("used", _("Last used"), value="last_used_at", sort="last_used_at"),
        Column("expires", _("Valid until"), value="expires_at", sort="expires_at"),
        Column("state", _("State"), value="revoked_at", template="accounts/credential_state.html"),
    ),
    filters=(Filter("type", _("Kind"), Credential.Type.choices),),
    search=("name",),
    order="-made",
    empty_title=_("No program and no device yet"),
    empty_text=_("A program or a phone connects with a secret of its own, which you can revoke at any time."),
    empty_icon="key",
)


@require_safe
@in_workspace
def credentials(request: HttpRequest) -> HttpResponseBase:
    """Programs and devices of the workspace."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require_at_all(actor, "view", "accounts.credential")
    context = {"may_create": may_at_all(actor, "create", "accounts.credential")}
    return respond(request, CREDENTIALS, selectors.credentials(actor), "accounts/credentials.html", context)


@require_form
@never_cache
@proved_again
def new_credential(request: HttpRequest) -> HttpResponse:
    """Make a secret, and show it this once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require_at_all(actor, "create", "accounts.credential")
    form = CredentialForm(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made, secret = services.create_credential(actor, data["type"], data["name"], form.given(), form.expires_at())
        return render(request, "accounts/new_secret.html", {"credential": made, "secret": secret})
    return render(request, "accounts/new_credential.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@in_workspace
def revoke_credential(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a secret worthless."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = selectors.credentials(actor).filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    services.revoke_credential(actor, found)
    messages.success(request, gettext("The secret was revoked."))
    return HttpResponseRedirect(reverse("credentials"))
