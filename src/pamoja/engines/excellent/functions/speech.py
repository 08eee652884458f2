"""Speech: texts for voices."""

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import TEXT, function
from pamoja.engines.excellent.values import Value


@function("read_chars", TEXT)
def read_chars(call: Call, text: str) -> Value:
    """The characters one by one, for a voice to read, in threes or fours where that comes out even.

    @(read_chars("4711")) → 4 7 1 1
    @(read_chars("+250788123123")) → 2 5 0 , 7 8 8 , 1 2 3 , 1 2 3
    @(read_chars("12345")) → 1 , 2 , 3 , 4 , 5
    """
    chars = text.lstrip("+")
    size = next((size for size in (3, 4) if len(chars) % size == 0), 1)
    return " , ".join(" ".join(chars[at : at + size]) for at in range(0, len(chars), size))
