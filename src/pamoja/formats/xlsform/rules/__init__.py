"""The rules in the order in which they are applied: each sees the book as the ones before it repaired it."""

from .advice import ADVICE
from .attributes import attribute_columns
from .base import Rule
from .cell_texts import CELL_RULES
from .choice_rules import CHOICE_RULES
from .circles import circular_expressions
from .details import DETAIL_RULES
from .foreign import FOREIGN_RULES
from .header_rows import HEADER_RULES
from .instances import clashing_lists
from .kobo import kobo_types
from .name_rules import NAME_RULES
from .references import REFERENCE_RULES
from .sheets import misnamed_sheets, missing_survey
from .structure import unbalanced_groups
from .type_rules import TYPE_RULES

# Where the tables and their columns are; then what stands in them.
LAYOUT_RULES: tuple[Rule, ...] = (misnamed_sheets, missing_survey, *HEADER_RULES)
CONTENT_RULES: tuple[Rule, ...] = (
    attribute_columns,
    *CELL_RULES,
    *FOREIGN_RULES,
    kobo_types,
    *TYPE_RULES,
    clashing_lists,
    unbalanced_groups,
    *NAME_RULES,
    *CHOICE_RULES,
    *REFERENCE_RULES,
    circular_expressions,
    *DETAIL_RULES,
    *ADVICE,
)
