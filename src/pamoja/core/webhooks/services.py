"""Making, changing and ending subscriptions; telling again."""

import re
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from pamoja.core.audit.services import record
from pamoja.core.clock import now
from pamoja.core.events.services import enqueue
from pamoja.core.http.client import guard_from_settings
from pamoja.core.http.urls import parse_target
from pamoja.core.permissions import Actor, require
from pamoja.core.problems import INVALID_INPUT, Problem
from pamoja.core.webhooks.models import Delivery, Subscription
from pamoja.core.webhooks.signing import new_webhook_secret

HANDLER = "webhooks.send"
OVERLAP = timedelta(hours=24)
EVENT = re.compile(r"\*|[a-z0-9_-]+(\.[a-z0-9_-]+)*(\.\*)?")


@transaction.atomic
def subscribe(actor: Actor, name: str, url: str, events: Sequence[str]) -> Subscription:
    """Have a program told. Its secret is in the answer and is shown once. Raises Refused, INVALID_INPUT."""
    made: Subscription = Subscription.objects.create(
        name=name,
        url=url,
        host=checked_host(url),
        events=checked_events(events),
        secret=new_webhook_secret(),
        created_by=actor.user,
    )
    require(actor, "create", made)
    record(actor, "create", made, host=made.host, events=made.events)
    return made


@transaction.atomic
def switch(actor: Actor, subscription: Subscription, is_active: bool) -> None:
    """Stop telling, or tell again from now on: what happened meanwhile is not made up for."""
    require(actor, "change", subscription)
    Subscription.objects.filter(pk=subscription.pk).update(is_active=is_active, failing_since=None)
    record(actor, "switch-on" if is_active else "switch-off", subscription)


@transaction.atomic
def unsubscribe(actor: Actor, subscription: Subscription) -> None:
    """End it, with its log."""
    require(actor, "delete", subscription)
    record(actor, "delete", subscription, host=subscription.host)
    subscription.delete()


@transaction.atomic
def rotate_secret(actor: Actor, subscription: Subscription) -> str:
    """A new secret, shown once; for a day the one before signs as well."""
    require(actor, "rotate", subscription)
    subscription.old_secret, subscription.old_secret_until = subscription.secret, now() + OVERLAP
    subscription.secret = new_webhook_secret()
    subscription.save(update_fields=["secret", "old_secret", "old_secret_until"])
    record(actor, "rotate", subscription)
    return str(subscription.secret)


@transaction.atomic
def replay(actor: Actor, delivery: Delivery) -> None:
    """Tell again, under the same delivery id: who has it already leaves it alone."""
    require(actor, "replay", delivery)
    locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
    locked.replays += 1
    locked.state = Delivery.State.WAITING
    locked.save(update_fields=["replays", "state"])
    send_later(locked)
    record(actor, "replay", locked)


def send_later(delivery: Delivery) -> None:
    """Put one delivery into the outbox."""
    key = f"webhook:{delivery.public_id}:{delivery.replays}"
    enqueue(delivery.workspace, HANDLER, key, {"delivery": str(delivery.public_id)})


def checked_host(url: str) -> str:
    """The host of an address that may be called. Raises Refused, HostNotFound."""
    target = parse_target(url)
    guard_from_settings().addresses(target.host, target.port)
    return target.host


def checked_events(events: Sequence[str]) -> list[str]:
    """The names, each once. Raises INVALID_INPUT."""
    names = sorted(set(events))
    if not names or not all(EVENT.fullmatch(name) for name in names):
        raise Problem(INVALID_INPUT, _("Name events such as submission.received, submission.* or *."))
    return names
