"""One record's flags, for its page."""

from pamoja.apps.forms.models import QualityFlag, Submission
from pamoja.apps.forms.quality.words import check_words, flag_words
from pamoja.core.permissions import Actor, visible
from pamoja.core.problems import Words


def flags_of_record(actor: Actor, submission: Submission) -> list[tuple[QualityFlag, Words, str]]:
    """The flags that the actor may see, open ones first, each with its check and what it says. One query."""
    rows = visible(QualityFlag.objects.filter(submission=submission), actor).select_related("decision")
    found = sorted(rows, key=lambda flag: (flag.decision_id is not None, flag.check_name, flag.question))
    return [(flag, check_words(flag.check_name), flag_words(flag)) for flag in found]
