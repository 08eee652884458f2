"""Pages of webhooks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.core.accounts.gates import in_workspace, proved_again
from pamoja.core.lists import Column, Filter, ListSpec, respond
from pamoja.core.permissions import Actor, may, may_at_all, require_at_all, visible
from pamoja.core.problems import NOT_FOUND, Problem
from pamoja.core.verbs import require_form
from pamoja.core.webhooks import services
from pamoja.core.webhooks.forms import SubscriptionForm
from pamoja.core.webhooks.models import Delivery, Subscription

KIND = "webhooks.subscription"
WEBHOOKS = ListSpec(
    name="webhooks",
    kind=KIND,
    columns=(
        Column("name", _("Name"), sort="name", is_link=True),
        Column("host", _("Host"), sort="host"),
        Column("events", _("Events"), value=lambda row: ", ".join(row.events)),
        Column("is_active", _("Active"), sort="is_active"),
        Column("failing_since", _("Failing since"), sort="failing_since"),
    ),
    search=("name", "host"),
    order="name",
    row_url=lambda row: reverse("webhook", args=[row.public_id]),
    empty_title=_("No program is told"),
    empty_text=_("A webhook calls another program when something happens here."),
    empty_icon="webhook",
)
DELIVERIES = ListSpec(
    name="deliveries",
    kind="webhooks.delivery",
    columns=(
        Column("created_at", _("Since"), sort="pk"),
        Column("name", _("Event"), sort="name"),
        Column("public_id", _("Delivery")),
        Column("state", _("State"), value="get_state_display", sort="state"),
        Column("status", _("Answer"), sort="status", is_number=True),
        Column("error", _("Error")),
        Column("attempts", _("Attempts"), sort="attempts", is_number=True),
        Column("acts", _("What to do"), value="state", template="webhooks/acts.html"),
    ),
    filters=(Filter("state", _("State"), Delivery.State.choices),),
    search=("name", "error"),
    order="-created_at",
    empty_title=_("Nothing has been told yet"),
    empty_icon="webhook",
)


@require_safe
@in_workspace
def webhooks(request: HttpRequest) -> HttpResponseBase:
    """All webhooks of this workspace."""
    actor = _actor(request)
    require_at_all(actor, "view", KIND)
    rows = visible(Subscription.objects.all(), actor)
    return respond(request, WEBHOOKS, rows, "webhooks/list.html", {"may_create": may_at_all(actor, "create", KIND)})


@require_form
@proved_again
def new_webhook(request: HttpRequest) -> HttpResponse:
    """Make one; its secret is shown once."""
    actor = _actor(request)
    require_at_all(actor, "create", KIND)
    form = SubscriptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.subscribe(actor, **form.cleaned_data)
        return _show_secret(request, made, str(made.secret))
    return render(request, "webhooks/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@in_workspace
def webhook(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One webhook with the log of its deliveries."""
    actor = _actor(request)
    found = _webhook(actor, public_id)
    rows = visible(Delivery.objects.filter(subscription=found), actor)
    verbs = {f"may_{verb}": may(actor, verb, found) for verb in ("change", "rotate", "delete")}
    context = {"webhook": found, "may_replay": may_at_all(actor, "replay", "webhooks.delivery"), **verbs}
    return respond(request, DELIVERIES, rows, "webhooks/detail.html", context)


@require_POST
@in_workspace
def switch_webhook(request: HttpRequest, public_id: str) -> HttpResponse:
    """Stop, or tell again."""
    found = _webhook(_actor(request), public_id)
    services.switch(_actor(request), found, not found.is_active)
    return HttpResponseRedirect(reverse("webhook", args=[public_id]))


@require_POST
@proved_again
def rotate_webhook(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new secret, shown once."""
    found = _webhook(_actor(request), public_id)
    return _show_secret(request, found, services.rotate_secret(_actor(request), found))


@require_POST
@in_workspace
def delete_webhook(request: HttpRequest, public_id: str) -> HttpResponse:
    """End it."""
    services.unsubscribe(_actor(request), _webhook(_actor(request), public_id))
    return HttpResponseRedirect(reverse("webhooks"))


@require_POST
@in_workspace
def replay_delivery(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tell again."""
    rows = visible(Delivery.objects.select_related("subscription", "workspace"), _actor(request))
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    services.replay(_actor(request), found)
    messages.success(request, gettext("It is told again."))
    return HttpResponseRedirect(reverse("webhook", args=[found.subscription.public_id]))


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def _webhook(actor: Actor, public_id: str) -> Subscription:
    found: Subscription | None = visible(Subscription.objects.all(), actor).filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def _show_secret(request: HttpRequest, webhook: Subscription, secret: str) -> HttpResponse:
    response = render(request, "webhooks/secret.html", {"webhook": webhook, "secret": secret})
    response["Cache-Control"] = "no-store, private"
    return response
