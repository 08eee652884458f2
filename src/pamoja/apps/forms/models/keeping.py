"""How long a form's records are kept, and what was taken out of it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models.forms import Form
from pamoja.apps.forms.models.submissions import Submission
from pamoja.core.accounts.models import User
from pamoja.core.clock import now
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import Record, WorkspaceModel

MOST_MONTHS = 1200


class RetentionPlan(Record):
    """For how many months a form's records are kept. A form without one keeps them until somebody removes them.

    While a reason to hold them is written (`hold_reason`: a court, an investigation), nothing is purged. `warned_for`
    is the day of the purge of which managers were told last.
    """

    class What(models.TextChoices):
        """What is kept no longer."""

        RECORDS = "records", _("the records")
        ANSWERS = "answers", _("direct identifiers and sensitive answers; the rest of the records stays")

    class Since(models.TextChoices):
        """From when the months are counted."""

        RECEIVED = "received", _("each record came in")
        CLOSED = "closed", _("the form was closed")

    form = models.OneToOneField(Form, on_delete=models.CASCADE, related_name="retention")
    is_on = models.BooleanField(_("purge records"), default=True)
    what = models.CharField(_("what is purged"), max_length=10, choices=What.choices, default=What.RECORDS)
    months = models.PositiveIntegerField(
        _("months that records are kept"), default=24, validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)]
    )
    since = models.CharField(_("counted from when"), max_length=10, choices=Since.choices, default=Since.RECEIVED)
    warn_days = models.PositiveIntegerField(
        _("days before, on which managers are told"), default=14, validators=[MaxValueValidator(365)]
    )
    has_entities = models.BooleanField(_("purge also the entities that these records made"), default=False)
    hold_reason = models.CharField(_("reason to hold the records"), max_length=500, blank=True)
    held_at = models.DateTimeField(null=True, editable=False)
    held_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    warned_for = models.DateField(null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("retention plan")
        verbose_name_plural = _("retention plans")

    def __str__(self) -> str:
        return str(self.form)

    @property
    def is_held(self) -> bool:
        """Whether nothing may be purged."""
        return bool(self.hold_reason)


class StrippedRecord(WorkspaceModel):
    """A record whose protected answers were taken out when it had so many edits; a later edit may bring them back."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="stripped")
    edits = models.PositiveIntegerField()
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.submission_id} {self.edits}"


class Export(WorkspaceModel):
    """A file that was made of a form's records: who took what out, to be found again by its id or its bytes.

    `public_id` stands in the file itself. `by` is the audit's label; `asked` says how it was asked for, `classes` how
    many columns of which class it has; neither holds answers. `sha256` is of the whole file, empty for one that was
    handed out while it was written.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="exports")
    by = models.CharField(max_length=80)
    at = models.DateTimeField(_("when"), default=now)
    format = models.CharField(_("format"), max_length=20)
    rows = models.PositiveBigIntegerField(_("rows"), default=0)
    classes = models.JSONField(default=dict)
    asked = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta(WorkspaceModel.Meta):
        ordering = ("-id",)
        verbose_name = _("export of records")
        verbose_name_plural = _("exports of records")

    def __str__(self) -> str:
        return str(self.public_id)
