"""Forms on paper: what a form looks like when it is printed, and how what was written on it is read back.

    printed = outline(load(xml), "English (en)", rows=4)
    printed.items                      # headings, notes, questions with numbers, tables, in the order of the paper


Words are left to the caller: a condition says "question 3 is one of these", in which language is not known here.
"""

from pamoja.engines.paper.conditions import (
    All,
    Any,
    Compared,
    Condition,
    Constant,
    Counted,
    Filled,
    Judged,
    Measured,
    OneOf,
    Value,
    truth,
)
from pamoja.engines.paper.model import (
    Block,
    CodeList,
    Grid,
    Heading,
    Item,
    Note,
    Option,
    Outline,
    Question,
    Skip,
    Space,
    Table,
)
from pamoja.engines.paper.outline import outline

__all__ = [
    "All",
    "Any",
    "Block",
    "CodeList",
    "Compared",
    "Condition",
    "Constant",
    "Counted",
    "Filled",
    "Grid",
    "Heading",
    "Item",
    "Judged",
    "Measured",
    "Note",
    "OneOf",
    "Option",
    "Outline",
    "Question",
    "Skip",
    "Space",
    "Table",
    "Value",
    "outline",
    "truth",
]
