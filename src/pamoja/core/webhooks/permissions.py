"""Who may have other programs told: owners, and managers look on."""

from pamoja.core.permissions import Kind, register_kind
from pamoja.core.webhooks.models import Delivery, Subscription

register_kind(
    Kind(
        "webhooks.subscription",
        Subscription,
        verbs=("view", "create", "change", "delete", "rotate"),
        roles={"manager": ("view",)},
    )
)
register_kind(Kind("webhooks.delivery", Delivery, verbs=("view", "replay"), roles={"manager": ("view",)}))
