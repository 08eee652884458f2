"""Sheets of paper that are keyed in twice, and compared."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models.forms import Form, FormVersion
from pamoja.apps.forms.models.submissions import Submission
from pamoja.core.accounts.models import User
from pamoja.core.clock import now
from pamoja.core.crypto.fields import EncryptedJSONField
from pamoja.core.ids import uuid7
from pamoja.core.workspaces.models import WorkspaceModel

LONGEST_NUMBER = 50


class PaperBatch(WorkspaceModel):
    """A pile of sheets of one version of a form; `rows` is how many lines were printed for each repeat."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="+")
    form_version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    rows = models.PositiveSmallIntegerField(default=5)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta(WorkspaceModel.Meta):
        ordering = ("-id",)
        verbose_name = _("batch of sheets")
        verbose_name_plural = _("batches of sheets")

    def __str__(self) -> str:
        return self.name


class PaperSheet(WorkspaceModel):
    """One sheet, by the number that is written on it.

    OPEN is one that somebody began and left. AGREED waits to be handed in: both entries are the same, or what differed
    is settled.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits to be keyed")
        FIRST = "first", _("is keyed the first time")
        WAITING = "waiting", _("waits for a second person")
        SECOND = "second", _("is keyed the second time")
        DIFFERS = "differs", _("differs, to be settled")
        AGREED = "agreed", _("to be handed in")
        DONE = "done", _("handed in")

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="sheets")
    number = models.CharField(_("sheet number"), max_length=LONGEST_NUMBER)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    submission = models.ForeignKey(Submission, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta(WorkspaceModel.Meta):
        ordering = ("-id",)
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="paper_sheet_once")]

    def __str__(self) -> str:
        return self.number


class PaperEntry(WorkspaceModel):
    """What one person keyed from a sheet, theirs alone until both are done; turn 3 is what was settled.

    ASIDE is what somebody began and left for long: its turn is free for others, and it is theirs to go on with.

    `answers` are answers by path (repeats with their position) as the form keeps them, or as they are written where
    they cannot be read; `kept` the paths that stand on the paper although the form does not take them. Both are
    forgotten when the record is handed in. Of `compared` answers, `agreed` were the other person's too, and `right`
    were handed in.
    """

    ASIDE, FIRST, SECOND, SETTLED = 0, 1, 2, 3
    KEYED = (FIRST, SECOND)

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    sheet = models.ForeignKey(PaperSheet, on_delete=models.CASCADE, related_name="entries")
    turn = models.PositiveSmallIntegerField()
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answers = EncryptedJSONField(default=dict)
    kept = EncryptedJSONField(default=list)
    begun_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    compared = models.PositiveIntegerField(null=True)
    agreed = models.PositiveIntegerField(null=True)
    right = models.PositiveIntegerField(null=True)

    class Meta(WorkspaceModel.Meta):
        ordering = ("turn",)
        constraints = [
            models.UniqueConstraint(fields=["sheet", "turn"], condition=Q(turn__gt=0), name="paper_entry_once"),
            # whatever a service forgets: nobody keys a sheet twice
            models.UniqueConstraint(fields=["sheet", "person"], condition=Q(turn__lt=3), name="paper_entry_by_two"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
