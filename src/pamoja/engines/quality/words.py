"""What flags say, by code; the facts of a flag fill the braces. They are translated where they are shown."""


def gettext_noop(words: str) -> str:
    """Marks words for translators."""
    return words


WORDS: dict[str, str] = {
    "too-short": gettext_noop("{minutes} minutes; half of all records took {median} or more"),
    "too-long": gettext_noop("{minutes} minutes; half of all records took {median} or less"),
    "under-limit": gettext_noop("{minutes} minutes, less than the {limit} that were set"),
    "over-limit": gettext_noop("{minutes} minutes, more than the {limit} that were set"),
    "rushed-questions": gettext_noop("{rushed} of {timed} questions were answered in less than half their usual time"),
    "value-low": gettext_noop("{value} is low: ordinary answers lie between {low} and {high}"),
    "value-high": gettext_noop("{value} is high: ordinary answers lie between {low} and {high}"),
    "value-low-here": gettext_noop("{value} is low for {group}: ordinary answers there lie between {low} and {high}"),
    "value-high-here": gettext_noop("{value} is high for {group}: ordinary answers there lie between {low} and {high}"),
    "duplicate": gettext_noop("All answers are those of record {other}"),
    "near-duplicate": gettext_noop("{alike} of 100 parts of the answers are those of record {other}"),
    "day-of-interview": gettext_noop("{value} is the day of the interview, where others answer an earlier day"),
    "day-ahead": gettext_noop("{value} lies after the day of the interview"),
    "day-long-ago": gettext_noop("{value} is longer ago than people live"),
    "many-without-answer": gettext_noop("{count} of {answered} answers are “don't know” or a refusal"),
    "many-left-out": gettext_noop("{count} of {usual} questions that nearly everybody answers are left out"),
    "rule-broken": gettext_noop("{rule}"),
    "other-written": gettext_noop("Another answer was written; see whether it is one of the choices"),
    "other-is-choice": gettext_noop("Another answer was written; it may be the choice “{choice}”"),
    "straight-line": gettext_noop("{count} questions in a row have the same answer"),
    "far-from-target": gettext_noop("{metres} metres from where it was to be collected"),
    "far-from-others": gettext_noop("{metres} metres from the middle of {place}, where half are within {median}"),
    "same-spot": gettext_noop("{count} records of one collector were taken within {metres} metres"),
    "collector-differs": gettext_noop("{count} records answer otherwise than those of other collectors: {detail}"),
    "collector-missing": gettext_noop("{share} of 100 answers are “don't know” or refusals; with others {rest}"),
    "collector-duration": gettext_noop("Half of the {count} records took under {minutes} minutes; with others {rest}"),
    "personal-name": gettext_noop("May hold names of people"),
    "personal-phone": gettext_noop("May hold telephone numbers"),
    "personal-email": gettext_noop("May hold e-mail addresses"),
    "personal-id": gettext_noop("May hold numbers of documents"),
    "personal-position": gettext_noop("Holds positions"),
    "personal-birth": gettext_noop("May hold days of birth"),
    "personal-media": gettext_noop("Holds pictures, sound or files"),
    "personal-text": gettext_noop("Holds free text, in which people may be named"),
    "behind-target": gettext_noop("{count} of {wanted} records"),
    "over-target": gettext_noop("{count} records, {over} more than the {wanted} of the sample"),
    "not-in-sample": gettext_noop("{count} records from a place that is not in the sample"),
}
