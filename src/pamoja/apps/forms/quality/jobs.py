"""Checking a whole form: when somebody asks for it, and every night where records came in."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import QualityPlan, Submission
from pamoja.apps.forms.quality.checking import check_form
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.registry import job
from pamoja.core.jobs.schedule import every
from pamoja.core.jobs.services import start_job
from pamoja.core.permissions import Actor, require, system_actor
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace


@job("forms.check_quality", _("Checking the records"))
def check_quality(progress: Progress, actor: Actor, *, plan: int) -> None:
    """Run all checks of a form; what an earlier run has found is found again."""
    row = QualityPlan.objects.select_related("form__published", "form__draft").get(pk=plan)
    require(actor, "check", row)
    check_form(row)
    progress.finish(reverse("forms-quality:board", args=[row.form_id]))


@every(days=1, name="forms.check_quality")
def check_nightly() -> int:
    """Start a check of every form to which records came, or changed, since the last one; returns how many."""
    count = 0
    for workspace in Workspace.objects.all():
        with workspace_active(workspace):
            for plan in _behind():
                start_job(system_actor("quality", workspace), check_quality, plan=plan.pk)
                count += 1
    return count


def _behind() -> list[QualityPlan]:
    changed = Submission.objects.filter(form=OuterRef("form"), is_test=False).filter(
        Q(updated_at__gt=OuterRef("checked_at")) | Q(received_at__gt=OuterRef("checked_at"))
    )
    live = QualityPlan.objects.filter(is_on=True, form__deleted_at__isnull=True)
    return list(live.filter(Exists(changed) | Q(checked_at__isnull=True)))
