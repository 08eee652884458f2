"""Entities with all their versions, what made them, and changes that wait for an earlier one.

Lists hold a million entities: an entity carries its newest version itself, so that a page of a list, a device's file
and a look-up read one table.
"""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models.datasets import LIVE, Dataset
from pamoja.apps.forms.models.submissions import Submission, SubmissionVersion
from pamoja.core.accounts.models import Credential, User
from pamoja.core.clock import now
from pamoja.core.workspaces.models import Record, Workspace, WorkspaceModel

LABEL_START = 64


class _Made(WorkspaceModel):
    """A row made by a person or with a device, found by its entity or list and never by its workspace alone."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False)
    created_at = models.DateTimeField(default=now, editable=False)
    created_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )
    created_with = models.ForeignKey(
        Credential, on_delete=models.PROTECT, null=True, related_name="+", editable=False, db_index=False
    )

    class Meta(WorkspaceModel.Meta):
        abstract = True


class Entity(_Made, Record):
    """One thing or person that forms speak of again and again, as its newest version has it.

    `public_id` is the version 4 UUID that the device gave it, unique in the workspace. `updated_at` is empty until
    somebody changes something. `resolved_version` is the version at which conflicts were last resolved. `place` is
    what the list's property of a place names. `label_start` is what lists are sorted by: an index takes no long text.
    """

    class Conflict(models.TextChoices):
        """Whether versions clash and wait for a person."""

        NONE = "", _("None")
        SOFT = "soft", _("Changed at once, not the same property")
        HARD = "hard", _("One property got two values")

    public_id = models.UUIDField(default=uuid4, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="entities", db_index=False)
    label = models.TextField(_("label"))
    label_start = models.CharField(max_length=LABEL_START, editable=False)
    data = models.JSONField(default=dict)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    conflict = models.CharField(max_length=4, choices=Conflict.choices, blank=True, default="")
    resolved_version = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(null=True, editable=False)  # type: ignore[assignment]
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta(Record.Meta):
        ordering = ("-id",)
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        constraints = [models.UniqueConstraint(fields=["workspace", "public_id"], name="entity_once")]
        indexes = [
            # all that a page of a long list asks of the rows that it skips: SQLite reads `deleted_at` whatever the
            # condition says, and would fetch each row for it
            models.Index(fields=["dataset", "workspace", "id", "deleted_at"], condition=LIVE, name="entity_in_list"),
            models.Index(
                fields=["dataset", "workspace", "label_start", "id", "deleted_at"],
                condition=LIVE,
                name="entity_by_label",
            ),
            models.Index(fields=["dataset", "deleted_at"], condition=~LIVE, name="entity_deleted"),
            models.Index(fields=["dataset", "created_by", "created_with"], condition=LIVE, name="entity_by_maker"),
            models.Index(
                fields=["dataset", "workspace", "id"],
                condition=LIVE & ~models.Q(conflict=""),
                name="entity_in_conflict",
            ),
            models.Index(fields=["place"], condition=models.Q(place__isnull=False), name="entity_by_place"),
        ]

    def __str__(self) -> str:
        return self.label


class EntityWords(WorkspaceModel):
    """What an entity is found by: the folded words of its label and its values.

    The database keeps its own word index beside them (migration 0026): triggers feed an FTS5 table on SQLite, a
    generated column holds the vector on PostgreSQL. Whoever lets Django rebuild this table on SQLite must make the
    triggers again.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False)
    entity = models.OneToOneField(Entity, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()

    def __str__(self) -> str:
        return str(self.entity_id)


class EntitySource(WorkspaceModel):
    """What one or several versions were made of: a submission, or what a program sent.

    `cause` is the event that set it off ("submission.received"), `caused_at` when and `caused_by` by whom.
    `details` are what programs are told of it. `is_forced`: it waited for an earlier change that never came.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False)
    submission_version = models.ForeignKey(SubmissionVersion, on_delete=models.SET_NULL, null=True, related_name="+")
    cause = models.CharField(max_length=80, blank=True)
    caused_at = models.DateTimeField(null=True)
    caused_by = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)
    is_forced = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now, editable=False)

    def __str__(self) -> str:
        return self.cause or "api"


class EntityVersion(_Made):
    """What an entity was at one time; never changed. `received` is what was sent, `data` what came of it.

    `base_version` is the version that the change was based on, `branch_*` and `trunk_version` where it stands among
    a device's changes without a connection, `conflicting` the properties that got two values.
    """

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="versions", db_index=False)
    source = models.ForeignKey(EntitySource, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    label = models.TextField()
    data = models.JSONField(default=dict)
    received = models.JSONField(default=dict)
    base_version = models.PositiveIntegerField(null=True)
    trunk_version = models.PositiveIntegerField(null=True)
    branch_id = models.UUIDField(null=True)
    branch_base_version = models.PositiveIntegerField(null=True)
    conflicting = models.JSONField(null=True)
    was_create = models.BooleanField(default=False)
    user_agent = models.CharField(max_length=255, blank=True)

    class Meta(WorkspaceModel.Meta):
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["entity", "number"], name="entity_version_once")]

    def __str__(self) -> str:
        return f"{self.label} #{self.number}"


class HeldSubmission(WorkspaceModel):
    """A submission that changes an entity and waits for an earlier change of the same branch."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="held")
    submission_version = models.ForeignKey(SubmissionVersion, on_delete=models.CASCADE, related_name="+")
    entity_id = models.UUIDField()
    branch_id = models.UUIDField()
    branch_base_version = models.PositiveIntegerField()
    cause = models.CharField(max_length=80)
    caused_at = models.DateTimeField()
    caused_by = models.CharField(max_length=80)
    held_at = models.DateTimeField(default=now)

    class Meta(WorkspaceModel.Meta):
        ordering = ("branch_id", "branch_base_version")
        indexes = [
            models.Index(fields=["entity_id", "branch_base_version"], name="held_by_entity"),
            models.Index(fields=["branch_id", "branch_base_version"], name="held_by_branch"),
            models.Index(fields=["held_at"], name="held_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.branch_base_version}"


class EntityFault(WorkspaceModel):
    """Why a version of a submission made no entity: the protocol's number, and what its message is made of."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="entity_faults")
    submission_version = models.ForeignKey(SubmissionVersion, on_delete=models.CASCADE, related_name="+")
    refusal = models.CharField(max_length=10)
    details = models.JSONField(default=dict)
    happened_at = models.DateTimeField(default=now)

    class Meta(WorkspaceModel.Meta):
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.refusal


class PurgedEntity(WorkspaceModel):
    """The id of an entity that is gone for good: devices drop it, and nobody may use it again."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.SET_NULL, null=True, related_name="purged")
    entity_id = models.UUIDField()
    purged_at = models.DateTimeField(default=now)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["workspace", "entity_id"], name="purged_entity_once")]

    def __str__(self) -> str:
        return str(self.entity_id)
