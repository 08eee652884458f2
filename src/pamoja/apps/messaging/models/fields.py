"""What a workspace knows of its contacts, and what it knows of each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.apps.messaging.contacts.keys import KEY_LENGTH, NUMBER_LENGTH
from pamoja.apps.messaging.models.contacts import Contact
from pamoja.core.workspaces.models import Record, WorkspaceModel


class ContactField(Record):
    """A field of contacts, called by its key in expressions and queries."""

    class Type(models.TextChoices):
        """How values are read; places are those of the workspace's country, level 1 to 3."""

        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATETIME = "datetime", _("Date and time")
        STATE = "state", _("Place, level 1")
        DISTRICT = "district", _("Place, level 2")
        WARD = "ward", _("Place, level 3")

    key = models.CharField(_("key"), max_length=36)
    name = models.CharField(_("name"), max_length=36)
    type = models.CharField(_("type"), max_length=8, choices=Type.choices, default=Type.TEXT)

    class Meta(Record.Meta):
        ordering = ("key",)
        verbose_name = _("field of contacts")
        verbose_name_plural = _("fields of contacts")
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="contact_field_once")]

    def __str__(self) -> str:
        return self.name


class FieldValue(WorkspaceModel):
    """The value of one field of one contact: the text, and whatever else that text can be read as.

    `place` is a path such as `Rwanda > Kigali City`. `key` and `number_key` are what queries compare
    (`contacts.keys`): of a field of places the last name, and `has_place` if there is one, of others the text.
    """

    workspace = models.ForeignKey(
        "workspaces.Workspace", on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="values", db_index=False)
    field = models.ForeignKey(ContactField, on_delete=models.CASCADE, related_name="+", db_index=False)
    text = models.CharField(max_length=640)
    datetime = models.DateTimeField(null=True)
    place = models.TextField(blank=True)
    key = models.CharField(max_length=KEY_LENGTH, editable=False)
    number_key = models.BinaryField(max_length=NUMBER_LENGTH, null=True, editable=False)
    has_place = models.BooleanField(default=False, editable=False)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["contact", "field"], name="field_value_once")]
        indexes = [
            models.Index(fields=["field", "key", "contact"], name="value_by_text"),
            models.Index(
                fields=["field", "number_key", "contact"],
                condition=models.Q(number_key__isnull=False),
                name="value_by_number",
            ),
            models.Index(
                fields=["field", "datetime", "contact"],
                condition=models.Q(datetime__isnull=False),
                name="value_by_datetime",
            ),
        ]

    def __str__(self) -> str:
        return "(value)"
