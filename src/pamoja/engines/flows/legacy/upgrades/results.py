"""Steps that keep the meaning of what expressions say about results, dates and places."""

import re
from collections.abc import Callable, Mapping, Set

from pamoja.engines.flows.legacy.reading import JsonObject
from pamoja.engines.flows.legacy.upgrades.work import (
    MESSAGES,
    Upgrade,
    actions,
    change_texts,
    rule_sets,
    rules,
    slug,
    test_type,
)

RESULT = re.compile(r"@flow\.(\w+)(?:(\.time)|(?!\.?\w))", re.ASCII)
TEXT_OF_RESULT = re.compile(r"flow\.(\w+)\.text", re.ASCII | re.IGNORECASE)
VALUE_OF_RESULT = re.compile(r"flow\.(\w+)(?:\.value)?(?!\.?\w)", re.ASCII | re.IGNORECASE)
NOW = re.compile(r"@(date\.now|date(?!\.?[0-9a-zA-Z]))")
DATE_TESTS = frozenset({"date", "date_before", "date_after", "date_equal"})
PLACE_TESTS = frozenset({"state", "district", "ward"})
CALLING = ("webhook", "resthook")


def format_values(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Version 11.0: dates and places are formatted where a message names them, no more by themselves."""
    functions = _functions(flow)
    for action in actions(flow, MESSAGES):
        _flatten(action)
        change_texts(action, "msg", lambda text: _formatted(text, functions))
    return flow


def _functions(flow: JsonObject) -> dict[str, str | None]:
    """What formats the value of each result: nothing, unless all tests of a ruleset are of one kind."""
    functions: dict[str, str | None] = {}
    for node in rule_sets(flow):
        if node.get("label") is not None:
            key = slug(node["label"])
            functions[key] = functions.get(key) or _formatter({test_type(rule) for rule in rules(node)} - {"true", ""})
    return functions


def _formatter(tests: set[str]) -> str | None:
    if len(tests) != 1:
        return None
    return "format_date" if tests <= DATE_TESTS else "format_location" if tests <= PLACE_TESTS else None


def _formatted(text: str, functions: Mapping[str, str | None]) -> str:
    def written(found: re.Match[str]) -> str:
        key, time = found.groups(default="")
        function = "format_date" if time and key in functions else functions.get(key)
        return f"@({function}(flow.{key}{time}))" if function else found[0]

    return RESULT.sub(written, NOW.sub(r"@(format_date(\1))", text))


def _flatten(action: JsonObject) -> None:
    """Some flows of a single message had translations inside of translations."""
    if isinstance(action.get("msg"), dict):
        action["msg"] = {
            language: next(iter(text.values()), "") if isinstance(text, dict) else text
            for language, text in action["msg"].items()
        }


def input_of_splits(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Version 11.4: the text of a result that waited for nothing becomes what it split by: name what was said."""
    keys = {slug(node.get("label")) for node in rule_sets(flow) if not _waits(node)} - {""}
    if keys:
        for action in actions(flow, (*MESSAGES, "email")):
            change_texts(action, "msg", lambda text: _named(TEXT_OF_RESULT, keys, "step.value", text))
    return flow


def _waits(node: JsonObject) -> bool:
    return (node.get("ruleset_type") or "wait_message").startswith("wait_")


def answers_of_webhooks(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Version 11.5: what a webhook answered is no more its result's value but `extra`."""
    calling = {slug(node.get("label")) for node in rule_sets(flow) if node.get("ruleset_type") in CALLING}
    others = {slug(node.get("label")) for node in rule_sets(flow) if node.get("ruleset_type") not in CALLING}
    keys = calling - others - {""}
    if keys:
        _change_templates(flow, lambda text: _named(VALUE_OF_RESULT, keys, r"extra.\1", text))
    return flow


def _named(pattern: re.Pattern[str], keys: Set[str], new: str, text: str) -> str:
    """The text with what the pattern finds of these results written anew."""
    return pattern.sub(lambda found: found.expand(new) if found[1].lower() in keys else found[0], text)


def _change_templates(flow: JsonObject, change: Callable[[str], str]) -> None:
    """Change all templates; a split by a result that is one no more becomes one by an expression."""
    for action in actions(flow):
        for types, key in TEMPLATES:
            if action.get("type") in types:
                change_texts(action, key, change)
    for node in rule_sets(flow):
        before = node.get("operand")
        change_texts(node, "operand", change)
        if node.get("operand") != before and node.get("ruleset_type") == "flow_field":
            node["ruleset_type"] = "expression"
        for rule in rules(node):
            if isinstance((rule.get("test") or {}).get("test"), dict):
                change_texts(rule["test"], "test", change)
        change_texts(node.get("config") or {}, "webhook", change)


TEMPLATES = (((*MESSAGES, "email"), "msg"), (("save",), "value"), (("api",), "webhook"))
