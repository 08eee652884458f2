"""Making a dataset, which may take a while."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import RedactedDataset
from pamoja.apps.forms.redacting.services import make_version
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.registry import job
from pamoja.core.permissions import Actor


@job("forms.make_redacted", _("Making a dataset"))
def make_redacted(progress: Progress, actor: Actor, *, dataset: int) -> None:
    """A new version: whole, or not there."""
    found = RedactedDataset.objects.select_related("form").get(pk=dataset)
    make_version(actor, found)
    progress.finish(reverse("forms-redacted:detail", args=[found.public_id]))
