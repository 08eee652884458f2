"""The page of what could not be delivered."""

from collections.abc import Callable
from operator import itemgetter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from pamoja.core.accounts.gates import in_workspace
from pamoja.core.events import dead
from pamoja.core.events.models import Outbox
from pamoja.core.events.services import HANDLERS, handler_words
from pamoja.core.lists import Column, Filter, ListSpec, respond
from pamoja.core.permissions import Actor, may_at_all, require_at_all
from pamoja.core.problems import NOT_FOUND, Problem

OUTBOX = ListSpec(
    name="outbox",
    kind=dead.KIND,
    columns=(
        Column("handler", _("Work"), value=lambda row: handler_words(row.handler), sort="handler"),
        Column("state", _("State"), value="get_state_display", sort="state"),
        Column("attempts", _("Attempts"), sort="attempts", is_number=True),
        Column("last_error", _("Last error"), sort="last_error"),
        Column("created_at", _("Since"), sort="created_at"),
        Column("due_at", _("Next attempt"), value=lambda row: row.due_at if row.state == "waiting" else None),
        Column("acts", _("What to do"), value="state", template="events/acts.html"),
    ),
    filters=(
        Filter("state", _("State"), [(s.value, s.label) for s in Outbox.State if s != Outbox.State.DONE]),
        Filter("handler", _("Work"), lambda: sorted(((n, handler_words(n)) for n in HANDLERS), key=itemgetter(1))),
    ),
    search=("last_error",),
    order="-created_at",
    empty_title=_("Everything was delivered"),
    empty_text=_("What cannot be delivered after many attempts waits here for a decision."),
    empty_icon="checks",
)


@require_safe
@in_workspace
def outbox(request: HttpRequest) -> HttpResponseBase:
    """What is not done, the given-up rows with something to do."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require_at_all(actor, "view", dead.KIND)
    rows = dead.unfinished(actor)
    context = {
        "dead": rows.filter(state=Outbox.State.DEAD).count(),
        "may_retry": may_at_all(actor, "retry", dead.KIND),
    }
    return respond(request, OUTBOX, rows, "events/outbox.html", context)


@require_POST
@in_workspace
def retry_everything(request: HttpRequest) -> HttpResponse:
    """Another life for all that was given up."""
    count = dead.retry_all(request.actor)  # type: ignore[attr-defined]
    messages.success(request, ngettext("%d is tried again.", "%d are tried again.", count) % count)
    return HttpResponseRedirect(reverse("outbox"))


@require_POST
@in_workspace
def retry_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Another life for one."""
    return _act(request, pk, dead.retry)


@require_POST
@in_workspace
def discard_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one be."""
    return _act(request, pk, dead.discard)


def _act(request: HttpRequest, pk: int, service: Callable[[Actor, Outbox], None]) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = dead.unfinished(actor).filter(pk=pk).first()
    if row is None:
        raise Problem(NOT_FOUND)
    service(actor, row)
    return HttpResponseRedirect(reverse("outbox"))
