"""Inviting, and accepting."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from pamoja.core.accounts import selectors, services
from pamoja.core.accounts.adapters import INVITATION_SESSION_KEY
from pamoja.core.accounts.forms import InvitationForm, JoinForm
from pamoja.core.accounts.gates import in_workspace, proved_again
from pamoja.core.accounts.middleware import SESSION_KEY
from pamoja.core.accounts.models import Invitation, User
from pamoja.core.accounts.problems import LINK_NOT_VALID
from pamoja.core.accounts.services.invitations import link_of
from pamoja.core.accounts.words import role_word
from pamoja.core.permissions import Actor, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form


@require_safe
@in_workspace
def invitations(request: HttpRequest) -> HttpResponse:
    """Invitations that wait for an answer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require_at_all(actor, "view", "accounts.invitation")
    rows = [(row, role_word(row.role)) for row in selectors.open_invitations(actor).select_related("invited_by")]
    return render(request, "accounts/invitations.html", {"invitations": rows})


@require_form
@proved_again
def new_invitation(request: HttpRequest) -> HttpResponse:
    """Invite; then show the link once, for where mail does not arrive."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require_at_all(actor, "create", "accounts.invitation")
    form = InvitationForm(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        invitation = services.invite(actor, form.cleaned_data["email"], form.given())
        return render(request, "accounts/invited.html", {"invitation": invitation, "link": link_of(invitation)})
    return render(request, "accounts/new_invitation.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@in_workspace
def withdraw_invitation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a link worthless."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = selectors.open_invitations(actor).filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    services.withdraw_invitation(actor, found)
    messages.success(request, gettext("The invitation was withdrawn."))
    return HttpResponseRedirect(reverse("invitations"))


@require_safe
def open_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """The link of the mail: keep its secret in the session and leave the address clean."""
    if selectors.invitation_by_secret(secret) is None:
        raise Problem(LINK_NOT_VALID, gettext("Ask for a new invitation."))
    request.session[INVITATION_SESSION_KEY] = secret
    return HttpResponseRedirect(reverse("accept_invitation"))


@require_form
def accept_invitation(request: HttpRequest) -> HttpResponseBase:
    """Join as who is signed in, sign in first, or make an account."""
    invitation = selectors.invitation_by_secret(request.session.get(INVITATION_SESSION_KEY, ""))
    if invitation is None:
        raise Problem(LINK_NOT_VALID, gettext("Ask for a new invitation."))
    user: User | None = request.actor.user  # type: ignore[attr-defined]
    if user is None:
        return _join(request, invitation)
    if request.method == "POST":
        services.accept_invitation(user, invitation)
        return _welcome(request, invitation)
    return render(request, "accounts/accept.html", _words(invitation))


def _join(request: HttpRequest, invitation: Invitation) -> HttpResponseBase:
    if User.objects.filter(email=invitation.email).exists():
        return render(request, "accounts/accept_sign_in.html", _words(invitation))
    form = JoinForm(invitation.email, request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        user = services.accept_as_new(invitation, name, password, get_language() or "")
        _welcome(request, invitation)
        response: HttpResponseBase = perform_login(request, user, redirect_url=reverse("home"))
        return response
    context = {**_words(invitation), "form": form}
    return render(request, "accounts/join.html", context, status=422 if form.errors else 200)


def _welcome(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    request.session.pop(INVITATION_SESSION_KEY, None)
    request.session[SESSION_KEY] = invitation.workspace.slug
    messages.success(request, gettext("Welcome to %(workspace)s.") % {"workspace": invitation.workspace})
    return HttpResponseRedirect(reverse("home"))


def _words(invitation: Invitation) -> dict[str, object]:
    return {"invitation": invitation, "role": role_word(invitation.role)}
