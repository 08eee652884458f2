"""Where router tests are registered: they are functions of the expression language that cases of a switch may name."""

from collections.abc import Callable

from pamoja.engines.excellent.registry import FUNCTIONS, Kind, function
from pamoja.engines.excellent.values import Value, XFunction

TESTS: dict[str, XFunction] = {}
Body = Callable[..., Value]


def router_test(name: str, *kinds: Kind) -> Callable[[Body], Body]:
    """Register a test under its name, with the kinds of its arguments: the operand, then those of the case."""

    def register(body: Body) -> Body:
        made = function(name, *kinds)(body)
        TESTS[name] = FUNCTIONS[name]
        return made

    return register
