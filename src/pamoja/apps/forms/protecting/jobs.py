"""Purging what is due: looked for every day, warned of before."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import RetentionPlan
from pamoja.apps.forms.protecting.purging import purge_records, purge_sheets
from pamoja.apps.forms.protecting.retention import due_records, due_sheets, next_purge, warned_until
from pamoja.apps.forms.protecting.stripping import strip_records
from pamoja.core.accounts.actors import person
from pamoja.core.accounts.models import User
from pamoja.core.clock import now
from pamoja.core.jobs.models import Progress
from pamoja.core.jobs.registry import job
from pamoja.core.jobs.schedule import every
from pamoja.core.jobs.services import start_job
from pamoja.core.notifications.services import notify
from pamoja.core.notifications.words import register
from pamoja.core.permissions import Actor, may, require, system_actor
from pamoja.core.workspaces.context import workspace_active
from pamoja.core.workspaces.models import Workspace

WARNINGS = {
    RetentionPlan.What.RECORDS: register(
        "records-will-go", _("%(records)d records are kept long enough and go for good in %(days)d days.")
    ),
    RetentionPlan.What.ANSWERS: register(
        "answers-will-go",
        _("The protected answers of %(records)d records are kept long enough and go for good in %(days)d days."),
    ),
}


@job("forms.purge_records", _("Removing records that are kept long enough"))
def purge_due(progress: Progress, actor: Actor, *, plan: int) -> None:
    """Purge what is due now; what an earlier run has purged is gone, and a hold that was begun since stops it."""
    row = RetentionPlan.objects.select_related("form__workspace").get(pk=plan)
    require(actor, "change", row)
    due = due_records(row, now())
    progress.expect(due.count())
    purge = strip_records if row.what == RetentionPlan.What.ANSWERS else purge_records
    purge(actor, row.form, due, row.has_entities, progress.advance)
    purge_sheets(actor, row.form, due_sheets(row, now()))
    progress.finish(reverse("forms-protecting:retention", args=[row.form_id]))


@every(days=1, name="forms.keep_no_longer")
def keep_no_longer() -> int:
    """Warn of what will be due, and start to purge what is; returns how many purges were started."""
    count = 0
    for workspace in Workspace.objects.all():
        with workspace_active(workspace):
            for plan in RetentionPlan.objects.filter(is_on=True, hold_reason="").select_related("form__workspace"):
                warn(plan)
                if due_records(plan, now()).exists() or due_sheets(plan, now()).exists():
                    start_job(system_actor("retention", workspace), purge_due, plan=plan.pk)
                    count += 1
    return count


def warn(plan: RetentionPlan) -> int:
    """Tell everybody who may change the plan, once for each day on which records go; returns how many were told."""
    at = next_purge(plan)
    count = due_records(plan, warned_until(plan)).count()
    if at is None or not count or plan.warned_for == at.date():
        return 0
    told = [user for user in _managers(plan) if _told(user, plan, count, max(0, (at - now()).days))]
    RetentionPlan.objects.filter(pk=plan.pk).update(warned_for=at.date())
    return len(told)


def _managers(plan: RetentionPlan) -> list[User]:
    users = User.objects.filter(grants__workspace=plan.workspace, is_active=True).distinct()
    return [user for user in users if may(person(user, plan.workspace), "change", plan)]


def _told(user: User, plan: RetentionPlan, records: int, days: int) -> bool:
    url = reverse("forms-protecting:retention", args=[plan.form_id])
    notify(user, WARNINGS[RetentionPlan.What(plan.what)], url, plan.workspace, records=records, days=days)
    return True
