"""XPath 1.0 as ODK forms use it: read once, compiled to functions, evaluated over light trees.

run = compile_source("count(/data/person[age < 18]) > 0")
to_boolean(run(Context(node, scope)))
"""

from pamoja.engines.xforms.xpath.compile import compile_source
from pamoja.engines.xforms.xpath.context import Context, Scope, World
from pamoja.engines.xforms.xpath.errors import XPathFault, XPathRefused
from pamoja.engines.xforms.xpath.parser import parse
from pamoja.engines.xforms.xpath.values import Value, to_boolean, to_number, to_string

__all__ = [
    "Context",
    "Scope",
    "Value",
    "World",
    "XPathFault",
    "XPathRefused",
    "compile_source",
    "parse",
    "to_boolean",
    "to_number",
    "to_string",
]
