"""Version 8: expressions that began with `=` or had filters behind `|` become those in `@(...)`."""

import re
from typing import Any

from pamoja.engines.flows.legacy.expressions.template import OLD_TOP_LEVELS
from pamoja.engines.flows.legacy.reading import JsonObject
from pamoja.engines.flows.legacy.upgrades.work import Upgrade, actions, rule_sets, rules

FILTERS = {
    "capitalize": "PROPER({})",
    "first_word": "FIRST_WORD({})",
    "lower_case": "LOWER({})",
    "read_digits": "READ_DIGITS({})",
    "remove_first_word": "REMOVE_FIRST_WORD({})",
    "title_case": "PROPER({})",
    "upper_case": "UPPER({})",
}
ADDED = "time_delta"  # the one filter with an argument
QUOTES = "\"'"

TOP_LEVELS = "|".join(sorted(OLD_TOP_LEVELS))
FILTERED = re.compile(rf"\B@(\w+\.[\w.|]*\w(?::([\"']).*?\2)?|(?:{TOP_LEVELS})[|\w]*)")
EMBEDDED = re.compile(rf'(")?@((?:{TOP_LEVELS})[.\w|]*)(?(1)")')
BEGINS = re.compile(r"=(?=[\w(])")
PATH = re.compile(r"\w+(?:\.\w+)*")


def modern_expressions(flow: JsonObject, work: Upgrade) -> JsonObject:
    """Bring all templates of a flow to the newer way of writing expressions."""
    for node in rule_sets(flow):
        for rule in rules(node):
            rule["test"] = _everywhere(rule.get("test"))
        for key in ("operand", "webhook"):
            if node.get(key):
                node[key] = _everywhere(node[key])
    for action in actions(flow):
        action.update(_everywhere(action))
    return flow


def _everywhere(value: Any) -> Any:
    match value:
        case str():
            return modern(value)
        case list():
            return [_everywhere(each) for each in value]
        case dict():
            return {key: _everywhere(each) for key, each in value.items()}
    return value


def modern(template: str) -> str:
    """`Hi =UPPER(contact)` as `Hi @(UPPER(contact))`, `@contact.name|upper_case` as `@(UPPER(contact.name))`."""
    if "=" in template:
        template = _with_equals(template)
    if "@" in template and "|" in template:
        template = FILTERED.sub(lambda found: _reference(found.group(1)), template)
    return template


def _reference(path: str) -> str:
    return f"@({_filtered(path)})" if "|" in path else f"@{path}"


def _filtered(path: str) -> str:
    """A reference with its filters as calls; filters that never were are left out."""
    expression, *filters = path.split("|")
    for each in filters:
        name, _, argument = each.partition(":")
        if name.lower() == ADDED:
            expression = f"{expression} + {argument.strip(QUOTES)}".replace("+ -", "- ")
        else:
            expression = FILTERS.get(name.lower(), "{}").format(expression)
    return expression


def _with_equals(template: str) -> str:
    parts, at = [], 0
    while begin := BEGINS.search(template, at):
        end = _end(template, begin.end())
        parts += [template[at : begin.start()], _written(template[begin.start() : end])]
        at = end
        if end == len(template):
            break
    return "".join([*parts, template[at:]])


def _end(template: str, start: int) -> int:
    """Where the expression ends that begins at `start`: with its path, or with the bracket that closes its call."""
    path = PATH.match(template, start)
    at = path.end() if path else start
    if not template.startswith("(", at):
        return at
    depth, in_text = 0, False
    for end, character in enumerate(template[at:], at + 1):
        in_text ^= character == '"'
        depth += 0 if in_text else (character == "(") - (character == ")")
        if not depth:
            return end
    return len(template)


def _written(expression: str) -> str:
    body = expression[1:]
    if not body.endswith(")"):
        is_reference = body.split(".")[0].lower() in OLD_TOP_LEVELS
        return f"@{body}" if is_reference and "(" not in body else expression
    body = EMBEDDED.sub(lambda found: _filtered(found.group(2)), body)
    return f"@{body}" if body.startswith("(") else f"@({body})"
