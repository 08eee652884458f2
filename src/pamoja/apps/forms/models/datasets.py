"""Lists of entities, their properties, and which forms write to them or read them.

Entities outlive the submission that made them: a household, a water point, a pupil, which later forms choose from
and change. ODK entities specification 2025.1.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models.collectors import CollectorProperty
from pamoja.apps.forms.models.forms import FormVersion, Project
from pamoja.core.workspaces.models import Record, WorkspaceModel

LIVE = Q(deleted_at__isnull=True)


class Dataset(Record):
    """A list of entities. A form's draft makes it; it is there for others once the form is published.

    `revision` counts everything that may change what a device would fetch, so that one number says whether it must.
    `is_own_only`: a collector gets the entities that they made. `place_property` holds the P-code of a place: who
    works in one place has the entities below it, a collector without a place none. Where `roles` are named, a
    collector without any of them gets nothing. All of these narrow what the rules give.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="datasets")
    name = models.CharField(_("name"), max_length=255)
    approval_required = models.BooleanField(_("new entities wait for approval"), default=False)
    is_own_only = models.BooleanField(_("collectors get only their own"), default=False)
    place_property = models.ForeignKey("DatasetProperty", on_delete=models.SET_NULL, null=True, related_name="+")
    roles = models.JSONField(default=list)
    revision = models.PositiveBigIntegerField(default=1, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta(Record.Meta):
        ordering = ("name",)
        verbose_name = _("list of entities")
        verbose_name_plural = _("lists of entities")
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], condition=LIVE, name="dataset_name_in_project")
        ]

    def __str__(self) -> str:
        return self.name


class DatasetProperty(WorkspaceModel):
    """One column of a list, there for others once it is published."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="properties", db_index=False)
    name = models.CharField(max_length=255)
    published_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta(WorkspaceModel.Meta):
        ordering = ("published_at", "id")
        constraints = [models.UniqueConstraint(fields=["dataset", "name"], condition=LIVE, name="property_in_dataset")]
        indexes = [models.Index(fields=["dataset"], name="property_by_dataset")]

    def __str__(self) -> str:
        return self.name


class DatasetSource(WorkspaceModel):
    """A form version that writes to a list: what it may do, and from which container of its answers."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="sources")
    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="writes", db_index=False)
    actions = models.JSONField()
    path = models.CharField(max_length=1000)
    is_repeat = models.BooleanField(default=False)

    class Meta(WorkspaceModel.Meta):
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["version", "dataset"], name="version_writes_dataset_once")]

    def __str__(self) -> str:
        return f"{self.version} {self.path}"


class PropertyField(WorkspaceModel):
    """The answer of a form version that is saved to a property; `position` is its place in the form."""

    property = models.ForeignKey(DatasetProperty, on_delete=models.CASCADE, related_name="fields")
    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="saves", db_index=False)
    path = models.CharField(max_length=1000)
    position = models.PositiveIntegerField()

    class Meta(WorkspaceModel.Meta):
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["version", "property"], name="version_saves_property_once")]

    def __str__(self) -> str:
        return self.path


class DatasetRule(WorkspaceModel):
    """A device gets the entities whose `property` is what the device has under `wanted`; one of the rules is enough."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="rules")
    property = models.ForeignKey(DatasetProperty, on_delete=models.CASCADE, related_name="+", db_index=False)
    wanted = models.ForeignKey(CollectorProperty, on_delete=models.CASCADE, related_name="+")

    class Meta(WorkspaceModel.Meta):
        ordering = ("property__name", "id")
        constraints = [models.UniqueConstraint(fields=["property", "wanted"], name="dataset_rule_once")]

    def __str__(self) -> str:
        return f"{self.property} = {self.wanted}"
