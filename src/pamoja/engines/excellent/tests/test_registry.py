"""Functions with checked arguments."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from pamoja.engines.environment import Environment
from pamoja.engines.excellent.call import Budget, Call
from pamoja.engines.excellent.registry import ANY, ARRAY, FUNCTION, FUNCTIONS, NUMBER, TEXT, function, optional, rest
from pamoja.engines.excellent.values import Value, XError, XFunction, too_complex


@pytest.fixture(autouse=True)
def own_functions(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    kept = dict(FUNCTIONS)
    FUNCTIONS.clear()
    yield
    FUNCTIONS.clear()
    FUNCTIONS.update(kept)


def run(name: str, *args: Value, budget: int = 1000) -> Value:
    return FUNCTIONS[name](Call(Environment(), budget=Budget(budget)), args)


def test_a_body_gets_converted_arguments() -> None:
    @function("tell", TEXT, NUMBER)
    def tell(call: Call, text: str, number: Decimal) -> Value:
        """Both.

        @(tell(1, "2")) → 1 3
        """
        return f"{text} {number + 1}"

    assert run("tell", Decimal(1), "2") == "1 3"
    assert run("tell", "a") == XError("error calling tell(...): need 2 argument(s), got 1")
    assert run("tell", "a", "b") == XError('error calling tell(...): unable to convert "b" to a number')
    assert run("tell", XError("no"), "b") == XError("error calling tell(...): no")
    assert FUNCTIONS["tell"].signature == "tell(text, number)"
    assert FUNCTIONS["tell"].documentation.startswith("Both.")


def test_arguments_may_be_left_out_or_many() -> None:
    @function("word", TEXT, NUMBER, optional(TEXT, " "))
    def word(call: Call, text: str, index: Decimal, delimiters: str) -> Value:
        return f"{text}{index}{delimiters}."

    @function("prompt", TEXT, rest(ANY, most=2))
    def prompt(call: Call, text: str, *values: Value) -> Value:
        return [text, *values]

    @function("and", rest(ANY, 1))
    def and_(call: Call, *values: Value) -> Value:
        return list(values)

    assert run("word", "a", "1") == "a1 ."
    assert run("word", "a", "1", None) == "a1."
    assert run("word", "a") == XError("error calling word(...): need 2 to 3 argument(s), got 1")
    assert run("prompt", "a", None) == ["a", None]
    assert run("prompt", "a", "b", "c", "d") == XError("error calling prompt(...): need 1 to 3 argument(s), got 4")
    assert run("and") == XError("error calling and(...): need at least 1 argument(s), got 0")
    assert run("and", XError("no")) == [XError("no")]
    signatures = {name: each.signature for name, each in FUNCTIONS.items()}
    assert signatures == {
        "word": "word(text, index [,delimiters])",
        "prompt": "prompt(text, values...)",
        "and": "and(values...)",
    }


def test_functions_are_called_with_functions_and_errors_name_both() -> None:
    @function("foreach", ARRAY, FUNCTION, rest(ANY))
    def foreach(call: Call, items: list[Value], do: XFunction, *others: Value) -> Value:
        for item in items:
            if isinstance(made := do(call, [item, *others]), XError):
                raise made
        return None

    @function("fail", ANY)
    def fail(call: Call, value: Value) -> Value:
        raise XError("no")

    failed = run("foreach", ["a"], FUNCTIONS["fail"])
    assert failed == XError("error calling foreach(...): error calling fail(...): no")
    assert isinstance(failed, XError)
    assert failed.__traceback__ is None
    assert run("foreach", [], "x") == XError('error calling foreach(...): "x" is not a function')


def test_a_budget_that_is_used_up_ends_it_all() -> None:
    @function("big", rest(ANY))
    def big(call: Call, *values: Value) -> Value:
        return "é" * 10

    assert run("big", budget=20) == "é" * 10
    spent = run("big", budget=19)
    assert spent == too_complex()
    assert isinstance(spent, XError)
    assert spent.fatal


def test_a_name_is_taken_once() -> None:
    @function("one")
    def one(call: Call) -> Value:
        return None

    with pytest.raises(ValueError, match="registered already"):
        function("one")(one)
