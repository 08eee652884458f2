"""What can go wrong with accounts."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import register

GIVES_TOO_MUCH = register("gives-too-much", 403, _("Nobody can give more than they hold"))
LAST_OWNER = register("last-owner", 409, _("A workspace keeps at least one owner"))
UNKNOWN_ROLE = register("unknown-role", 422, _("This role does not exist"))
IN_USE = register("in-use", 409, _("Still in use"))
LINK_NOT_VALID = register("link-not-valid", 404, _("This link is not valid any more"))
NOT_CLAIMED = register("not-claimed", 409, _("Choose a password of your own first"))
EMAIL_TAKEN = register("email-taken", 409, _("There is an account with this e-mail address"))
