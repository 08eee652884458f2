"""In which order contacts are listed."""

import pytest

from pamoja.engines.contactql.errors import Code, QueryError
from pamoja.engines.contactql.sorting import parse_sort
from pamoja.engines.contactql.tests.workspace import WORKSPACE
from pamoja.engines.contactql.tree import PropertyKind

SORTS = {
    "": (PropertyKind.ATTRIBUTE, "id", False),
    "Name": (PropertyKind.ATTRIBUTE, "name", True),
    "-created_on": (PropertyKind.ATTRIBUTE, "created_on", False),
    "language": (PropertyKind.ATTRIBUTE, "language", True),
    "fields.language": (PropertyKind.FIELD, "language", True),
    "-AGE": (PropertyKind.FIELD, "age", False),
    "-fields.age": (PropertyKind.FIELD, "age", False),
}


@pytest.mark.parametrize(("text", "expected"), SORTS.items())
def test_contacts_are_sorted_by(text: str, expected: tuple[PropertyKind, str, bool]) -> None:
    sort = parse_sort(text, WORKSPACE)
    assert (sort.kind, sort.key, sort.is_ascending) == expected
    assert sort.field is (WORKSPACE.resolve_field(sort.key) if sort.kind is PropertyKind.FIELD else None)


@pytest.mark.parametrize("text", ["shoe", "-fields.shoe", "status", "-", "--name"])
def test_contacts_are_not_sorted_by(text: str) -> None:
    with pytest.raises(QueryError, match="no such field with key") as raised:
        parse_sort(text, WORKSPACE)
    assert raised.value.code is Code.UNKNOWN_PROPERTY
