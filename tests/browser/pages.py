"""Every page that is looked at by axe-core: who looks, and where. Add yours here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from pamoja.core.accounts.models import Grant
from pamoja.core.testing.cast import Cast


@dataclass(frozen=True)
class LookedAt:
    """One page: its name, who looks, and its address when the cast is there."""

    name: str
    who: str
    address: Callable[[Cast], str]


def page(name: str, who: str = "amina", **arguments: object) -> LookedAt:
    """A page by the name of its URL."""
    return LookedAt(name, who, lambda cast: reverse(name, kwargs=arguments or None))


PAGES: list[LookedAt] = [
    LookedAt("welcome", "nobody", lambda cast: "/"),
    LookedAt("home", "amina", lambda cast: "/"),
    LookedAt("home of an operator", "omar", lambda cast: "/"),
    LookedAt("member", "amina", lambda cast: reverse("member", args=[Grant.objects.get(user=cast.ben).pk])),
    page("account_login", "nobody"),
    page("account_reset_password", "nobody"),
    page("notifications"),
    page("help"),
    LookedAt("a document", "amina", lambda cast: "/help/how-to/people-and-roles/"),
    page("profile"),
    page("account_email"),
    page("account_change_password"),
    page("mfa_index"),
    page("mfa_activate_totp"),
    page("usersessions_list"),
    page("members"),
    page("invitations"),
    page("new_invitation"),
    page("teams"),
    page("roles"),
    page("new_role"),
    page("credentials"),
    page("new_credential"),
    page("agreements"),
    page("new_agreement"),
]
