"""One page to be looked at, told in names: the address is made when its rows are there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

Rows = Mapping[str, Any]


@dataclass(frozen=True)
class LookedAt:
    """A page: the name of its URL (empty: `path` alone), who looks, and which of it this is.

    `keys` names, for each parameter of the URL, the row of the scene that fills it, or is the value itself. `path`
    is added to the address. `act` is what the person does there before the page of interest stands. `status` is what
    the server answers, and `is_moved` that it first sends elsewhere. A page `is_in_all_languages` at once where nobody
    can know the reader's: its first is English.
    """

    name: str
    who: str = "amina"
    what: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    act: Callable[[Page], None] | None = None
    status: int = 200
    is_moved: bool = False
    is_in_all_languages: bool = False

    def __str__(self) -> str:
        return " ".join(filter(None, [self.name, self.what]))

    def address(self, rows: Rows) -> str:
        """Its path on the server, with the rows of the scene."""
        start = (
            reverse(self.name, kwargs={name: rows.get(key, key) for name, key in self.keys.items()})
            if self.name
            else ""
        )
        return start + self.path.format_map(rows)


def page(name: str, what: str = "", /, who: str = "amina", **keys: str) -> LookedAt:
    """A page by the name of its URL; `keys` as in `LookedAt`."""
    return LookedAt(name, who, what, keys)


def after(name: str, what: str, act: Callable[[Page], None], **keys: str) -> LookedAt:
    """What Amina sees after she has done something on a page."""
    return LookedAt(name, what=what, keys=keys, act=act)
