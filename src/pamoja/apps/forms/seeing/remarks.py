"""What was odd about an answer, in plain words."""

from django.utils.translation import gettext_lazy as _

from pamoja.apps.forms.seeing.questions import NUMBERS, SHAPES, is_day
from pamoja.core.problems import Words
from pamoja.formats.xform import Field

WORDS: dict[str, Words] = {
    "bad_value": _("Kept as text because it does not fit the type of the question."),
    "unknown_element": _("The form has no such question; the answer is kept."),
    "repeated_element": _("Answered more than once; every answer is kept."),
    "text_in_group": _("Text that stood between the questions of a group."),
    "children_in_answer": _("There was more inside this answer than text; it is kept below."),
    "other_root": _("The submission's outermost element is not the one of the form."),
}
NOT_A_NUMBER = _("Kept as text because it is not a number.")
NOT_A_DAY = _("Kept as text because it is not a date.")
NOT_A_PLACE = _("Kept as text because it is not a position.")


def remark_words(code: str, field: Field | None) -> Words:
    """The words of a remark at a question; a code without words speaks for itself."""
    if code == "bad_value" and field is not None:
        return _unfitting(field)
    return WORDS.get(code, code)


def _unfitting(field: Field) -> Words:
    if field.type in NUMBERS:
        return NOT_A_NUMBER
    if is_day(field):
        return NOT_A_DAY
    return NOT_A_PLACE if field.type in SHAPES else WORDS["bad_value"]
