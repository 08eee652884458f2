"""Acts on many records after they were begun: what became of them, and undoing them."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from pamoja.apps.forms.models import BulkAct, BulkChange, Submission
from pamoja.apps.forms.reviewing.acts import acts_of, may_undo
from pamoja.apps.forms.reviewing.jobs import act_url, start_undo
from pamoja.apps.forms.reviewing.words import WHYS, act_words
from pamoja.apps.forms.seeing.access import Seen, seen_form
from pamoja.apps.forms.seeing.shown import written
from pamoja.core.accounts.guards import signed_in
from pamoja.core.lists import Column, ListSpec, respond
from pamoja.core.permissions import Actor, visible
from pamoja.core.problems import NOT_FOUND, Problem

State = BulkChange.State
MOST_SHOWN = 100


@require_safe
@signed_in
def act_list(request: HttpRequest, actor: Actor, form_id: int) -> HttpResponseBase:
    """What was done to many records at once, the newest first."""
    seen = seen_form(request, actor, form_id)
    rows = acts_of(actor, seen.form).annotate(records=Count("changes"))
    spec = ListSpec(
        name="acts",
        kind="forms.bulk",
        columns=(
            Column("words", gettext_lazy("What was done"), partial(act_words, seen), is_link=True),
            Column("created_by", gettext_lazy("Who")),
            Column("created_at", gettext_lazy("When"), sort="created_at"),
            Column("records", gettext_lazy("Records"), sort="records", is_number=True),
            Column("undone_at", gettext_lazy("Undone"), sort="undone_at"),
        ),
        row_url=act_url,
        empty_title=gettext_lazy("Nothing was done to many records yet"),
        empty_text=gettext_lazy("Choose records in the table, and review them or correct them together."),
        exports=(),
    )
    return respond(request, spec, rows, "forms/reviewing/acts_list.html", {"form": seen.form, "seen": seen})


@require_safe
@signed_in
def act(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """One act: how many records were done, which were not, and why."""
    seen = seen_form(request, actor, form_id)
    found = _found(actor, seen, public_id)
    counts = dict(found.changes.order_by().values_list("state").annotate(Count("pk")))
    context = {
        "form": seen.form,
        "act": found,
        "words": act_words(seen, found),
        "reason": written(actor, seen.hidden, found.reason, found.created_by_id),
        "counts": [(State(state).label, counts[state]) for state in State.values if state in counts],
        "left": _left(seen, found),
        "left_count": counts.get(State.SKIPPED, 0) + counts.get(State.KEPT, 0),
        "may_undo": may_undo(actor, found),
    }
    return render(request, "forms/reviewing/act.html", context)


@require_POST
@signed_in
def undo(request: HttpRequest, actor: Actor, form_id: int, public_id: UUID) -> HttpResponse:
    """Put back what nobody has touched since."""
    found = _found(actor, seen_form(request, actor, form_id), public_id)
    progress = start_undo(actor, found)
    if progress:
        return redirect("jobs:progress", progress.public_id)
    messages.success(request, _("The act is undone."))
    return redirect(act_url(found))


def _found(actor: Actor, seen: Seen, public_id: UUID) -> BulkAct:
    found = acts_of(actor, seen.form).filter(public_id=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def _left(seen: Seen, act: BulkAct) -> list[tuple[str, str, Any]]:
    """The first records that were not done or not put back: name, address, why. Those out of sight are counted only."""
    rows = act.changes.filter(state__in=[State.SKIPPED, State.KEPT], submission__deleted_at__isnull=True)
    reached = visible(Submission.objects.filter(form=act.form), seen.actor)
    found = rows.filter(submission__in=reached.values("pk")).select_related("submission").order_by("pk")[:MOST_SHOWN]
    return [_told(seen, each) for each in found]


def _told(seen: Seen, change: BulkChange) -> tuple[str, str, Any]:
    record = change.submission
    url = reverse("forms-seeing:record", args=[seen.form.pk, record.public_id])
    return seen.name(record.instance_name, record.instance_id), url, WHYS.get(change.why, change.why)
