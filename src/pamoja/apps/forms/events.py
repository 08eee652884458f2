"""What this app does when something happened."""

from pamoja.apps.forms.models import Submission
from pamoja.apps.forms.services.records import locate_submission
from pamoja.core.events.models import Event
from pamoja.core.events.services import consumer


@consumer("forms.locate", "submission.received", "submission.edited")
def locate(event: Event) -> None:
    """A new record learns in which place it was collected."""
    submission = Submission.objects.filter(public_id=event.object_id).first()
    if submission:
        locate_submission(submission)
