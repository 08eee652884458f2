"""Absolute paths inside repeats: `/data/person/age`, asked by `/data/person[2]/name`, is the age of person 2.

XPath knows no such rule. JavaRosa (ODK Collect, most enumerators) narrows absolute references to the repeat
instances that the asking node is in, and forms of many years rely on it.
"""

from pamoja.engines.xforms.nodes import Node


def own(nodes: list[Node], asking: Node) -> list[Node]:
    """Keep the nodes that share the repeat instances of `asking`, as far as there are any at each level."""
    if len(nodes) < 2:
        return nodes
    around = [asking, *asking.ancestors()]
    for level in reversed(around):
        if level.field is not None and level.field.kind == "repeat" and len(nodes) > 1:
            inside = [node for node in nodes if level is node or any(above is level for above in node.ancestors())]
            nodes = inside or nodes
    return nodes


def own_path(names: list[str], root: Node, asking: Node) -> list[Node]:
    """The nodes of a plain absolute path, narrowed on the way: as `own` gives them, without looking at the others."""
    around = [asking, *asking.ancestors()][::-1][1:]
    nodes = [root]
    for depth, name in enumerate(names):
        level = around[depth] if depth < len(around) else None
        if level is None or level.name != name:
            around = []
        is_repeat = bool(around) and level is not None and level.field is not None and level.field.kind == "repeat"
        nodes = [level] if is_repeat and level is not None else [each for node in nodes for each in node.named(name)]
    return nodes
