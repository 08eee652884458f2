"""Steps that keep the meaning of what expressions say about results, dates and places."""

import re
from collections.abc import Callable, Iterable

from pamoja.engines.flows.legacy.reading import JsonObject

from .work import MESSAGES, Upgrade, actions, change_texts, rule_sets, rules, slug, test_type

AFTER = r"([^0-9a-zA-Z.]|\.[^0-9a-zA-Z.]|$|\.$)"  # what ends a reference and does not go on into a property
DATE_TESTS = frozenset({"date", "date_before", "date_after", "date_equal"})
PLACE_TESTS = frozenset({"state", "district", "ward"})
CALLING = ("webhook", "resthook")

Replacement = tuple[re.Pattern[str], str]


def format_values(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Version 11.0: dates and places are formatted where a message names them, no more by themselves."""
    replacements = [*FORMATTED_DATES, *(one for node in rule_sets(flow) for one in _formatted(node))]
    for action in actions(flow, MESSAGES):
        _flatten(action)
        change_texts(action, "msg", lambda text: _replaced(text, replacements))
    return flow


def _replacement(pattern: str, new: str) -> Replacement:
    return re.compile(pattern, re.MULTILINE), new


FORMATTED_DATES = [
    _replacement(f"@date{AFTER}", r"@(format_date(date))\1"),
    _replacement(r"@date\.now", "@(format_date(date.now))"),
]


def _formatted(node: JsonObject) -> list[Replacement]:
    """What is formatted of the result of a ruleset: its time, and its value when all its tests are of one kind."""
    if node.get("label") is None:
        return []
    key = slug(node["label"])
    found = [_replacement(rf"@flow\.{key}\.time", f"@(format_date(flow.{key}.time))")]
    tests = {test_type(rule) for rule in rules(node)} - {"true", ""}
    if function := _formatter(tests):
        found.append(_replacement(rf"@flow\.{key}{AFTER}", rf"@({function}(flow.{key}))\1"))
    return found


def _formatter(tests: set[str]) -> str | None:
    if len(tests) != 1:
        return None
    return "format_date" if tests <= DATE_TESTS else "format_location" if tests <= PLACE_TESTS else None


def _replaced(text: str, replacements: Iterable[Replacement]) -> str:
    for pattern, new in replacements:
        text = pattern.sub(new, text)
    return text


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
        pattern = re.compile(rf"flow\.({_any(keys)})\.text", re.IGNORECASE)
        for action in actions(flow, (*MESSAGES, "email")):
            change_texts(action, "msg", lambda text: pattern.sub("step.value", text))
    return flow


def _waits(node: JsonObject) -> bool:
    return (node.get("ruleset_type") or "wait_message").startswith("wait_")


def answers_of_webhooks(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Version 11.5: what a webhook answered is no more its result's value but `extra`."""
    calling = {slug(node.get("label")) for node in rule_sets(flow) if node.get("ruleset_type") in CALLING}
    others = {slug(node.get("label")) for node in rule_sets(flow) if node.get("ruleset_type") not in CALLING}
    keys = calling - others - {""}
    if keys:
        pattern = re.compile(rf"flow\.({_any(keys)})(?!\w)(\.value)?(?!\.?\w)", re.IGNORECASE)
        _change_templates(flow, lambda text: pattern.sub(r"extra.\1", text))
    return flow


def _any(keys: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(keys, key=len, reverse=True)))


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
