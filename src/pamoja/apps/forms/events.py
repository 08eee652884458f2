"""What this app does when something happened."""

from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.entities.pending import make_pending
from pamoja.apps.forms.entities.processing import EDITED, RECEIVED, RESUMED, REVIEWED, Cause, process_submission
from pamoja.apps.forms.models import Dataset, Submission, SubmissionVersion
from pamoja.apps.forms.quality.arrivals import check_arrival
from pamoja.apps.forms.quality.plans import is_checked
from pamoja.apps.forms.services.judging import judge_submission
from pamoja.apps.forms.services.records import locate_submission
from pamoja.core.events.models import Event
from pamoja.core.events.services import Happened, Write, consumer, do_nothing, looking_consumer
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import system_actor
from pamoja.core.workspaces.models import Workspace


def may_lie_elsewhere(_workspace: Workspace | None, happened: Happened) -> bool:
    """A new record of a form that asks for a point, or any edit: the version before may have asked for one."""
    return happened.name == "submission.edited" or bool(happened.data["has_point"])


@consumer(
    "forms.locate",
    "submission.received",
    "submission.edited",
    words=_("Find the place of a record"),
    wanted=may_lie_elsewhere,
)
def locate(event: Event) -> None:
    """A new record learns in which place it was collected."""
    submission = Submission.objects.filter(public_id=event.object_id).first()
    if submission:
        locate_submission(submission)


def has_rules_to_keep(_workspace: Workspace | None, happened: Happened) -> bool:
    """A form with rules that an answer could break, or any edit: the version before may have broken some."""
    return happened.name == EDITED or bool(happened.data["has_rules"])


@looking_consumer(
    "forms.judge",
    RECEIVED,
    EDITED,
    words=_("Judge a record by the rules of its form"),
    wanted=has_rules_to_keep,
)
def judge(event: Event) -> Write:
    """A record that breaks rules of its own form says so; it is kept as it came."""
    submission = Submission.objects.filter(public_id=event.object_id).first()
    return judge_submission(submission) if submission else do_nothing


def speaks_of_entities(_workspace: Workspace | None, happened: Happened) -> bool:
    """What comes in with a form that writes to no list, or as a test, is nothing for lists."""
    return bool(happened.data.get("has_entities", True)) and not happened.data.get("is_test", False)


@consumer(
    "forms.entities",
    RECEIVED,
    EDITED,
    REVIEWED,
    RESUMED,
    words=_("Make and change the entities that a record speaks of"),
    wanted=speaks_of_entities,
)
def make_entities(event: Event) -> None:
    """A record makes or changes the entities that it speaks of: when it comes, is edited, approved, or goes on."""
    submission = Submission.objects.filter(public_id=event.object_id).first()
    if submission is None:
        return
    sent = _sent(submission, event)
    by = event.data.get("by") or sent.sent_by
    process_submission(sent, Cause(event.name, event.at, by, event.data.get("state", "")))


@consumer(
    "forms.pending",
    "dataset.changed",
    words=_("Make the entities that waited for approval"),
    wanted=lambda _workspace, happened: bool(happened.data.get("converts")),
)
def begin_pending(event: Event) -> None:
    """A list that asks for approval no more takes the records that waited for it, as many as there are: a job does."""
    if dataset := Dataset.objects.filter(public_id=event.object_id).first():
        start_job(system_actor("entities", dataset.workspace), make_pending, dataset=dataset.pk, parent=event.pk)


def _sent(submission: Submission, event: Event) -> SubmissionVersion:
    """The version that an event speaks of, else the newest."""
    versions = submission.versions.select_related("form_version", "submission__form", "submission__workspace")
    named = {"pk": event.data.get("submission_version"), "number": event.data.get("number")}
    wanted = {key: value for key, value in named.items() if value}
    found: SubmissionVersion = versions.filter(**wanted).latest("number")
    return found


def is_of_a_checked_form(_workspace: Workspace | None, happened: Happened) -> bool:
    """A record that counts, of a form whose records are checked as they arrive."""
    return not happened.data["is_test"] and is_checked(happened.data["form"])


@looking_consumer(
    "forms.quality",
    "submission.received",
    "submission.edited",
    "submission.completed",
    words=_("Check the quality of a record"),
    wanted=is_of_a_checked_form,
)
def check_quality(event: Event) -> Write:
    """A record is judged by itself as it arrives."""
    submission = Submission.objects.filter(public_id=event.object_id, deleted_at__isnull=True).first()
    return check_arrival(submission) if submission else do_nothing
