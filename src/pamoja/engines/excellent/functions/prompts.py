"""Prompts: questions to language models, which the environment knows by name."""

import re

from pamoja.engines.excellent.call import Call
from pamoja.engines.excellent.registry import ANY, TEXT, function, rest
from pamoja.engines.excellent.texts import render
from pamoja.engines.excellent.values import Value, XError

MOST_ARGUMENTS = 10
MISSING = "<no value>"
_PLACE = re.compile(r"{{\s*\.arg(\d+)\s*}}")


@function("prompt", TEXT, rest(ANY, most=MOST_ARGUMENTS))
def prompt(call: Call, name: str, *args: Value) -> Value:
    """The prompt of a name, with the arguments put into it.

    @(prompt("summary of the day")) → ERROR
    """
    template = call.env.prompts.get(name)
    if template is None:
        raise XError(f"unknown LLM prompt {name}")
    given = {str(number): render(each, call.budget) for number, each in enumerate(args, start=1)}
    return _PLACE.sub(lambda place: given.get(place[1], MISSING), template)
