"""Projects, forms, their versions and files, and uploads on their way to becoming a form."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models.keys import RecordKey
from pamoja.core.accounts.actors import new_key
from pamoja.core.accounts.models import Credential, User
from pamoja.core.clock import now
from pamoja.core.files.models import StoredFile
from pamoja.core.workspaces.models import Record, WorkspaceModel


class Project(Record):
    """A folder of forms within a workspace; its number is part of the address that collecting apps are given.

    With a `key` all its forms are encrypted for it, except those that bring a key of their own.
    """

    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    is_archived = models.BooleanField(default=False)
    key = models.ForeignKey(RecordKey, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta(Record.Meta):
        ordering = ("name",)
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def __str__(self) -> str:
        return self.name


class Form(Record):
    """One form: its id as clients know it, its state, and which version is published or in draft.

    `closing` still takes submissions but is offered to no new client; `closed` takes none. `is_webforms_enabled` is a
    wish that programs keep with the form and read again; here every form is filled in with the same page. `classes`
    say by a question's path how much its answers tell (`protecting.classes`), in every version; empty while nobody
    has decided.
    """

    class State(models.TextChoices):
        """Whether submissions are welcome."""

        OPEN = "open", _("Open")
        CLOSING = "closing", _("Closing")
        CLOSED = "closed", _("Closed")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="forms")
    xml_form_id = models.CharField(_("form id"), max_length=255)
    title = models.CharField(_("title"), max_length=255)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    published = models.ForeignKey("FormVersion", on_delete=models.PROTECT, null=True, related_name="+")
    draft = models.ForeignKey("FormVersion", on_delete=models.PROTECT, null=True, related_name="+")
    draft_token = models.CharField(max_length=64, default=new_key, unique=True, editable=False)
    collectors = models.ManyToManyField(Credential, related_name="+", blank=True)
    is_webforms_enabled = models.BooleanField(default=False, editable=False)
    classes = models.JSONField(default=dict, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta(Record.Meta):
        ordering = ("title",)
        verbose_name = _("form")
        verbose_name_plural = _("forms")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "xml_form_id"],
                condition=models.Q(deleted_at__isnull=True),
                name="form_id_in_project",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.xml_form_id


class FormVersion(WorkspaceModel):
    """One version of a form, never changed once published. The XML is kept as it came; `schema` is read from it.

    `name` is the title as the XML has it, empty when it has none; the hashes are of the XML. `key` is the one that the
    XML names, for which devices encrypt the records.
    """

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="versions")
    version = models.CharField(_("version"), max_length=255, blank=True)
    name = models.CharField(max_length=255, blank=True)
    xml = models.BinaryField()
    md5 = models.CharField(max_length=32)
    sha1 = models.CharField(max_length=40, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    schema = models.JSONField()
    source = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.ForeignKey(RecordKey, on_delete=models.PROTECT, null=True, related_name="versions", editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    publish_notes = models.TextField(blank=True)

    class Meta(WorkspaceModel.Meta):
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["form", "version"],
                condition=models.Q(published_at__isnull=False),
                name="form_version_published_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.version}"


class FormFile(WorkspaceModel):
    """A file that clients fetch with a form version (media, choice lists); `file` is empty until it is uploaded.

    `content_type` is what the program that sent it called it; `file` knows what it looks like.
    One that is linked to a list of entities is made of it whenever it is fetched; it has a list or a file, not both.
    """

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=20)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    dataset = models.ForeignKey("Dataset", on_delete=models.SET_NULL, null=True, related_name="files")
    md5 = models.CharField(max_length=32, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)

    class Meta(WorkspaceModel.Meta):
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="form_file_once")]

    def __str__(self) -> str:
        return self.name


class FormImport(Record):
    """A workbook on its way to becoming a draft: what the doctor found, what was repaired, how it ended.

    `findings` and `changes` are the doctor's, as JSON; the original is kept whatever happens.
    """

    class State(models.TextChoices):
        """Where the import is."""

        WAITING = "waiting", _("Waiting")
        REPAIRABLE = "repairable", _("Needs repairs")
        REFUSED = "refused", _("Refused")
        DONE = "done", _("Imported")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    original = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    repaired = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    findings = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    result = models.ForeignKey(FormVersion, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(Record.Meta):
        verbose_name = _("workbook of a form")
        verbose_name_plural = _("workbooks of forms")

    def __str__(self) -> str:
        return f"{self.original} {self.state}"
