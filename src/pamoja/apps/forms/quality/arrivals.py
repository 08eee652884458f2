"""What is done to a record for its quality when it arrives."""

from pamoja.apps.forms.models import QualityPlan, Submission
from pamoja.apps.forms.quality.checking import check_record
from pamoja.apps.forms.quality.timings import read_timing
from pamoja.core.events.services import Write, do_nothing


def check_arrival(submission: Submission) -> Write:
    """Run the checks that judge a record by itself; returns what keeps what they found. Nothing is locked meanwhile.

    Its times are kept at once: the checks read them.
    """
    plans = QualityPlan.objects.select_related("form__published", "form__draft")
    plan = plans.filter(form=submission.form_id, is_on=True).first()
    if plan is None:
        return do_nothing
    read_timing(submission)
    return check_record(plan, submission)
