"""The events that the sources emit, read from the calls."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from launcher.place import ROOT

SOURCES = ROOT / "src"
ENGINES = SOURCES / "pamoja/engines"
EMITTERS = {"emit": 1, "Happened": 0, "happened_to": 0}  # the position of the event's name


def emitted() -> dict[str, set[str]]:
    """Each event's name with the data keys that are written out in a call.

    The engines know no outbox: the events of flows are another thing.
    """
    found: dict[str, set[str]] = {}
    for path in sorted((SOURCES / "pamoja").rglob("*.py")):
        is_emitter = path != SOURCES / "pamoja/core/events/services.py" and not path.is_relative_to(ENGINES)
        if is_emitter and "tests" not in path.parts:
            for name, keys in _of_module(path):
                found.setdefault(name, set()).update(keys)
    return found


def _of_module(path: Path) -> Iterator[tuple[str, set[str]]]:
    tree = ast.parse(path.read_text())
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for call in _calls(function, set(EMITTERS)):
                keys = {word.arg for word in call.keywords if word.arg}
                named = call.args[EMITTERS[_called(call)]]
                yield from ((name, keys) for name in _names(named, function, tree, path))


def _names(named: ast.expr, function: ast.FunctionDef, tree: ast.Module, path: Path) -> list[str]:
    """The names behind an expression: words, a constant of the app's `events`, or what callers pass in."""
    if isinstance(named, ast.Constant):
        return [named.value]
    if isinstance(named, ast.Attribute):
        return [getattr(import_module(_events_module(path)), named.attr)]
    assert isinstance(named, ast.Name), f"{path}:{named.lineno}: an event's name that cannot be read"
    passed = [arg for call in _calls(tree, {function.name}) for arg in call.args]
    names = [arg.value for arg in passed if isinstance(arg, ast.Constant) and "." in str(arg.value)]
    assert names, f"{path}:{named.lineno}: nobody passes an event's name that can be read"
    return names


def _events_module(path: Path) -> str:
    return ".".join(path.relative_to(SOURCES).parts[:3]) + ".events"


def _calls(tree: ast.AST, names: set[str]) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) in names)


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))
