"""OData 4.0: what may be asked of a form's answers, and how they are written (the shapes of ODK Central)."""

from pamoja.formats.odata.documents import JSON_TYPE, SERVICE_TYPE, dataset_metadata, form_metadata, service_document
from pamoja.formats.odata.filters import (
    Both,
    Call,
    Comparison,
    Condition,
    Literal,
    Member,
    Not,
    Operand,
    Order,
    members,
)
from pamoja.formats.odata.options import Options, next_link, read_options, require_supported
from pamoja.formats.odata.refusals import ODataRefused
from pamoja.formats.odata.rows import Row, RowWriter
from pamoja.formats.odata.shapes import EntitySet, entity_sets, find_set, selected

__all__ = [
    "JSON_TYPE",
    "SERVICE_TYPE",
    "Both",
    "Call",
    "Comparison",
    "Condition",
    "EntitySet",
    "Literal",
    "Member",
    "Not",
    "ODataRefused",
    "Operand",
    "Options",
    "Order",
    "Row",
    "RowWriter",
    "dataset_metadata",
    "entity_sets",
    "find_set",
    "form_metadata",
    "members",
    "next_link",
    "read_options",
    "require_supported",
    "selected",
    "service_document",
]
