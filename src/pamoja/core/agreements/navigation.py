"""Menu entry of agreements."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.navigation import Item, register

register(
    Item(
        "manage",
        _("Agreements"),
        "agreements",
        "heart-handshake",
        "agreements.agreement",
        summary=_("What this workspace shares with others, and they with it."),
        order=30,
    )
)
