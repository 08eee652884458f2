"""A person's own account, and the hand-over to another sign-in."""

from allauth.socialaccount.providers.openid_connect.views import login as oidc_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from pamoja.core.accounts.forms import ProfileForm
from pamoja.core.accounts.gates import signed_in
from pamoja.core.permissions import Actor
from pamoja.core.verbs import require_form


@require_form
@signed_in
def profile(request: HttpRequest) -> HttpResponseBase:
    """Name and language."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = ProfileForm(request.POST or None, instance=actor.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, gettext("Your profile was saved."))
        return HttpResponseRedirect(reverse("profile"))
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def hand_over(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to a provider by a page of ours: browsers apply `form-action` to where a posted form is redirected to."""
    response: HttpResponse = oidc_login(request, provider_id)
    if not isinstance(response, HttpResponseRedirect):
        return response
    return render(request, "account/hand_over.html", {"address": response.url})
