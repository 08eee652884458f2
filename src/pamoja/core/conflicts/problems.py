"""What can go wrong when a conflict is settled."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import register

SETTLED = register("conflict-settled", 409, _("This conflict has been settled already"))
