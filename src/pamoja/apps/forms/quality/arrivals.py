"""What is done to a record for its quality when it arrives."""

from pamoja.apps.forms.models import QualityPlan, Submission
from pamoja.apps.forms.quality.checking import check_record
from pamoja.apps.forms.quality.timings import read_timing


def check_arrival(submission: Submission) -> None:
    """Read its times, then run the checks that judge it by itself."""
    plans = QualityPlan.objects.select_related("form__published", "form__draft")
    plan = plans.filter(form=submission.form_id, is_on=True).first()
    if plan:
        read_timing(submission)
        check_record(plan, submission)
