"""Menu entries of accounts."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.navigation import Item, register

register(
    Item(
        "manage",
        _("People and roles"),
        "members",
        "users-group",
        "accounts.grant",
        summary=_("Who works here, with which role, and how far it reaches."),
        order=10,
    )
)
register(
    Item(
        "manage",
        _("Tokens and devices"),
        "credentials",
        "key",
        "accounts.credential",
        summary=_("Secrets of programs and phones that connect to this workspace."),
        order=20,
    )
)
