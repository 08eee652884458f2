"""Submissions: the XML byte for byte, and the answers shredded once into rows.

These tables take every record of a country: a key has an index of its own only when rows are looked up by it and no
other index begins with it. Each one more costs a page of the disk for every record.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models.forms import Form, FormVersion
from pamoja.core.accounts.models import Credential, User
from pamoja.core.clock import now
from pamoja.core.files.models import StoredFile
from pamoja.core.workspaces.models import Record, Workspace, WorkspaceModel


class _Written(WorkspaceModel):
    """A row that is found by its form or record, never by its workspace alone."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False)

    class Meta(WorkspaceModel.Meta):
        abstract = True


class ReviewState(models.TextChoices):
    """What people have decided about a record; empty until somebody looked. The values are ODK Central's."""

    HAS_ISSUES = "hasIssues", _("Has issues")
    EDITED = "edited", _("Edited")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class Submission(_Written, Record):
    """One record that somebody collected, through all its edits; `instance_id` is its address for ever.

    `current` is the latest version. A draft's test submissions carry `is_test` and are kept apart.
    `place` is where its first point lies, set soon after it arrives, unless somebody said where (`is_placed`).
    `broken_rules`, set then too, are objects with `path` (as the form engine writes it), `kind` (required, constraint,
    relevance, choice, type) and the form's own `message`; `judged` is the number of the version that they are of.
    `sealed_file` names the file that holds the answers of an encrypted record; it is empty for others.
    """

    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="submissions", db_index=False)
    instance_id = models.CharField(max_length=255)
    instance_name = models.CharField(max_length=500, blank=True)
    is_test = models.BooleanField(default=False)
    device_id = models.CharField(_("device"), max_length=255, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_with = models.ForeignKey(
        Credential, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    received_at = models.DateTimeField(_("received"), default=now)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+")
    is_placed = models.BooleanField(default=False, editable=False)
    remarks = models.JSONField(default=list)
    broken_rules = models.JSONField(default=list, editable=False)
    broken_count = models.PositiveIntegerField(default=0, editable=False)
    judged = models.PositiveIntegerField(default=0, editable=False)
    edits = models.PositiveIntegerField(default=0)
    review_state = models.CharField(_("review"), max_length=10, choices=ReviewState.choices, blank=True)
    files_expected = models.PositiveIntegerField(default=0)
    files_present = models.PositiveIntegerField(default=0)
    sealed_file = models.CharField(max_length=255, blank=True)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta(Record.Meta):
        ordering = ("-id",)
        verbose_name = _("record of a form")
        verbose_name_plural = _("records of forms")
        constraints = [models.UniqueConstraint(fields=["form", "is_test", "instance_id"], name="submission_once")]
        indexes = [
            models.Index(fields=["form", "is_test", "received_at"], name="submission_by_time"),
            # few rows have it: a large form is counted by taking them off
            models.Index(fields=["form"], condition=models.Q(deleted_at__isnull=False), name="submission_deleted"),
        ]

    def __str__(self) -> str:
        return self.instance_name or self.instance_id

    def newest(self) -> "SubmissionVersion":
        """The version that says what the record says now, with that of its form."""
        found: SubmissionVersion = self.versions.select_related("form_version").latest("number")
        return found


class SubmissionVersion(_Written):
    """What a client sent, byte for byte: the first submission or an edit of it, each with its own instance id."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="versions", db_index=False)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    instance_id = models.CharField(max_length=255, db_index=True)
    deprecated_id = models.CharField(max_length=255, blank=True)
    number = models.PositiveIntegerField(default=1)
    xml = models.BinaryField()
    instance_name = models.CharField(max_length=500, blank=True)
    device_id = models.CharField(max_length=255, blank=True)
    user_agent = models.CharField(max_length=255, blank=True)
    sent_by = models.CharField(max_length=80)
    received_at = models.DateTimeField(default=now)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="submission_version_number")]

    def __str__(self) -> str:
        return f"{self.instance_id} #{self.number}"


class AnswerRow(_Written):
    """The answers of one record (table "Submissions") or of one repeat instance ("Submissions.household.member").

    `answers` maps a field's path to its typed value; blank answers are absent. `row_id` and `parent_id` are the ids
    that OData readers know; `position` is the zero-based place at each repeat level ("0.2").
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="rows", db_index=False)
    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="answer_rows", db_index=False)
    table = models.CharField(max_length=255)
    row_id = models.CharField(max_length=255)
    parent_id = models.CharField(max_length=255, blank=True)
    position = models.CharField(max_length=60, blank=True)
    answers = models.JSONField(default=dict)

    class Meta(WorkspaceModel.Meta):
        ordering = ("id",)
        indexes = [
            models.Index(fields=["form", "table", "id"], name="answers_by_table"),
            models.Index(fields=["submission", "table"], name="answers_by_submission"),
            # readers of a repeat name the row where their last page ended; records are found by their own id
            models.Index(fields=["row_id"], condition=~models.Q(parent_id=""), name="answers_by_row_id"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"


class SubmissionFile(_Written):
    """A file that the answers name, or that came along; `file` is empty until it arrives."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="files", db_index=False)
    name = models.CharField(max_length=255)
    is_expected = models.BooleanField(default=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["submission", "name"], name="submission_file_once")]

    def __str__(self) -> str:
        return self.name


class EarlierFile(_Written):
    """A file that a record had up to one of its versions (`number`), before another took its place or it was taken out.

    The file of version n is that of the row with the lowest number from n on; without such a row it is the present one.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="earlier_files", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["submission", "name", "number"], name="earlier_file_once")]

    def __str__(self) -> str:
        return f"{self.name} until {self.number}"


class SubmissionComment(_Written):
    """What somebody said about a record while it was reviewed; why it was edited, for the version of that `number`."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    body = models.TextField(_("comment"))
    number = models.PositiveIntegerField(null=True, editable=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=now)

    class Meta(WorkspaceModel.Meta):
        ordering = ("-id",)
        verbose_name = _("comment on a record")
        verbose_name_plural = _("comments on records")

    def __str__(self) -> str:
        return f"{self.submission_id} {self.written_at:%Y-%m-%d}"
