"""A sheet of persons on its way into the register."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.core.crypto.fields import EncryptedJSONField
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import Record, WorkspaceModel


class Import(Record):
    """One uploaded sheet: its headers, what each means, and how far it has come.

    `mapping` is {column number as text: field name}. Rows are sealed; written ones lose their cells at once,
    refused ones a week after the end.
    """

    class State(models.TextChoices):
        """Where it stands."""

        MAPPING = "mapping", _("Waiting for the meaning of its columns")
        CHECKED = "checked", _("Checked, not yet applied")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")

    file_name = EncryptedJSONField(null=True)
    headers = EncryptedJSONField(null=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAPPING)
    total = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta(Record.Meta):
        ordering = ("-id",)
        verbose_name = _("file of persons")
        verbose_name_plural = _("files of persons")

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def percent(self) -> int:
        """How much of it has been dealt with."""
        return 100 * (self.written + self.refused) // self.total if self.total else 0


class ImportRow(WorkspaceModel):
    """One row of the sheet. `number` is the row's number in the sheet; `faults` name cell and reason, no value.

    `likely` holds the public ids of persons of the register who may be the same, the likeliest first, each with its
    percentage; a row that `is_left_out` is not written.
    """

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waiting")
        WRITTEN = "written", _("Written")
        REFUSED = "refused", _("Refused")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = EncryptedJSONField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    faults = models.JSONField(default=list)
    likely = models.JSONField(default=list)
    is_left_out = models.BooleanField(default=False)
    person = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(WorkspaceModel.Meta):
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["source", "state", "number"], name="import_row_by_state")]

    def __str__(self) -> str:
        return str(self.number)
