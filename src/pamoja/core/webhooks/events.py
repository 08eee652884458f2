"""Consumers and the outgoing lane of webhooks."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.core.events.models import Event
from pamoja.core.events.services import consumer, handler
from pamoja.core.notifications.services import notify
from pamoja.core.notifications.words import register
from pamoja.core.webhooks.matching import is_wanted, wants
from pamoja.core.webhooks.models import Delivery, Subscription
from pamoja.core.webhooks.sending import send
from pamoja.core.webhooks.services import HANDLER, send_later

register("webhook-disabled", _("A webhook was switched off, because it had failed for days."))


@consumer("webhooks", "*", words=_("Choose which webhooks are told"), wanted=is_wanted)
def prepare(event: Event) -> None:
    """A delivery for each subscription that wants the event."""
    for subscription in Subscription.objects.filter(is_active=True):
        if wants(subscription.events, event.name, event.kind):
            send_later(Delivery.objects.create(subscription=subscription, event=event, name=event.name))


@handler(HANDLER, _("Tell another program by a webhook"))
def deliver(payload: dict[str, Any], _key: str) -> None:
    """One attempt; a subscription that has ended takes its deliveries along."""
    rows = Delivery.objects.select_related("subscription", "event")
    if delivery := rows.filter(public_id=payload["delivery"]).first():
        send(delivery)


@consumer("webhook-warning", "webhook.disabled", words=_("Warn whose webhook was switched off"))
def warn(event: Event) -> None:
    """Tell who made the subscription."""
    subscription = Subscription.objects.select_related("created_by").filter(public_id=event.object_id).first()
    if subscription and subscription.created_by:
        url = reverse("webhook", args=[subscription.public_id])
        notify(subscription.created_by, "webhook-disabled", url, workspace=event.workspace)
