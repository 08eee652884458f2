"""Pages on which people decide whether two records are one person."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.people import selectors, services
from pamoja.apps.people.jobs import find_doubles
from pamoja.apps.people.lists import DOUBLES
from pamoja.apps.people.models import LikelyPair
from pamoja.core.accounts.guards import signed_in
from pamoja.core.audit.services import Act, record, record_many
from pamoja.core.jobs.services import start_job
from pamoja.core.lists import respond
from pamoja.core.permissions import Actor, require_at_all

KIND = "people.person"


@require_safe
@signed_in
def double_list(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The queue: pairs that wait for a word, the likeliest first; a filter shows the decided ones."""
    require_at_all(actor, "merge", KIND)
    rows = selectors.pairs(actor)
    if not request.GET.get("state"):
        rows = rows.filter(state=LikelyPair.State.OPEN)
    record_many(actor, [Act("list", KIND)])
    return respond(request, DOUBLES, rows, "people/doubles.html", {"waiting": selectors.count_uncompared()})


@require_safe
@signed_in
def double_detail(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Two records side by side, with what speaks for one person and what against."""
    pair = selectors.pair_of(actor, public_id)
    for person in (pair.first, pair.second):
        record(actor, "view", person)
    return render(request, "people/double.html", {"pair": pair, "judgement": selectors.judgement_of(pair)})


@require_POST
@signed_in
def double_decide(request: HttpRequest, actor: Actor, public_id: UUID) -> HttpResponse:
    """Not the same, or later; the next pair comes up."""
    pair = selectors.pair_of(actor, public_id)
    if request.POST.get("decision") == LikelyPair.State.NOT_SAME:
        services.say_not_same(actor, pair.first, pair.second)
        messages.success(request, _("Kept as two persons. They are not offered again."))
    else:
        services.put_off(actor, pair)
        messages.success(request, _("Put off. The filter shows those that were put off."))
    following = selectors.pairs(actor).filter(state=LikelyPair.State.OPEN).first()
    return redirect("people:double", following.public_id) if following else redirect("people:doubles")


@require_POST
@signed_in
def double_search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Compare everybody anew; the progress is shown."""
    require_at_all(actor, "merge", KIND)
    services.look_again()
    return redirect("jobs:progress", start_job(actor, find_doubles).public_id)
