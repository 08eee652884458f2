"""Menu entry of webhooks."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.navigation import Item, register

register(
    Item(
        "manage",
        _("Webhooks"),
        "webhooks",
        "webhook",
        "webhooks.subscription",
        summary=_("Other programs that are told what happens here."),
        order=40,
    )
)
