"""What other pages of a form say of its quality."""

from pamoja.apps.forms.models import QualityFlag, Submission
from pamoja.apps.forms.quality.access import Checked
from pamoja.apps.forms.quality.words import check_words, flag_words
from pamoja.apps.forms.seeing.access import Seen
from pamoja.core.permissions import visible
from pamoja.core.problems import Words


def flags_of_record(seen: Seen, submission: Submission) -> list[tuple[QualityFlag, Words, str]]:
    """The flags that the actor may see, open ones first, each with its check and what it says."""
    rows = Checked(seen, None).flags().filter(submission=submission)
    found = sorted(rows, key=lambda flag: (flag.decision_id is not None, flag.check_name, flag.question))
    return [(flag, check_words(flag.check_name), flag_words(flag)) for flag in found]


def personal_questions(seen: Seen) -> list[str]:
    """The questions that may tell who somebody is, in words, as the last check found them. One query."""
    rows = QualityFlag.objects.filter(form=seen.form, check_name="personal")
    keys = set(visible(rows, seen.actor).values_list("question", flat=True))
    every = (each for table in seen.reading.tables.values() for each in table.every)
    return [seen.reading.head(each) for each in every if each.key in keys]
