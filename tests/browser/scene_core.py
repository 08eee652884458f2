"""What the core shows: webhooks, work that failed, jobs, agreements, notifications."""

from datetime import date
from typing import Any

from django.urls import reverse

from pamoja.core.agreements.models import Agreement
from pamoja.core.clock import now
from pamoja.core.events.models import Event, Outbox
from pamoja.core.events.services import enqueue
from pamoja.core.jobs.models import Progress
from pamoja.core.notifications.services import notify
from pamoja.core.testing.cast import Cast
from pamoja.core.webhooks.models import Delivery, Subscription
from pamoja.core.webhooks.signing import new_webhook_secret
from pamoja.core.workspaces.context import workspace_active


def make_core(cast: Cast) -> dict[str, Any]:
    """A row of each kind, the troubled ones among them."""
    with workspace_active(cast.river):
        notify(cast.amina, "invitation-accepted", reverse("members"), cast.river)
        return {"webhook": _webhook(cast), **_jobs(cast), **_agreements(cast), **_outbox(cast)}


def _webhook(cast: Cast) -> Any:
    hook = Subscription.objects.create(
        name="Registry",
        url="https://registry.example/hook",
        host="registry.example",
        events=["submission.*", "person.registered"],
        secret=new_webhook_secret(),
        created_by=cast.amina,
    )
    events = Event.objects.filter(workspace=cast.river).order_by("pk")[:3]
    states = [("delivered", 200, ""), ("failed", 503, "The program answered 503."), ("waiting", None, "")]
    for event, (state, status, error) in zip(events, states, strict=True):
        told = {"state": state, "status": status, "error": error, "attempts": 1, "attempted_at": now()}
        Delivery.objects.create(subscription=hook, event=event, name=event.name, **told)
    return hook.public_id


def _outbox(cast: Cast) -> dict[str, Any]:
    for number, state in enumerate((Outbox.State.DEAD, Outbox.State.WAITING)):
        row = enqueue(cast.river, "webhooks.send", f"seen:{number}", {})
        error = "The program did not answer within ten seconds."
        Outbox.objects.filter(pk=row.pk).update(state=state, attempts=8, last_error=error)
    return {}


def _jobs(cast: Cast) -> dict[str, Any]:
    """One at work, one that failed."""
    label = cast.actor("amina").label
    common = {"workspace": cast.river, "actor": label, "name": "forms.export", "total": 4000, "done": 1500}
    running = Progress.objects.create(state="running", **common)
    failed = Progress.objects.create(state="failed", problem="conflict", finished_at=now(), **common)
    return {"running_job": running.public_id, "failed_job": failed.public_id}


def _agreements(cast: Cast) -> dict[str, Any]:
    """Lake offers river something; river's own offer was accepted."""
    terms = {"starts": date(2026, 1, 1), "ends": date(2030, 12, 31), "place_paths": ["MWI/MW2/"]}
    terms["fields"] = {"people.person": ["sex", "birth_year"]}
    offered = Agreement.objects.create(
        giver=cast.lake, receiver=cast.river, purpose="Planning of water points", proposed_by=cast.chol, **terms
    )
    accepted = Agreement.objects.create(
        giver=cast.river,
        receiver=cast.lake,
        purpose="One questionnaire for both",
        proposed_by=cast.amina,
        accepted_by=cast.chol,
        accepted_at=now(),
        **terms | {"fields": {"forms.form": ["title", "state"]}, "place_paths": []},
    )
    return {"offered": offered.public_id, "accepted": accepted.public_id}
