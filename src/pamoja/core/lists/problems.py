"""What can go wrong with a list."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import register

TOO_MANY_ROWS = register("too-many-rows", 422, _("Too many rows for this file format"))
