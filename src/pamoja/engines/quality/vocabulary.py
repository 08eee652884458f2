"""Words by which forms in several languages say "other", "don't know" and "prefer not to answer"."""

import re
from collections.abc import Iterable

from pamoja.engines.quality.model import Option, Question
from pamoja.engines.text.fold import fold

OTHER = frozenset({"other", "others", "oth", "autre", "autres", "otro", "otra", "outro", "outra", "اخري", "اخر", "غير"})
# Codes that statistical offices reserve for answers that are none; a positive 99 may be an age.
NO_NUMBERS = frozenset({-1, -9, -77, -88, -97, -98, -99, -777, -888, -999, -9999, 999, 9999, 99999, 999999})
NO_CODES = frozenset(
    {
        *("dk", "dnk", "dkn", "dnw", "idk", "dontknow", "donotknow", "dontremember", "unknown", "nsp", "npd"),
        *("pnta", "pna", "rta", "noanswer", "refuse", "refused", "refusal", "decline", "declined"),
    }
)
NO_WORDS = re.compile(
    r"(do ?n ?t|do not|does not|doesn ?t) (know|remember)|prefer(s|red)? not|refus|declin|no (answer|response|opinion)"
    r"|not sure|unsure|ne (sait|sais) pas|ne se souvient pas|pas de reponse|sans reponse|prefere ne pas"
    r"|no sabe|no responde|prefiere no|nao sabe|nao respond|prefere nao"
    r"|لا (اعرف|اعلم|يعرف|تعرف|ادري|اتذكر)|(افضل|يفضل|تفضل|افضل) (عدم|الا|ان لا)|(ارفض|يرفض|رفض)"
)


def is_other(option: Option) -> bool:
    """Whether this choice stands for everything that is not in the list."""
    return any(_first(each) in OTHER for each in (option.value, *option.words))


def is_no_answer(option: Option) -> bool:
    """Whether this choice says that there is no answer."""
    code = fold(option.value.replace("_", " "))
    if code.replace(" ", "") in NO_CODES or _is_reserved(option.value):
        return True
    return any(NO_WORDS.match(each) for each in (code, *_folded(option.words)))


def no_answers(question: Question) -> frozenset[str]:
    """The codes of a question's choices that say that there is no answer."""
    return frozenset(each.value for each in question.options if is_no_answer(each))


def _first(text: str) -> str:
    return (fold(re.sub(r"[_/,(.:-]", " ", text)).split() or [""])[0]


def _folded(words: Iterable[str]) -> Iterable[str]:
    return (fold(each) for each in words)


def _is_reserved(code: str) -> bool:
    return bool(re.fullmatch(r"-?\d+", code)) and int(code) in NO_NUMBERS
