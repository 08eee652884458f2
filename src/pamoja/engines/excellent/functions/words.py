"""Words: runs of letters, digits, marks, _ and ', and single symbols (emoji); or what stands between delimiters."""

from decimal import Decimal

from pamoja.engines.environment.tokens import split_by
from pamoja.engines.environment.tokens import words as words_of
from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.functions.limits import checked
from pamoja.engines.excellent.registry import TEXT, WHOLE, Kind, function, optional
from pamoja.engines.excellent.values import Value, XError
from pamoja.engines.text.cases import trimmed

LAST = -1


def _not_negative(refusal: str) -> Kind:
    """A whole number that is refused before arguments after it are looked at."""

    def convert(call: Call, value: Value) -> int:
        number: int = WHOLE.convert(call, value)
        if number < 0:
            raise XError(refusal)
        return number

    return Kind(convert)


START = _not_negative("must start with a positive index")
INDEX = _not_negative("cannot use a negative index")


def _words(text: str, delimiters: str) -> list[str]:
    return split_by(text, delimiters) if delimiters else words_of(text)


@function("split", TEXT, optional(TEXT, ""))
def split(call: Call, text: str, delimiters: str) -> Value:
    """The words of the text, or what stands between the characters in `delimiters`; empty ones are left out.

    @(split("Amina and Ben")) → [Amina, and, Ben]
    @(split("rice, beans,,oil", ", ")) → [rice, beans, oil]
    @(split("Mary-Ann|Peter", "|")) → [Mary-Ann, Peter]
    """
    return checked(_words(text, delimiters))


@function("word", TEXT, WHOLE, optional(TEXT, ""))
def word(call: Call, text: str, index: int, delimiters: str) -> Value:
    """The word at `index`, the first being 0 and the last -1; `delimiters` as in `split`.

    @(word("Wanjiru, Amina", 1)) → Amina
    @(word("Wanjiru, Amina", -2)) → Wanjiru
    @(word("Mary-Ann|Peter", 0, "|")) → Mary-Ann
    @(word("Amina", 3)) → ERROR
    """
    words = _words(text, delimiters)
    if not -len(words) <= index < len(words):
        raise XError(f"index {index} is out of range for the number of words {len(words)}")
    return words[index]


@function("remove_first_word", TEXT)
def remove_first_word(call: Call, text: str) -> Value:
    """The text from its second word on.

    @(remove_first_word("JOIN our survey")) → our survey
    @(remove_first_word("JOIN")) →
    """
    words = words_of(text)
    if len(words) < 2:
        return ""
    rest = text[text.index(words[0]) + len(words[0]) :]
    return rest[rest.index(words[1]) :]


@function("word_count", TEXT, optional(TEXT, ""))
def word_count(call: Call, text: str, delimiters: str) -> Value:
    """How many words the text has; `delimiters` as in `split`.

    @(word_count("two clean wells")) → 3
    @(word_count("🐐🐄")) → 2
    @(word_count("")) → 0
    @(word_count("Mary-Ann|Peter", "|")) → 2
    """
    return Decimal(len(_words(text, delimiters)))


@function("word_slice", TEXT, START, optional(WHOLE, LAST), optional(TEXT, ""))
def word_slice(call: Call, text: str, start: int, end: int, delimiters: str) -> Value:
    """The words from `start` up to but not including `end`, with spaces between; an `end` below 1 is that of the text.

    @(word_slice("one, two, three, four", 1, 3)) → two three
    @(word_slice("one, two, three, four", 2)) → three four
    @(word_slice("Mary-Ann|Peter|Zoe", 1, -1, "|")) → Peter Zoe
    @(word_slice("one, two", 2, 5)) →
    """
    if 0 < end <= start:
        raise XError("must have a end which is greater than the start")
    return " ".join(_words(text, delimiters)[start : end if end > 0 else None])


@function("field", TEXT, INDEX, TEXT)
def field(call: Call, text: str, index: int, delimiter: str) -> Value:
    """The part at `index` (the first is 0) of a text that has `delimiter` between its parts. A run of spaces is one.

    @(field("Amina;4;Chongwe", 2, ";")) → Chongwe
    @(field("Amina;;Chongwe", 1, ";")) →
    @(field("12   30 7", 1, " ")) → 30
    @(field("Amina;4;Chongwe", "last", ";")) → ERROR
    """
    fields = text.split(delimiter) if delimiter else list(text)
    if delimiter == " ":
        fields = [each for each in fields if each]
    return trimmed(fields[index]) if index < len(fields) else ""
