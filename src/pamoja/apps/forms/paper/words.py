"""What stands on the paper besides the form's own words: when a question is asked, and where to go on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pamoja.engines.paper import (
    All,
    Any,
    Compared,
    Condition,
    Counted,
    Filled,
    Judged,
    Measured,
    OneOf,
    Question,
    Skip,
)

ISOLATED, TO_HERE = "\u2068", "\u2069"
"""Around words of the form, which may run the other way than ours (Unicode, UAX 9, isolates)."""
MOST_NAMED = 4
"""Choices that one sentence about going on names; more of them are told by what does not go on there."""
MEASURED = {
    "=": gettext_lazy("the answer to question %(number)s is %(value)s"),
    "!=": gettext_lazy("the answer to question %(number)s is not %(value)s"),
    "<": gettext_lazy("the answer to question %(number)s is less than %(value)s"),
    "<=": gettext_lazy("the answer to question %(number)s is at most %(value)s"),
    ">": gettext_lazy("the answer to question %(number)s is more than %(value)s"),
    ">=": gettext_lazy("the answer to question %(number)s is at least %(value)s"),
}
COUNTED = {
    "=": gettext_lazy("exactly %(value)s choices are marked in question %(number)s"),
    "!=": gettext_lazy("not exactly %(value)s choices are marked in question %(number)s"),
    "<": gettext_lazy("fewer than %(value)s choices are marked in question %(number)s"),
    "<=": gettext_lazy("at most %(value)s choices are marked in question %(number)s"),
    ">": gettext_lazy("more than %(value)s choices are marked in question %(number)s"),
    ">=": gettext_lazy("at least %(value)s choices are marked in question %(number)s"),
}


@dataclass(frozen=True)
class Words:
    """`numbers` are the questions of the paper by their path."""

    numbers: Mapping[str, int]

    def only_if(self, condition: Condition | None) -> str:
        """The sentence before a question, or nothing."""
        return "" if condition is None else _("Only if %(condition)s.") % {"condition": self.said(condition)}

    def said(self, condition: Condition, is_inside: bool = False) -> str:
        """The condition as a part of a sentence."""
        if isinstance(condition, All | Any):
            parts = [self.said(each, is_inside=True) for each in condition.parts]
            pattern = _("%(first)s and %(second)s") if isinstance(condition, All) else _("%(first)s or %(second)s")
            joined = _chain(pattern, parts)
            return f"({joined})" if is_inside else joined
        if isinstance(condition, Judged):
            return self._judged(condition)
        if isinstance(condition, OneOf):
            return self._one_of(condition)
        if isinstance(condition, Measured | Compared | Counted | Filled):
            return self._measured(condition)
        return ""

    def _judged(self, condition: Judged) -> str:
        if not condition.questions:
            return _("your instructions say so")
        return _("your instructions say so, from the answers to: %(numbers)s") % {
            "numbers": self.named(condition.questions)
        }

    def named(self, questions: Sequence[str]) -> str:
        """The numbers of questions, one behind the other."""
        return ", ".join(str(self.numbers[each]) for each in questions)

    def _one_of(self, condition: OneOf) -> str:
        facts = {"number": self.numbers[condition.question], "answers": listed([v.words for v in condition.values])}
        if condition.is_multiple:
            if condition.is_in:
                return _("%(answers)s is marked in question %(number)s") % facts
            return _("in question %(number)s this is not marked: %(answers)s") % facts
        if condition.is_in:
            return _("the answer to question %(number)s is %(answers)s") % facts
        return _("the answer to question %(number)s is not %(answers)s") % facts

    def _measured(self, condition: Measured | Compared | Counted | Filled) -> str:
        number = self.numbers[condition.question]
        if isinstance(condition, Filled):
            if condition.is_filled:
                return _("question %(number)s is answered") % {"number": number}
            return _("question %(number)s is not answered") % {"number": number}
        if isinstance(condition, Counted):
            return str(COUNTED[condition.operator]) % {"number": number, "value": condition.value}
        if isinstance(condition, Compared):
            other = _("the answer to question %(number)s") % {"number": self.numbers[condition.other]}
            return str(MEASURED[condition.operator]) % {"number": number, "value": other}
        return str(MEASURED[condition.operator]) % {"number": number, "value": condition.value}

    def counts(self, questions: Sequence[str], rows: int) -> str:
        """How many lines of a repeat are filled in."""
        if questions:
            said = _("Fill in as many as the answers to these questions say: %(numbers)s. Take another sheet for more.")
            return said % {"numbers": self.named(questions)}
        return ngettext(
            "There is room for %(count)s. Take another sheet for more.",
            "There is room for %(count)s. Take another sheet for more.",
            rows,
        ) % {"count": rows}


def listed(answers: Sequence[str]) -> str:
    """“Yes”, “Maybe” or “No”."""
    quoted = [_("“%(answer)s”") % {"answer": f"{ISOLATED}{each}{TO_HERE}"} for each in answers]
    if len(quoted) < 2:
        return "".join(quoted)
    return _("%(first)s or %(second)s") % {"first": _(", ").join(quoted[:-1]), "second": quoted[-1]}


def skips(question: Question) -> list[str]:
    """Where to go on after which choice, one sentence for each place."""
    places: dict[int | None, list[Skip]] = {}
    for each in question.skips:
        places.setdefault(each.number, []).append(each)
    return [_skip(question, number, found) for number, found in places.items()]


def _skip(question: Question, number: int | None, found: Sequence[Skip]) -> str:
    stay = [each.label for each in question.options if each.code not in {skip.code for skip in found}]
    target = _("go to question %(number)s") % {"number": number} if number else _("go to the end of the form")
    if not stay:
        return _("Then %(target)s.") % {"target": target}
    if len(found) > MOST_NAMED and len(stay) < len(found):
        return _("Unless the answer is %(answers)s, %(target)s.") % {"answers": listed(stay), "target": target}
    return _("If %(answers)s, %(target)s.") % {"answers": listed([each.label for each in found]), "target": target}


def limits(question: Question) -> str:
    """What the form takes as an answer: in its own words, else its least and greatest number."""
    if question.limits_words:
        return question.limits_words
    low, high = question.limits
    if low and high:
        return _("From %(low)s to %(high)s.") % {"low": low, "high": high}
    if high:
        return _("At most %(high)s.") % {"high": high}
    return _("At least %(low)s.") % {"low": low} if low else ""


def _chain(pattern: str, parts: Sequence[str]) -> str:
    joined = parts[0]
    for each in parts[1:]:
        joined = pattern % {"first": joined, "second": each}
    return joined
