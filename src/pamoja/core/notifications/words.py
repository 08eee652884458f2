"""The words of every notification, by code. An app adds its own: `register("import-finished", _("…"))`."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from pamoja.core.notifications.models import Notification

WORDS: dict[str, str | Promise] = {}


def register(code: str, words: str | Promise) -> str:
    """Add a notification. `words` may hold named numbers: `_("An import of %(rows)d rows has finished.")`."""
    if code in WORDS:
        raise ValueError(f"notification {code!r} is registered twice")
    WORDS[code] = words
    return code


def words_of(notification: "Notification") -> str:
    """A notification in the language of the page."""
    words = str(WORDS.get(notification.code, notification.code))
    return words % notification.numbers if notification.numbers else words


register("invitation-accepted", _("Somebody accepted your invitation."))
register("agreement-proposed", _("Another workspace proposes an agreement on sharing."))
register("agreement-accepted", _("An agreement on sharing was accepted."))
register("agreement-ended", _("An agreement on sharing has ended."))
