"""Data quality of a form: how it is checked, what the checks flagged, and what people decided (the cleaning log).

Raw answers are never changed. A line of the log says what an answer should be; the clean data are the raw answers with
the lines that stand, and withdrawing a line undoes it (docs/decisions/0012).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models.forms import Form
from pamoja.apps.forms.models.submissions import Submission
from pamoja.core.accounts.models import User
from pamoja.core.clock import now
from pamoja.core.workspaces.models import Record, WorkspaceModel


class QualityPlan(Record):
    """How one form is checked. A form without one is not.

    `checks` holds by name whether a check is on and settings other than its defaults; `rules` are objects with `name`,
    `words` and `expression`; `targets` (the sample frame) with `place`, `wanted`, `latitude`, `longitude`. The paths
    are of the questions that name collector and place; when empty, the sender and the place of the record's point do.
    """

    form = models.OneToOneField(Form, on_delete=models.CASCADE, related_name="quality")
    is_on = models.BooleanField(_("checked"), default=True)
    collector_path = models.CharField(_("question that names the collector"), max_length=500, blank=True)
    place_path = models.CharField(_("question that names the place"), max_length=500, blank=True)
    checks = models.JSONField(_("checks"), default=dict)
    rules = models.JSONField(_("rules"), default=list)
    targets = models.JSONField(_("sample frame"), default=list)
    checked_at = models.DateTimeField(null=True, editable=False)
    checked_records = models.PositiveIntegerField(default=0, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("quality plan")
        verbose_name_plural = _("quality plans")

    def __str__(self) -> str:
        return str(self.form)


class CleaningLine(Record):
    """One decision of the cleaning log: what happens to an answer, or to a whole record.

    `row` is the `row_id` of a repeat's instance, empty for the record itself; `old_value` is the raw answer on which
    it was decided: while the answer is another one, the line has no effect. Lines of one act share a `batch`.
    What was wrong is the `code` of a check's finding with its `facts`, or the words of an `issue` written elsewhere.
    """

    class Change(models.TextChoices):
        """What happens; the values are those of the cleaning logs that REACH and others exchange."""

        CHANGE = "change_response", _("Change the answer")
        BLANK = "blank_response", _("Blank the answer")
        REMOVE = "remove_survey", _("Leave the record out")
        KEEP = "no_action", _("Keep it")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="cleaning")
    row = models.CharField(max_length=255, blank=True)
    question = models.CharField(_("question"), max_length=500, blank=True)
    issue = models.CharField(_("issue"), max_length=500, blank=True)
    code = models.CharField(max_length=40, blank=True, editable=False)
    facts = models.JSONField(default=dict, editable=False)
    old_value = models.TextField(_("old value"), blank=True)
    new_value = models.TextField(_("new value"), blank=True)
    change = models.CharField(_("decision"), max_length=20, choices=Change.choices)
    comment = models.TextField(_("comment"), blank=True)
    batch = models.UUIDField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    class Meta(Record.Meta):
        ordering = ("-id",)
        verbose_name = _("line of a cleaning log")
        verbose_name_plural = _("lines of cleaning logs")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "row", "question"],
                condition=models.Q(withdrawn_at__isnull=True) & ~models.Q(change="no_action"),
                name="cleaning_decided_once",
            )
        ]
        indexes = [models.Index(fields=["batch"], name="cleaning_by_batch", condition=models.Q(batch__isnull=False))]

    def __str__(self) -> str:
        return f"{self.question} {self.change}"


class QualityFlag(WorkspaceModel):
    """Something that a check found. `key` tells it from others of its form, so that a new run knows it again.

    What is about a collector, a place or a question has no submission. `decision` is the line that settled it.
    """

    class Subject(models.TextChoices):
        """What it is about."""

        RECORD = "record", _("Record")
        COLLECTOR = "collector", _("Collector")
        PLACE = "place", _("Place")
        QUESTION = "question", _("Question")

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="+", db_index=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, null=True, related_name="flags")
    key = models.CharField(max_length=64, editable=False)
    check_name = models.CharField(_("check"), max_length=40)
    code = models.CharField(max_length=40)
    subject = models.CharField(_("about"), max_length=10, choices=Subject.choices)
    row = models.CharField(max_length=255, blank=True)
    question = models.CharField(_("question"), max_length=500, blank=True)
    collector = models.CharField(_("collector"), max_length=255, blank=True)
    place = models.CharField(_("place"), max_length=255, blank=True)
    value = models.TextField(_("answer"), blank=True)
    proposed = models.CharField(_("proposal"), max_length=255, blank=True)
    facts = models.JSONField(default=dict)
    found_at = models.DateTimeField(_("found"), default=now)
    decision = models.ForeignKey(CleaningLine, on_delete=models.SET_NULL, null=True, related_name="flags")

    class Meta(WorkspaceModel.Meta):
        ordering = ("-id",)
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="flag_once")]
        indexes = [models.Index(fields=["form", "check_name", "id"], name="flag_by_check")]

    def __str__(self) -> str:
        return f"{self.check_name} {self.code}"


class InterviewTiming(WorkspaceModel):
    """What a record's audit log says of time, read once when it came: seconds at work, and by question."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="timing")
    active_s = models.FloatField()
    seconds = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.active_s} s"
