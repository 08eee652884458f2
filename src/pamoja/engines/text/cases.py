"""Lower, upper and title case letter by letter, and blanks trimmed off, exactly as Go has them.

Python lengthens some letters ("ß" is upper "SS") and looks at neighbours (the final sigma); here a text keeps its
length and each letter has one other. What flows compare must not depend on who compares.
"""

from functools import lru_cache

SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f"
SPACES += "\u205f\u3000"
"""White space of Unicode. Python would also trim the separators U+001C to U+001F."""
DOTTED_CAPITAL_I = "\u0130"


def trimmed(text: str) -> str:
    return text.strip(SPACES)


def lower(text: str) -> str:
    return text.lower() if text.isascii() else "".join(map(_lower, text))


def upper(text: str) -> str:
    return text.upper() if text.isascii() else "".join(map(_upper, text))


def title(text: str) -> str:
    """The first letter of each word in title case, the others as they are."""
    made, before = [], " "
    for letter in text:
        made.append(_title(letter) if _is_separator(before) else letter)
        before = letter
    return "".join(made)


@lru_cache(maxsize=20_000)
def _lower(letter: str) -> str:
    return "i" if letter == DOTTED_CAPITAL_I else letter.lower()


@lru_cache(maxsize=20_000)
def _upper(letter: str) -> str:
    """The capital; for some Greek letters the one that is also their title case."""
    return next((each for each in (letter.upper(), letter.title()) if len(each) == 1), letter)


@lru_cache(maxsize=20_000)
def _title(letter: str) -> str:
    return next((each for each in (letter.title(), letter.upper()) if len(each) == 1), letter)


@lru_cache(maxsize=20_000)
def _is_separator(letter: str) -> bool:
    """Marks and blanks part words in ASCII, elsewhere only blanks do."""
    if letter.isascii():
        return not (letter.isalnum() or letter == "_")
    return letter in SPACES
