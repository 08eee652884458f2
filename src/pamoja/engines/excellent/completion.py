"""What an editor offers while somebody writes an expression: the functions, told by their own documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pamoja.engines.excellent.registry import FUNCTIONS
from pamoja.engines.excellent.values import XFunction

ERROR = "ERROR"
"""What an example gives that gives an error."""
_EXAMPLE = re.compile(r"^\s*(@.+?)\s+→(?: (.*))?$")


class Example(NamedTuple):
    """A template and its text."""

    template: str
    output: str


def examples_of(documentation: str) -> Iterator[Example]:
    """The lines `@(upper("a")) → A` of a text; `\\n` in the output stands for a new line."""
    for line in documentation.splitlines():
        if found := _EXAMPLE.match(line):
            yield Example(found[1], (found[2] or "").replace("\\n", "\n"))


def describe_function(function: XFunction) -> dict[str, object]:
    """A function in the form of the flow editor: signature, summary, detail and examples."""
    prose = [line for line in function.documentation.splitlines() if not _EXAMPLE.match(line)]
    summary, *detail = "\n".join(prose).strip().split("\n\n")
    return {
        "signature": function.signature,
        "summary": " ".join(summary.split()),
        "detail": "\n\n".join(detail).strip(),
        "examples": [example._asdict() for example in examples_of(function.documentation)],
    }


def functions_for_editor() -> list[dict[str, object]]:
    """All functions, by name."""
    return [describe_function(FUNCTIONS[name]) for name in sorted(FUNCTIONS)]
