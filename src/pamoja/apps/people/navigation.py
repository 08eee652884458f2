"""Where the menu shows the register."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.navigation import Item, register

register(
    Item(
        "protect",
        _("People"),
        "people:list",
        "users",
        "people.person",
        summary=_("Register people once, find them in any spelling, and keep what they allowed."),
        order=10,
    )
)
register(
    Item(
        "protect",
        _("Households"),
        "people:households",
        "home",
        "people.household",
        summary=_("Who lives together, who heads the household and who collects for it."),
        order=20,
    )
)
