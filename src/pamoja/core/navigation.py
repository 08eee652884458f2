"""The left-hand navigation: apps register what people do; the shell draws what exists and is allowed."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pamoja.core.permissions import Actor, may_at_all

SECTIONS: dict[str, str | Promise] = {
    "engage": _("Engage"),
    "collect": _("Collect"),
    "protect": _("Protect"),
    "deliver": _("Deliver"),
    "learn": _("Learn"),
    "see": _("See"),
    "manage": _("Manage"),
}


@dataclass(frozen=True)
class Item:
    """One entry: its section, words, URL name, icon (a Tabler name), and the verb on a kind that shows it.

    `summary` is one sentence for the home page. Items are drawn in `order` within their section.
    """

    section: str
    label: str | Promise
    url_name: str
    icon: str
    kind: str
    verb: str = "view"
    summary: str | Promise = ""
    order: int = 50


ITEMS: list[Item] = []


def register(item: Item) -> Item:
    """Add an entry (from an app's `navigation.py`)."""
    if item.section not in SECTIONS:
        raise ValueError(f"no section {item.section!r}")
    ITEMS.append(item)
    return item


def items_for(actor: Actor) -> dict[str, list[Item]]:
    """The entries this actor may use, by section in drawing order; empty sections are left out."""
    allowed = [item for item in ITEMS if may_at_all(actor, item.verb, item.kind)]
    by_section = {name: sorted((i for i in allowed if i.section == name), key=lambda i: i.order) for name in SECTIONS}
    return {name: items for name, items in by_section.items() if items}
