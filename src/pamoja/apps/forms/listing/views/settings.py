"""What a list asks of new entities, and which part of it devices get."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pamoja.apps.forms.listing.access import opened_list
from pamoja.apps.forms.listing.settings import SettingsForm
from pamoja.apps.forms.services.entities import change_dataset
from pamoja.core.accounts.guards import signed_in
from pamoja.core.permissions import Actor, require
from pamoja.core.verbs import require_form


@require_form
@signed_in
def settings(request: HttpRequest, actor: Actor, list_id: int) -> HttpResponse:
    """Approval, and slices by owner, rules, place and role."""
    opened = opened_list(actor, list_id)
    require(actor, "change", opened.dataset)
    form = SettingsForm(opened, request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_dataset(actor, opened.dataset, **form.changes())
        messages.success(request, _("Saved. Devices get their part of the list when they ask the next time."))
        return redirect("forms-lists:about", list_id)
    context = {"opened": opened, "settings_form": form}
    return render(request, "forms/listing/settings.html", context, status=422 if form.errors else 200)
