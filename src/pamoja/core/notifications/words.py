"""The words of every notification, by code. An app adds its own: `register("import-finished", _("…"))`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {}


def register(code: str, words: str | Promise) -> str:
    """Add a notification. `words` may hold named numbers: `_("An import of %(rows)d rows has finished.")`."""
    if code in WORDS:
        raise ValueError(f"notification {code!r} is registered twice")
    WORDS[code] = words
    return code


register("invitation-accepted", _("Somebody accepted your invitation."))
register("agreement-proposed", _("Another workspace proposes an agreement on sharing."))
register("agreement-accepted", _("An agreement on sharing was accepted."))
register("agreement-ended", _("An agreement on sharing has ended."))
