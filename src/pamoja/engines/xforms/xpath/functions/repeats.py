"""`indexed-repeat()` (ODK XForms, "Repeat Functions")."""

from pamoja.engines.xforms.nodes import Node
from pamoja.engines.xforms.xpath.context import Context
from pamoja.engines.xforms.xpath.functions.nodes import as_nodes
from pamoja.engines.xforms.xpath.functions.registry import Run, special
from pamoja.engines.xforms.xpath.values import Value, to_number

MOST_LEVELS = 3


@special("indexed-repeat", 3, 1 + 2 * MOST_LEVELS)
def indexed_repeat(target: Run, *pairs: Run) -> Run:
    """`//repeat[position()=index]/…/node`, the levels from the outermost whatever the order they are given in."""

    def run(context: Context) -> Value:
        levels = [_level(context, repeat, index) for repeat, index in zip(pairs[::2], pairs[1::2], strict=False)]
        inside: Node | None = None
        for repeats, index in sorted(levels, key=_depth):
            row = [node for node in repeats if inside is None or _is_inside(node, inside)]
            if not 1 <= index <= len(row) or index != int(index):
                return []
            inside = row[int(index) - 1]
        return [node for node in _all(context, target) if inside is None or _is_inside(node, inside)]

    return run


def _level(context: Context, repeat: Run, index: Run) -> tuple[list[Node], float]:
    return _all(context, repeat), to_number(index(context), context.scope.zone)


def _all(context: Context, path: Run) -> list[Node]:
    """The nodes of every repeat instance: here the index chooses, not the place of the asking node."""
    scope = context.scope
    was, scope.is_contextual = scope.is_contextual, False
    try:
        return as_nodes(path(context), "indexed-repeat")
    finally:
        scope.is_contextual = was


def _depth(level: tuple[list[Node], float]) -> int:
    return len(level[0][0].order()) if level[0] else 0


def _is_inside(node: Node, above: Node) -> bool:
    return any(each is above for each in node.ancestors())
