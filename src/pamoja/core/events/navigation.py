"""Menu entry of the outbox."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.navigation import Item, register

register(
    Item(
        "manage",
        _("Outbox"),
        "outbox",
        "mail-forward",
        "events.outbox",
        summary=_("What could not be delivered, and why."),
        order=70,
    )
)
