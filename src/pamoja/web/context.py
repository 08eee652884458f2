"""What `base.html` draws around every page. All of it is lazy: a partial that draws no frame costs no query."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from pamoja.core.accounts.actors import workspaces_of
from pamoja.core.navigation import SECTIONS, Item, items_for
from pamoja.core.notifications.services import unread_count
from pamoja.core.permissions import ANONYMOUS, Actor
from pamoja.core.workspaces.models import Workspace

THEMES = ("light", "dark")
THEME_COOKIE = "theme"


@dataclass(frozen=True)
class Link:
    """An entry of the navigation, ready to draw."""

    item: Item
    url: str
    is_current: bool


@dataclass(frozen=True)
class Section:
    """A heading of the navigation with its links."""

    name: str
    label: Any
    links: list[Link]


class Shell:
    """The frame of one page, as the template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor = getattr(request, "actor", ANONYMOUS)

    @property
    def is_signed_in(self) -> bool:
        """Whether a person is signed in."""
        return self.actor.user is not None

    @property
    def initial(self) -> str:
        """The letter that stands for the person."""
        return str(self.actor.user)[:1].upper()

    @cached_property
    def theme(self) -> str:
        """The colours chosen in this browser."""
        chosen = self.request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else THEMES[0]

    @property
    def other_theme(self) -> str:
        """The colours that the button offers."""
        return THEMES[1 - THEMES.index(self.theme)]

    @cached_property
    def languages(self) -> list[tuple[str, str]]:
        """Code and own name of each language."""
        own = {"en": "English", "fr": "Français", "ar": "العربية"}
        return [(code, own.get(code, str(name))) for code, name in settings.LANGUAGES]

    @cached_property
    def workspaces(self) -> list[Workspace]:
        """The workspaces in which this person works."""
        return list(workspaces_of(self.actor.user)) if self.actor.user else []

    @property
    def has_providers(self) -> bool:
        """Whether people can sign in elsewhere."""
        return bool(settings.OIDC_PROVIDERS)

    @cached_property
    def unread(self) -> int:
        """How many notifications wait."""
        return unread_count(self.actor.user) if self.actor.user else 0

    @cached_property
    def sections(self) -> list[Section]:
        """The navigation; the link whose address begins the page's address (the longest one) is current."""
        found = {name: [(i, reverse(i.url_name)) for i in items] for name, items in items_for(self.actor).items()}
        current = self._current([url for links in found.values() for _, url in links])
        return [
            Section(name, SECTIONS[name], [Link(item, url, url == current) for item, url in links])
            for name, links in found.items()
        ]

    def _current(self, urls: list[str]) -> str:
        leading = [url for url in urls if self.request.path.startswith(url)]
        return max(leading, key=len, default="")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template context processor: `shell`."""
    return {"shell": Shell(request)}
