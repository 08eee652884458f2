"""One delivery: a signed POST with a thin body; what is sensitive is fetched by whoever may see it."""

import json
from datetime import timedelta
from typing import Any

from django.db.models import F

from pamoja.core import http
from pamoja.core.clock import now
from pamoja.core.events.outbox import GiveUp, NotYet, TryAt
from pamoja.core.events.services import emit
from pamoja.core.webhooks.models import Delivery, Subscription
from pamoja.core.webhooks.signing import signed_headers

SECONDS = 15.0
MAX_ANSWER_BYTES = 64 * 1024
GONE = 410
BUSY = (429, 503)
LONGEST_WISH_S = 24 * 3600
DISABLED_AFTER = timedelta(days=5)


def send(delivery: Delivery) -> None:
    """Try once. Raises GiveUp, NotYet or TryAt, as the outbox knows them."""
    subscription = delivery.subscription
    if not subscription.is_active:
        _note(delivery, error="switched off", state=Delivery.State.FAILED)
        raise GiveUp("the webhook is switched off")
    try:
        answer = _call(delivery)
    except http.Refused as error:
        _failed(delivery, str(error), state=Delivery.State.FAILED)
        raise GiveUp(str(error)) from None
    except http.HttpError as error:
        _failed(delivery, str(error))
        raise NotYet(str(error)) from None
    if answer.is_success:
        _note(delivery, status=answer.status, error="", state=Delivery.State.DELIVERED)
        Subscription.objects.filter(pk=subscription.pk, failing_since__isnull=False).update(failing_since=None)
        return
    _refused(delivery, answer)


def body_of(delivery: Delivery) -> bytes:
    """The payload: type, time, ids."""
    event = delivery.event
    data = {"event": str(event.public_id), "kind": event.kind, "id": event.object_id}
    content = {"type": event.name, "timestamp": event.at.isoformat(), "data": data}
    return json.dumps(content, separators=(",", ":")).encode()


def _call(delivery: Delivery) -> http.Answer:
    subscription, body = delivery.subscription, body_of(delivery)
    until = subscription.old_secret_until
    keys = [subscription.secret, *([subscription.old_secret] if until and until > now() else [])]
    headers = signed_headers(str(delivery.public_id), int(now().timestamp()), body, keys)
    return http.request(
        "POST",
        subscription.url,
        data=body,
        headers={**headers, "Content-Type": "application/json"},
        seconds=SECONDS,
        max_bytes=MAX_ANSWER_BYTES,
        max_redirects=0,
    )


def _refused(delivery: Delivery, answer: http.Answer) -> None:
    words = f"status {answer.status}"
    _failed(delivery, words, status=answer.status)
    if answer.status == GONE:
        _disable(delivery.subscription)
        raise GiveUp(words)
    wish = answer.headers.get("Retry-After", "")
    if answer.status in BUSY and wish.isdecimal():
        raise TryAt(min(int(wish), LONGEST_WISH_S), words)
    raise NotYet(words)


def _failed(delivery: Delivery, words: str, **changes: Any) -> None:
    """Write it down, and switch off what has failed for days."""
    _note(delivery, error=words[:200], **changes)
    subscription = Subscription.objects.get(pk=delivery.subscription_id)
    if subscription.failing_since is None:
        Subscription.objects.filter(pk=subscription.pk).update(failing_since=now())
    elif now() - subscription.failing_since > DISABLED_AFTER:
        _disable(subscription)


def _disable(subscription: Subscription) -> None:
    if Subscription.objects.filter(pk=subscription.pk, is_active=True).update(is_active=False):
        emit(subscription.workspace, "webhook.disabled", subscription)


def _note(delivery: Delivery, **changes: Any) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1, attempted_at=now(), **changes)
