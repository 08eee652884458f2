"""What can go wrong in the register."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import register

NO_CONSENT = register("no-consent", 403, _("The person has not allowed this use"))
IDENTIFIER_TAKEN = register("identifier-taken", 409, _("Somebody else has this identifier"))
LIKELY_DOUBLE = register("likely-double", 409, _("Somebody like this is registered already"))
PERSON_GONE = register("person-gone", 410, _("This person was erased or merged into another"))
HOUSEHOLD_RULE = register("household-rule", 409, _("The household does not allow this"))
NOT_MERGEABLE = register("not-mergeable", 409, _("These two cannot be merged"))
BAD_SHEET = register("bad-sheet", 422, _("This file is not a table that can be read"))
IMPORT_STATE = register("import-state", 409, _("This step of the import is not due"))
