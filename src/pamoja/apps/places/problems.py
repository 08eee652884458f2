"""What can go wrong with places."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import register

FILE_REFUSED = register("places-file-refused", 422, _("This file of places cannot be taken"))
CODE_TAKEN = register("places-code-taken", 409, _("This code is in use already"))
OUTLINE_UNUSABLE = register("places-outline-unusable", 422, _("The outline cannot be used"))
SHARES_UNEVEN = register("places-shares-uneven", 422, _("The shares of a unit's successors must add up to 1"))
IMPORT_APPLIED = register("places-import-applied", 409, _("This import has been applied already"))
TOO_MANY_POINTS = register("places-too-many-points", 422, _("Too many points at once"))
