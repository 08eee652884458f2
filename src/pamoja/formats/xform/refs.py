"""References between the parts of an XForm: XPath locations reduced to the path of a node."""

import re

_PATH = re.compile(r"[\w.:/-]+")
_ITEXT = re.compile(r"jr:itext\(([^()]*)\)")
_INSTANCE = re.compile(r"""instance\(\s*['"]([^'"]+)['"]\s*\)""")

Steps = tuple[str, ...]


def without_predicates(expression: str) -> str:
    """Drop every `[...]`, whatever is nested in it."""
    if "[" not in expression:
        return expression
    kept, depth = [], 0
    for letter in expression:
        if letter == "[":
            depth += 1
        elif letter == "]":
            depth = max(depth - 1, 0)
        elif not depth:
            kept.append(letter)
    return "".join(kept)


def resolve(reference: str, context: Steps) -> Steps | None:
    """Return the steps, root element included and prefixes dropped, that `reference` means at `context`.

    None for what is not a plain location in the primary instance: an attribute, a function, another instance.
    """
    text = without_predicates(reference).strip()
    if not text or "(" in text.replace("current()", "") or "@" in text or "*" in text:
        return None
    steps: list[str] = [] if text.startswith("/") else list(context)
    for step in text.split("/"):
        step = step.strip().rpartition(":")[2]
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", ".", "current()"):
            steps.append(step)
    return tuple(steps)


def itext_id(reference: str) -> tuple[str, bool] | None:
    """Return the id in `jr:itext('id')` with True, or the path in `jr:itext(path)` with False."""
    match = _ITEXT.fullmatch(reference.strip())
    if match is None:
        return None
    inside = match[1].strip()
    is_literal = len(inside) > 1 and inside[0] == inside[-1] and inside[0] in "'\""
    return (inside[1:-1], True) if is_literal else (inside, False)


def instance_id(nodeset: str) -> str:
    """Return the id of the secondary instance that a nodeset reads, or an empty string."""
    match = _INSTANCE.search(nodeset)
    return match[1] if match else ""


def instance_steps(nodeset: str) -> Steps:
    """Return the steps after `instance('id')`, without predicates: `root/item` gives ("root", "item")."""
    after = _INSTANCE.split(without_predicates(nodeset), maxsplit=1)[-1]
    location = re.split(r"[),]", after)[0]
    return tuple(step.strip().rpartition(":")[2] for step in location.split("/") if step.strip())


def placeholder(expression: str) -> str:
    """Write what `<output>` shows as `${name}`; an expression that is no path stands whole."""
    text = expression.strip()
    if _PATH.fullmatch(text.replace("current()", "")):
        text = text.rstrip("/").rpartition("/")[2].rpartition(":")[2]
    return f"${{{text}}}"
