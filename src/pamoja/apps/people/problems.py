"""What can go wrong in the register."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import register

NO_CONSENT = register("no-consent", 403, _("The person has not allowed this use"))
IDENTIFIER_TAKEN = register("identifier-taken", 409, _("Somebody else has this identifier"))
PERSON_GONE = register("person-gone", 410, _("This person was erased or merged into another"))
HOUSEHOLD_RULE = register("household-rule", 409, _("The household does not allow this"))
NOT_MERGEABLE = register("not-mergeable", 409, _("These two cannot be merged"))
