"""What this app does when something happened."""

from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import Submission
from pamoja.apps.forms.services.records import locate_submission
from pamoja.core.events.models import Event
from pamoja.core.events.services import Happened, consumer
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
