"""The lists of flags and of the cleaning log."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.models import CleaningLine, QualityFlag
from pamoja.apps.forms.quality.access import FLAG, LINE, Checked
from pamoja.apps.forms.quality.words import check_words, flag_words
from pamoja.core.lists import Column, Filter, ListSpec
from pamoja.core.problems import Words

CELLS = "forms/quality/cells"
STATES = (("open", _("Open")), ("decided", _("Decided")))
STANDING = (("standing", _("Standing")), ("withdrawn", _("Withdrawn")))
MOST_OPTIONS = 500
Choices = Callable[[], list[tuple[str, Any]]]


def flag_spec(checked: Checked) -> ListSpec:
    """The flags of a form."""
    return ListSpec(
        name="flags",
        kind=FLAG,
        columns=_flag_columns(checked),
        filters=(
            Filter("state", _("State"), STATES, apply=_in_state),
            Filter("check", _("Check"), _checks(checked), "check_name"),
            *(Filter(name, words, _distinct(checked, name)) for name, words in _groups(checked)),
            Filter("question", _("Question"), _questions(checked)),
            Filter("about", _("About"), QualityFlag.Subject.choices, "subject"),
        ),
        search=_searched(checked),
        order="-found",
        row_url=lambda flag: reverse("forms-quality:flag", args=[checked.form.pk, flag.pk]),
        empty_title=_("Nothing was flagged"),
        empty_text=_("Flags appear here when records come in or the checks are run."),
        empty_icon="circle-check",
    )


def _groups(checked: Checked) -> list[tuple[str, Words]]:
    """By what flags can be gathered: not by answers that the reader may not see."""
    groups = (("collector", _("Collector")), ("place", _("Place")))
    return [(name, words) for name, words in groups if name not in checked.hidden_groups]


def _searched(checked: Checked) -> tuple[str, ...]:
    names = () if checked.seen.hidden else ("submission__instance_name",)
    return ("value", "question", *(name for name, _words in _groups(checked)), "submission__instance_id", *names)


def _flag_columns(checked: Checked) -> tuple[Column, ...]:
    return (
        Column("about", _("About"), value=partial(subject_of, checked), is_link=True),
        Column("check", _("Check"), value=lambda flag: check_words(flag.check_name), sort="check_name"),
        Column("question", _("Question"), value=lambda flag: checked.label(flag.question), sort="question"),
        Column("words", _("What was found"), value=flag_words),
        Column("value", _("Answer"), sort="value", template=f"{CELLS}/text.html"),
        Column("proposed", _("Proposal"), sort="proposed", is_shown=False),
        *(Column(name, words, sort=name, is_shown=name == "collector") for name, words in _groups(checked)),
        Column("found", _("Found"), "found_at", "found_at"),
        Column("decision", _("Decision"), value=decision_of, template=f"{CELLS}/decision.html"),
    )


def subject_of(checked: Checked, flag: QualityFlag) -> str:
    """What a flag is about, by its name."""
    if flag.submission:
        return checked.seen.name(flag.submission.instance_name, flag.submission.instance_id)
    groups = [getattr(flag, name) for name, _words in _groups(checked)]
    return next(filter(None, groups), "") or flag.question.rpartition("/")[2] or str(flag.get_subject_display())


def decision_of(flag: QualityFlag) -> str:
    """What was decided, in words; nothing while the flag is open."""
    return str(flag.decision.get_change_display()) if flag.decision else ""


def log_spec(checked: Checked) -> ListSpec:
    """The cleaning log of a form; nobody finds or sorts by words that they may not read."""
    words = () if checked.seen.hidden else ("issue", "comment")
    return ListSpec(
        name="cleaning-log",
        kind=LINE,
        columns=(
            Column("record", _("Record"), partial(_record_of, checked), "submission__instance_id", is_link=True),
            Column("question", _("Question"), value=lambda line: checked.label(line.question), sort="question"),
            Column("issue", _("Issue"), value=checked.issue, sort="code"),
            Column("old_value", _("Old value"), sort="old_value", template=f"{CELLS}/text.html"),
            Column("new_value", _("New value"), sort="new_value", template=f"{CELLS}/text.html"),
            Column("change", _("Decision"), "get_change_display", "change"),
            Column("comment", _("Comment"), checked.comment, "comment" if words else "", is_shown=False),
            Column("by", _("By"), "created_by", "created_by__name"),
            Column("at", _("When"), "created_at", "created_at"),
            Column("state", _("State"), value=lambda line: line, template=f"{CELLS}/line.html"),
        ),
        filters=(
            Filter("state", _("State"), STANDING, apply=_is_standing),
            Filter("change", _("Decision"), CleaningLine.Change.choices),
        ),
        search=("question", "old_value", "new_value", "submission__instance_id", *words),
        row_url=lambda line: reverse("forms-seeing:record", args=[checked.form.pk, line.submission.public_id]),
        empty_title=_("Nothing was decided yet"),
        empty_text=_("Open a flag and say what becomes of it, or take in a log that was written elsewhere."),
        empty_icon="clipboard-list",
        exports=(),
    )


def _record_of(checked: Checked, line: CleaningLine) -> str:
    return checked.seen.name(line.submission.instance_name, line.submission.instance_id)


def _in_state(rows: Any, value: str) -> Any:
    return rows.filter(decision__isnull=value == "open")


def _is_standing(rows: Any, value: str) -> Any:
    return rows.filter(withdrawn_at__isnull=value == "standing")


def _checks(checked: Checked) -> Choices:
    names = checked.flags().order_by("check_name").values_list("check_name", flat=True).distinct()
    return lambda: [(name, check_words(name)) for name in names]


def _distinct(checked: Checked, column: str) -> Choices:
    values = checked.flags().exclude(**{column: ""}).order_by(column).values_list(column, flat=True).distinct()
    return lambda: [(value, value) for value in values[:MOST_OPTIONS]]


def _questions(checked: Checked) -> Choices:
    keys = checked.flags().exclude(question="").order_by("question").values_list("question", flat=True).distinct()
    return lambda: [(key, checked.label(key)) for key in keys[:MOST_OPTIONS]]
