"""What can go wrong with a call to the outside."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import register

REFUSED = register("outside-address-refused", 422, _("This address may not be called"))
FAILED = register("outside-service-failed", 502, _("The other service did not answer properly"))
TIMED_OUT = register("outside-service-slow", 504, _("The other service took too long"))
