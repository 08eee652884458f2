"""What a caller over a limit is told."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import register

TOO_MANY = register("too-many-attempts", 429, _("Too many attempts"))
