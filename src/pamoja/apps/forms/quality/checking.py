"""Running a form's checks and keeping what they find."""

from collections.abc import Iterable
from functools import partial

from pamoja.apps.forms.models import QualityFlag, QualityPlan, Submission
from pamoja.apps.forms.quality.datasets import datasets_of, live_records
from pamoja.apps.forms.quality.flags import keep_flags
from pamoja.apps.forms.quality.plans import chosen_checks
from pamoja.core.clock import now
from pamoja.core.events.services import Write
from pamoja.engines.quality import CHECKS, Flag, run_checks
from pamoja.engines.quality.registry import Level
from pamoja.formats.xform.model import ROOT_TABLE

OF_ONE_RECORD = tuple(each.name for each in CHECKS.values() if each.level == "record")


def check_record(plan: QualityPlan, submission: Submission) -> Write:
    """Run the checks that judge a record by itself; returns what keeps their flags.

    An edit meanwhile is checked by its own event: what was found in the answers before is then not kept.
    """
    mine = live_records(plan.form).filter(pk=submission.pk)
    return partial(_keep, plan, submission, _found(plan, mine, ("record",)))


def _keep(plan: QualityPlan, submission: Submission, found: list[Flag]) -> None:
    before = QualityFlag.objects.filter(form=plan.form, submission=submission, check_name__in=OF_ONE_RECORD)
    if Submission.objects.filter(pk=submission.pk, edits=submission.edits).exists():
        keep_flags(plan.form, found, before)


def check_form(plan: QualityPlan) -> int:
    """Run all checks over all records; returns how many flags there are."""
    records, at = live_records(plan.form), now()
    count = keep_flags(
        plan.form, _found(plan, records, ("record", "dataset")), QualityFlag.objects.filter(form=plan.form)
    )
    QualityPlan.objects.filter(pk=plan.pk).update(checked_at=at, checked_records=records.count())
    return count


def _found(plan: QualityPlan, records: object, levels: Iterable[Level]) -> list[Flag]:
    chosen, flags = chosen_checks(plan), []
    for table, data in datasets_of(plan, records):  # type: ignore[arg-type]
        flags += run_checks(data, chosen, levels, is_repeat=table.name != ROOT_TABLE)
    return flags
