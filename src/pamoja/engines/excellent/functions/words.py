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

    @(split("a b c")) → [a, b, c]
    @(split("a", " ")) → [a]
    @(split("abc..d", ".")) → [abc, d]
    @(split("a.b.c.", ".")) → [a, b, c]
    @(split("a|b,c  d", " .|,")) → [a, b, c, d]
    """
    return checked(_words(text, delimiters))


@function("word", TEXT, WHOLE, optional(TEXT, ""))
def word(call: Call, text: str, index: int, delimiters: str) -> Value:
    """The word at `index`, the first being 0 and the last -1; `delimiters` as in `split`.

    @(word("bee cat dog", 0)) → bee
    @(word("bee.cat,dog", 1)) → cat
    @(word("bee.cat,dog", -1)) → dog
    @(word("bee.*cat,dog", 1, ".*=|")) → cat,dog
    @(word("O'Grady O'Flaggerty", 1, " ")) → O'Flaggerty
    @(word("bee cat dog", 3)) → ERROR
    """
    words = _words(text, delimiters)
    if not -len(words) <= index < len(words):
        raise XError(f"index {index} is out of range for the number of words {len(words)}")
    return words[index]


@function("remove_first_word", TEXT)
def remove_first_word(call: Call, text: str) -> Value:
    """The text from its second word on.

    @(remove_first_word("foo bar")) → bar
    @(remove_first_word("Hi there. I'm a flow!")) → there. I'm a flow!
    """
    words = words_of(text)
    if len(words) < 2:
        return ""
    rest = text[text.index(words[0]) + len(words[0]) :]
    return rest[rest.index(words[1]) :]


@function("word_count", TEXT, optional(TEXT, ""))
def word_count(call: Call, text: str, delimiters: str) -> Value:
    """How many words the text has; `delimiters` as in `split`.

    @(word_count("foo bar")) → 2
    @(word_count(10)) → 1
    @(word_count("")) → 0
    @(word_count("😀😃😄😁")) → 4
    @(word_count("bee.*cat,dog", ".*=|")) → 2
    """
    return Decimal(len(_words(text, delimiters)))


@function("word_slice", TEXT, START, optional(WHOLE, LAST), optional(TEXT, ""))
def word_slice(call: Call, text: str, start: int, end: int, delimiters: str) -> Value:
    """The words from `start` up to but not including `end`, with spaces between; an `end` below 1 is that of the text.

    @(word_slice("bee cat dog", 0, 1)) → bee
    @(word_slice("bee cat dog", 0, 2)) → bee cat
    @(word_slice("bee cat dog", 1)) → cat dog
    @(word_slice("bee cat dog", 3, 10)) →
    @(word_slice("bee.*cat,dog", 1, -1, ".*=|,")) → cat dog
    """
    if 0 < end <= start:
        raise XError("must have a end which is greater than the start")
    return " ".join(_words(text, delimiters)[start : end if end > 0 else None])


@function("field", TEXT, INDEX, TEXT)
def field(call: Call, text: str, index: int, delimiter: str) -> Value:
    """The part at `index` (the first is 0) of a text that has `delimiter` between its parts. A run of spaces is one.

    @(field("a,b,c", 1, ",")) → b
    @(field("a,,b,c", 1, ",")) →
    @(field("a   b c", 1, " ")) → b
    @(field("a,b,c", "foo", ",")) → ERROR
    """
    fields = text.split(delimiter) if delimiter else list(text)
    if delimiter == " ":
        fields = [each for each in fields if each]
    return trimmed(fields[index]) if index < len(fields) else ""
