"""Webhooks and their deliveries."""

from pamoja.core.events.models import Event
from pamoja.core.testing.factories import Wanted, factory
from pamoja.core.webhooks.models import Delivery, Subscription
from pamoja.core.webhooks.signing import new_webhook_secret


@factory("webhooks.subscription")
def make_subscription(wanted: Wanted) -> Subscription:
    return Subscription.objects.create(
        name="w", url="https://example.org/", host="example.org", secret=new_webhook_secret(), created_by=wanted.owner
    )


@factory("webhooks.delivery")
def make_delivery(wanted: Wanted) -> Delivery:
    event = Event.objects.create(workspace=wanted.workspace, name="n", kind="testing.note", object_id="1")
    return Delivery.objects.create(subscription=make_subscription(wanted), event=event, name="n")
