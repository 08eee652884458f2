"""What people do to records while they review them: where a record lies, and one act on many records, with its undo."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models.forms import Form
from pamoja.apps.forms.models.submissions import Submission
from pamoja.core.accounts.models import User
from pamoja.core.clock import now
from pamoja.core.workspaces.models import Record, WorkspaceModel


class PlaceChange(WorkspaceModel):
    """Somebody said in which place a record lies; `is_by_point` where they left that to its first point again."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="place_changes")
    before = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+")
    after = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, related_name="+")
    was_placed = models.BooleanField(default=False)
    is_by_point = models.BooleanField(default=False)
    reason = models.TextField(_("reason"), blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta(WorkspaceModel.Meta):
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.submission_id} {self.made_at:%Y-%m-%d}"


class BulkAct(Record):
    """One act on many records of a form, as it was asked for; `settings` are those of what is done.

    The records are fixed when it begins (`BulkChange`). Once it is undone, nothing more of it is applied.
    """

    class What(models.TextChoices):
        """What is done to each record."""

        REVIEW = "review", _("Review")
        PLACE = "place", _("Place")
        ANSWERS = "answers", _("Answers")

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    settings = models.JSONField(default=dict)
    reason = models.TextField(_("reason"), blank=True)
    undone_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta(Record.Meta):
        ordering = ("-id",)
        verbose_name = _("act on many records")
        verbose_name_plural = _("acts on many records")

    def __str__(self) -> str:
        return f"{self.what} {self.public_id}"


class BulkChange(WorkspaceModel):
    """One record of an act: whether it is done, and what an undo has to know.

    `based_on` is the number of edits that the record had when it was chosen. `before` is what was there (a review
    state, else empty), `made` the number by which an undo knows that nobody has touched the record since: its
    version, its edits, or the key of its change of place. `why` says as a code what stood in the way.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Left as it was")
        UNDONE = "undone", _("Undone")
        KEPT = "kept", _("Not undone")

    act = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="changes", db_index=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=20, blank=True)
    based_on = models.PositiveIntegerField()
    before = models.CharField(max_length=10, blank=True)
    made = models.PositiveBigIntegerField(null=True)

    class Meta(WorkspaceModel.Meta):
        constraints = [models.UniqueConstraint(fields=["act", "submission"], name="record_in_act_once")]
        indexes = [models.Index(fields=["act", "state", "id"], name="changes_of_act")]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.state}"
