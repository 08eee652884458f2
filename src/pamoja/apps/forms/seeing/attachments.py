"""Files that came with records, as pages show them."""

from django.urls import reverse

from pamoja.apps.forms.models import Submission, SubmissionFile
from pamoja.apps.forms.seeing.shown import Attached


def attachments_of(submission: Submission) -> dict[str, Attached]:
    """The files of a record by the name that its answers give them; prefetch `files` for many records."""
    return {each.name: shown_file(each) for each in submission.files.all()}


def attached(submission: Submission, name: object) -> Attached | None:
    """One file of a record, also when it has not arrived."""
    if not isinstance(name, str) or not name:
        return None
    return attachments_of(submission).get(name, Attached(name))


def shown_file(each: SubmissionFile) -> Attached:
    """A file with its address."""
    if each.file is None:
        return Attached(each.name)
    return Attached(each.name, reverse("file", args=[each.file.public_id]), each.file.content_type)
