"""What can go wrong with the outbox."""

from django.utils.translation import gettext_lazy as _

from pamoja.core.problems import register

NOT_DEAD = register("outbox-not-given-up", 409, _("This is no longer given up"))
