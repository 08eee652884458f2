"""What can go wrong with agreements."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import register

NOT_IN_FORCE = register("agreement-not-in-force", 403, _("This agreement is not in force"))
NOT_AGREED = register("not-agreed", 403, _("This is not part of the agreement"))
