"""Questions whose answers may tell who somebody is: to be looked at before data is shared."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pamoja.engines.quality.model import Dataset, Flag, Question
from pamoja.engines.quality.registry import check, setting
from pamoja.engines.quality.words import gettext_noop
from pamoja.engines.text.fold import fold

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}\.[^@\s.]{2,}")
PHONE = re.compile(r"(?:\+|00)?\d(?:[ ()./-]{0,2}\d){7,14}")
DOCUMENT = re.compile(r"(?=[^\s]*\d{3})[A-Za-z0-9/.-]{6,20}")
# Words of a question's name or label, folded; each stands for itself, not within another.
NAMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("personal-email", re.compile(r"\b(e ?mail|courriel|correo)\b|البريد الالكتروني")),
    (
        "personal-phone",
        re.compile(r"\b(phone|telephone|mobile|cell ?phone|whatsapp|tel|telefono|telefone)\b|هاتف|موبايل"),
    ),
    (
        "personal-birth",
        re.compile(r"\b(birth ?(date|day)|date of birth|dob|naissance|nacimiento|nascimento)\b|الميلاد"),
    ),
    (
        "personal-id",
        re.compile(
            r"\b(passport|national id|id (number|no|card)|case number|ration card|proof of registration|progres"
            r"|passeport|carte d ?identite|cedula|bilhete de identidade)\b|رقم الهويه|جواز|البطاقه"
        ),
    ),
    (
        "personal-name",
        re.compile(
            r"\b(first|last|full|family|middle|given|respondent|enumerator|child|caregiver|mother|father|head)s? name"
            r"|\bname of (the )?(respondent|head|child|person|mother|father|enumerator)"
            r"|\b(surname|nickname|prenom|apellido|sobrenome|nom (complet|de famille)|nombre completo|nome completo)\b"
            r"|^name$|^nom$|اسم"
        ),
    ),
)


@dataclass(frozen=True)
class PersonalSettings:
    """Half the answers must look like it: a telephone number in one remark is found as free text anyway."""

    least_share: float = setting(0.5, gettext_noop("Recognise answers when this share looks so"))
    longest_word: float = setting(25.0, gettext_noop("Free text is longer than so many letters on average"))


@check("personal", gettext_noop("Personal data"), PersonalSettings, is_for_repeats=True)
def personal(data: Dataset, settings: PersonalSettings) -> Iterator[Flag]:
    """Questions that may hold names, telephone numbers, e-mail addresses, documents, positions or free text.

    Told by the type of the question, by the words of its name and label in five languages, and by its answers.
    """
    for question in data.questions:
        texts = [text for each in data.records if isinstance(text := each.answers.get(question.key), str)]
        code = likely_personal(question) or _by_answers(question, texts, settings)
        if code:
            yield Flag(code, "question", question=question.key, facts={"answers": len(texts)})


def likely_personal(question: Question) -> str:
    """The code of what a question may tell of a person, by its type and words alone; empty for none."""
    return _by_type(question) or _by_words(question)


def _by_type(question: Question) -> str:
    return {"point": "personal-position", "file": "personal-media"}.get(question.kind, "")


def _by_words(question: Question) -> str:
    if question.kind not in ("text", "number", "day", "moment"):
        return ""
    name = fold(re.sub(r"[_./-]", " ", question.key.rpartition("/")[2]))
    words = [name, *(fold(each) for each in question.words)]
    return next((code for code, pattern in NAMED if any(pattern.search(each) for each in words)), "")


def _by_answers(question: Question, texts: Sequence[str], settings: PersonalSettings) -> str:
    if question.kind != "text" or not texts or not question.is_asked:
        return ""
    for code, pattern in (("personal-email", EMAIL), ("personal-phone", PHONE), ("personal-id", DOCUMENT)):
        if sum(bool(pattern.fullmatch(each.strip())) for each in texts) >= settings.least_share * len(texts):
            return code
    is_long = sum(map(len, texts)) >= settings.longest_word * len(texts)
    return "personal-text" if is_long else ""
