"""Where the menu shows places."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.navigation import Item, register

register(
    Item(
        "manage",
        _("Places"),
        "places:list",
        "map-pin",
        "places.place",
        summary=_("Regions, districts and facilities with their P-codes, on a map."),
        order=20,
    )
)
