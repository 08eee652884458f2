"""The page of the reference about expressions: its functions and router tests, told by their own documentation."""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import groupby
from pathlib import Path

import pamoja.engines.excellent.functions  # noqa: F401 (registers them)
from pamoja.engines.excellent.completion import describe_function
from pamoja.engines.excellent.registry import FUNCTIONS
from pamoja.engines.excellent.values import XFunction
from pamoja.engines.flows.cases import TESTS

EXCELLENT = Path("docs/reference/excellent.md")
STARTS = "## Functions\n"
TESTS_HEADING = "## Router tests"
ABOUT_TESTS = """\
A case of a switch router names one of these, and gives it what the case is compared with; the first argument is the
operand of the router. Each can be called in an expression too. What it answers is true or false, with `match` for what
was found."""
FAMILY = re.compile(r"[^.:,]+")


def with_functions(text: str) -> str:
    """The document with all functions as they are now, in place of whatever stood below their heading."""
    ours = {name: each for name, each in FUNCTIONS.items() if name not in TESTS}
    parts = [text.partition(STARTS)[0] + STARTS, *_families(ours), TESTS_HEADING, ABOUT_TESTS, *_families(TESTS)]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _families(told: Mapping[str, XFunction]) -> Iterator[str]:
    """Functions that stand in one module, under what its documentation begins with."""
    ordered = sorted(told.values(), key=lambda each: (_family(each), each.name))
    for family, members in groupby(ordered, _family):
        yield f"### {family}"
        yield from map(_paragraph, members)


def _family(function: XFunction) -> str:
    found = FAMILY.match(import_module(function.module).__doc__ or "")
    return found[0].replace("\n", " ") if found else function.module


def _paragraph(function: XFunction) -> str:
    """Signature, what it does, and examples."""
    examples = [line for line in function.documentation.splitlines() if line.startswith("@")]
    told = describe_function(function)
    shown = ["```text", *examples, "```"] if examples else []
    return "\n\n".join(
        part
        for part in (f"#### `{function.signature}`", str(told["summary"]), str(told["detail"]), "\n".join(shown))
        if part
    )
