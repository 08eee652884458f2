"""Menu entry of the audit."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.navigation import Item, register

register(
    Item(
        "manage",
        _("Audit"),
        "audit",
        "history",
        "audit.entry",
        summary=_("Who did what, and when."),
        order=60,
    )
)
