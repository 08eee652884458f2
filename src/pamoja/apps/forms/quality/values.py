"""New answers as people write them, proven to fit their question."""

from typing import Any

from django.utils.translation import gettext as _

from pamoja.apps.forms.problems import VALUE_UNFIT
from pamoja.apps.forms.seeing.questions import Question, is_select
from pamoja.core.problems import Problem
from pamoja.formats.xform.values import CONVERTERS


def typed(question: Question, text: str) -> Any:
    """The answer that a text is, as a record keeps it; None for nothing. Raises VALUE_UNFIT."""
    text = text.strip()
    if not text:
        return None
    value: Any = text.split() if question.is_multiple else _converted(question, text)
    codes = {each.value for each in question.choices}
    taken = set(value) if question.is_multiple else {value}
    if is_select(question) and codes and not taken <= codes:
        raise Problem(VALUE_UNFIT, _("“%(value)s” is none of the choices.") % {"value": text[:80]})
    return value


def _converted(question: Question, text: str) -> Any:
    try:
        return CONVERTERS.get(question.type, str)(text)
    except ValueError:
        words = _("“%(value)s” does not fit a question of the type %(type)s.")
        raise Problem(VALUE_UNFIT, words % {"value": text[:80], "type": question.type}) from None
