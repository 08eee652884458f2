"""Datasets that are made of a form's records to be given away."""

from secrets import token_hex

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models.forms import Form
from pamoja.core.accounts.models import User
from pamoja.core.clock import now
from pamoja.core.crypto.fields import EncryptedTextField
from pamoja.core.files.models import StoredFile
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import Record, WorkspaceModel

SMALL_CELL = 5


class RedactedDataset(Record):
    """What of a form's records may be given to others, and how answers are made coarser before.

    `columns` say by a question's path what becomes of its answers (`redacting.treatments`). `key` makes pseudonyms,
    so that two datasets cannot be joined by them.
    """

    class Suppression(models.TextChoices):
        """What is done to records that are still too rare."""

        NONE = "none", _("nothing: the figures only warn")
        CELLS = "cells", _("blank the answers that make them rare")
        RECORDS = "records", _("leave these records out")

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="redacted")
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    columns = models.JSONField(default=dict)
    is_clean = models.BooleanField(_("clean data: with what the cleaning log says"), default=False)
    below = models.CharField(_("only records of this place and below"), max_length=500, blank=True)
    k = models.PositiveIntegerField(
        _("least number of records that are alike"),
        default=SMALL_CELL,
        validators=[MinValueValidator(2), MaxValueValidator(1000)],
    )
    suppression = models.CharField(
        _("records that are still too rare"), max_length=10, choices=Suppression.choices, default=Suppression.CELLS
    )
    key = EncryptedTextField(default=token_hex, row="public_id", editable=False)

    class Meta(Record.Meta):
        ordering = ("name",)
        verbose_name = _("redacted dataset")
        verbose_name_plural = _("redacted datasets")

    def __str__(self) -> str:
        return self.name


class RedactedVersion(WorkspaceModel):
    """A dataset as it was made once: the file, and the figures of its risk (`engines.disclosure.Risk`)."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    dataset = models.ForeignKey(RedactedDataset, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)
    risk = models.JSONField(default=dict)

    class Meta(WorkspaceModel.Meta):
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["dataset", "number"], name="redacted_version_once")]

    def __str__(self) -> str:
        return f"{self.dataset} {self.number}"
