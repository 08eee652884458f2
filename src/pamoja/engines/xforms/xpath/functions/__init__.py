"""The function library of ODK XForms; importing a family registers it."""

from pamoja.engines.xforms.xpath.functions import (
    boolean,
    dates,
    encoding,
    geo,
    instances,
    logic,
    nodes,
    numbers,
    repeats,
    selects,
    strings,
)
from pamoja.engines.xforms.xpath.functions.registry import find, names

__all__ = ["boolean", "dates", "encoding", "find", "geo", "instances", "logic", "names", "nodes", "numbers"]
__all__ += ["repeats", "selects", "strings"]
