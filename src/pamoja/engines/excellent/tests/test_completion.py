"""What an editor is told of functions."""

from pamoja.engines.excellent.completion import describe_function, examples_of
from pamoja.engines.excellent.values import XFunction

DOCUMENTATION = """The text in capitals,
all of it.

An error where there is no text.

@(upper("a")) → A
@(upper("b\\nc")) → B\\nC
@(upper("")) →
"""


def test_a_function_is_told_by_its_documentation() -> None:
    told = describe_function(XFunction("upper", lambda call, args: None, "upper(text)", DOCUMENTATION))
    assert told == {
        "signature": "upper(text)",
        "summary": "The text in capitals, all of it.",
        "detail": "An error where there is no text.",
        "examples": [
            {"template": '@(upper("a"))', "output": "A"},
            {"template": '@(upper("b\\nc"))', "output": "B\nC"},
            {"template": '@(upper(""))', "output": ""},
        ],
    }


def test_prose_has_no_examples() -> None:
    assert list(examples_of("From @name → nothing.\nThis @(1) → is none either")) == []
