"""What identifies a person elsewhere, and how to reach them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.core.crypto.blind import BlindIndexField
from pamoja.core.crypto.fields import EncryptedTextField
from pamoja.core.workspaces.models import Record


def bare(value: object) -> str:
    """An identifier as it is compared: letters and digits alone, upper case."""
    return "".join(char for char in str(value) if char.isalnum()).upper()


class Identifier(Record):
    """A number that some authority gave to the person; no two persons of a workspace share one."""

    class Type(models.TextChoices):
        """Who gives it and for what."""

        NATIONAL_ID = "national_id", _("National identity number")
        BIRTH_CERTIFICATE = "birth_certificate", _("Birth certificate")
        PASSPORT = "passport", _("Passport")
        REFUGEE_ID = "refugee_id", _("Refugee or asylum seeker number")
        VOTER = "voter", _("Voter card")
        SCHOOL = "school", _("School or learner number")
        HEALTH = "health", _("Health card")
        PROGRAMME = "programme", _("Programme number")
        OTHER = "other", _("Other")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="identifiers")
    type = models.CharField(_("type"), max_length=30, choices=Type.choices)
    country = models.CharField(_("country"), max_length=3, blank=True, help_text="ISO 3166-1 alpha-3")
    value = EncryptedTextField(_("number"), subject="person.public_id", max_length=100)
    value_index = BlindIndexField(source="value", purpose="people.identifier", normalise=bare)

    class Meta(Record.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["workspace", "type", "country", "value_index"], name="identifier_once")
        ]

    def __str__(self) -> str:
        return str(self.get_type_display())


class ContactPoint(Record):
    """A way to reach the person. A phone number is kept in E.164; several people may share one."""

    class Type(models.TextChoices):
        """What kind of way."""

        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")
        ADDRESS = "address", _("Address")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="contact_points")
    type = models.CharField(_("type"), max_length=10, choices=Type.choices)
    value = EncryptedTextField(_("value"), subject="person.public_id", max_length=300)
    value_index = BlindIndexField(source="value", purpose="people.contact")
    is_preferred = models.BooleanField(_("preferred"), default=False)

    class Meta(Record.Meta):
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.get_type_display())
