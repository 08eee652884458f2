"""What a person allowed, to whom, for what and how long."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.core.workspaces.models import Record


class Consent(Record):
    """One permission for one purpose. The server asks for it: see `services.consents.require_use`.

    `recipient` is empty when only this workspace may use the data. `basis` records why processing is lawful, since
    consent is seldom free in an emergency. `scope` names kinds of data ("photo", "health"); empty means all.
    """

    class Purpose(models.TextChoices):
        """What for."""

        REGISTRATION = "registration", _("Registration")
        ASSISTANCE = "assistance", _("Cash and in-kind assistance")
        MESSAGING = "messaging", _("Messages and calls")
        REFERRAL = "referral", _("Referral to a service")
        SHARING = "sharing", _("Sharing with another agency")
        TRACING = "tracing", _("Family tracing")
        REPORTING = "reporting", _("Statistics")
        PHOTO = "photo", _("Photo")
        RESEARCH = "research", _("Research")

    class Basis(models.TextChoices):
        """Why it is lawful."""

        CONSENT = "consent", _("Consent")
        ASSENT = "assent", _("Assent of a child with a caregiver's consent")
        VITAL = "vital", _("Vital interest")
        PUBLIC = "public", _("Public interest or mandate")
        LEGAL = "legal", _("Legal duty")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    recipient = models.CharField(_("recipient"), max_length=200, blank=True)
    scope = models.JSONField(_("scope"), default=list, blank=True)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis.choices, default=Basis.CONSENT)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta(Record.Meta):
        ordering = ("-id",)
        indexes = [models.Index(fields=["workspace", "person", "purpose"], name="consent_by_purpose")]

    def __str__(self) -> str:
        return str(self.get_purpose_display())
