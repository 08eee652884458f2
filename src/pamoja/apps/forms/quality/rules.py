"""Rules that people write for a form, in the language of the form's own expressions.

A rule says what should never be: `${spent} > ${earned}`. It sees the questions outside of repeats.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from pamoja.apps.forms.models import QualityPlan
from pamoja.apps.forms.seeing.questions import Table
from pamoja.apps.forms.seeing.shown import shape_as_sent
from pamoja.core.clock import now
from pamoja.engines.quality import Answers, Rule
from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath import Context, Scope, World, XPathFault, XPathRefused, compile_source, to_boolean

ROOT = "data"
NAMED = re.compile(r"\$\{\s*([^}\s]+)\s*\}")


def rules_of(plan: QualityPlan, table: Table) -> tuple[Rule, ...]:
    """The rules of a plan, ready to be asked; one that the form no longer understands says nothing."""
    paths = paths_of(table)
    found = []
    for each in plan.rules:
        try:
            is_broken = rule(each["expression"], paths)
        except XPathRefused:
            continue
        found.append(Rule(each["name"], each["words"], questions_in(each["expression"], paths), is_broken))
    return tuple(found)


def paths_of(table: Table) -> dict[str, str]:
    """Paths of the questions by name; where two have one name, it is the first that is meant."""
    return {each.name: each.path for each in reversed(table.every) if each.kind == "field"}


def rule(expression: str, paths: Mapping[str, str]) -> Callable[[Answers], bool]:
    """Whether an expression holds of some answers; a fault while asking counts as no. Raises XPathRefused."""
    unknown = [name for name in NAMED.findall(expression) if name not in paths]
    if unknown:
        raise XPathRefused(f"unknown: {unknown[0]}")
    run = compile_source(NAMED.sub(lambda found: f"/{ROOT}{paths[found[1]]}", expression))

    def holds(answers: Answers) -> bool:
        root = tree_of(answers)
        try:
            return to_boolean(run(Context(root.children[0], Scope(root, World(now)))))
        except XPathFault:
            return False

    return holds


def questions_in(expression: str, paths: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of the questions that an expression names, each once."""
    return tuple(dict.fromkeys(paths[name] for name in NAMED.findall(expression) if name in paths))


def tree_of(answers: Answers) -> Node:
    """The answers as an instance of the form, as far as they were given."""
    document = Node("", kind="document")
    made = {"": document.append(Node(ROOT))}
    for path, value in answers.items():
        steps = path.partition("@")[0].split("/")
        for length in range(2, len(steps) + 1):
            here = "/".join(steps[:length])
            if here not in made:
                made[here] = made["/".join(steps[: length - 1])].append(Node(steps[length - 1]))
        made["/".join(steps)].text = _as_sent(value)
    return document


def _as_sent(value: Any) -> str:
    """An answer as a submission spells it."""
    if isinstance(value, dict):
        return shape_as_sent(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
