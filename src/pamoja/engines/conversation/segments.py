"""Texts cut into messages that cost so many segments of SMS."""

from __future__ import annotations

from collections.abc import Iterable

from pamoja.engines.text.gsm7 import cost


def split(text: str, most_segments: int) -> tuple[str, ...]:
    """Cut into texts of so many segments, between lines: a choice is a line, and stays whole unless it alone is longer.

    0 segments means that length costs nothing: the text stays whole.
    """
    if most_segments <= 0 or cost(text).segments <= most_segments:
        return (text,)
    parts: list[str] = []
    for line in _lines(text, most_segments):
        joined = f"{parts[-1]}\n{line}" if parts else line
        if parts and cost(joined).segments <= most_segments:
            parts[-1] = joined
        else:
            parts.append(line)
    return tuple(parts)


def _lines(text: str, most_segments: int) -> Iterable[str]:
    for line in text.split("\n"):
        yield from _pieces(line, most_segments)


def _pieces(line: str, most_segments: int) -> Iterable[str]:
    """A line that fits, or a longer one cut between words, and in a word only where that is longer than a message."""
    while cost(line).segments > most_segments:
        end = _longest(line, most_segments)
        space = line.rfind(" ", 1, end + 1)
        cut = space if space > 0 else end
        yield line[:cut].rstrip()
        line = line[cut:].lstrip()
    yield line


def _longest(line: str, most_segments: int) -> int:
    """How many characters fit; found by halving, since a longer text never costs less."""
    low, high = 1, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if cost(line[:middle]).segments <= most_segments else (low, middle - 1)
    return low
