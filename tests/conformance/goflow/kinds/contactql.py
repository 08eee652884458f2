"""Queries in ContactQL: what they mean, what is wrong with them, whom they find."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pamoja.engines.contactql.evaluation import QueryValue, matches
from pamoja.engines.contactql.formatting import format_query
from pamoja.engines.contactql.inspection import inspect
from pamoja.engines.contactql.properties import Catalogue
from pamoja.engines.contactql.query import ContactQuery, parse_query
from pamoja.engines.contactql.tree import Combination, Condition, Connective, Node, Operator, PropertyKind, simplify
from pamoja.engines.environment import Environment

from ..result import Judges, Outcome, Result, compared, tables
from ._contactql import Asset, environment, field, outcome

Row = Mapping[str, Any]

PARSED = Catalogue(
    [field("age", "number"), field("gender"), field("state", "state"), field("dob", "datetime"), field("language")],
    groups=[Asset("U-Reporters")],
    flows=[Asset("Registration")],
)
REFUSED = Catalogue([field("age", "number"), field("dob", "datetime"), field("gender")])
INSPECTED = Catalogue(
    [field("age", "number"), field("dob", "datetime", "DOB"), field("gender")],
    groups=[Asset("U-Reporters", "4eeca453-f474-4767-bdd0-434b180223db")],
)
EVALUATED = Catalogue(
    [
        field("age", "number"),
        field("dob", "datetime"),
        field("gender"),
        field("state", "state"),
        field("district", "district"),
        field("ward", "ward"),
        field("empty"),
        field("xyz"),
    ],
    flows=[Asset("Registration"), Asset("Catch All")],
)


def results(folder: Path) -> Iterator[Outcome]:
    """All cases of queries below a folder."""
    return tables("contactql", folder, JUDGES)


def _evaluated(name: str, row: Row) -> Result:
    query = parse_query(environment(), row["query"], EVALUATED)
    return compared("contactql evaluation", name, matches(environment(), query, Contact()), row["result"])


def _parsed(name: str, row: Row) -> Result:
    """A row says a query and its text, or its error; or a tree and its text."""
    if "node" in row:
        return compared("contactql building", name, format_query(simplify(_node(row["node"]))), row["query"])
    if "errMsg" in row:
        expected = row["errMsg"], row["errCode"], row["errExtra"] or {}
        found = outcome(lambda: parse_query(environment(country="US"), row["query"], REFUSED))
        return compared("contactql errors", name, found, expected)
    env = environment(redacts=row.get("redactURNs", False), date_format="DD-MM-YYYY", country="US")
    found = outcome(lambda: _stable(env, row["text"], PARSED if "resolver" in row else None))
    if row.get("err"):
        return compared("contactql parsing", name, found[0] if isinstance(found, tuple) else found, row["err"])
    return compared("contactql parsing", name, found, row["parsed"])


def _stable(env: Environment, text: str, resolver: Catalogue | None) -> ContactQuery:
    """The query, if its own text says the same."""
    query = parse_query(env, text, resolver)
    again = parse_query(env, str(query), resolver)
    assert again == query, f"{query} becomes {again}"
    return query


def _node(data: Row) -> Node:
    """A tree from its neutral form: `{"new": "Condition", "args": […]}`."""
    args = [each["const"].removeprefix("contactql.") if _is_constant(each) else each for each in data["args"]]
    if data["new"] == "Condition":
        return Condition(_KINDS[args[0]], args[1], Operator(args[2]), args[3])
    return Combination(_CONNECTIVES[args[0]], tuple(_node(child) for child in args[1:]))


def _is_constant(value: Any) -> bool:
    return isinstance(value, Mapping) and "const" in value


_KINDS = {
    "PropertyTypeAttribute": PropertyKind.ATTRIBUTE,
    "PropertyTypeURN": PropertyKind.URN,
    "PropertyTypeField": PropertyKind.FIELD,
}
_CONNECTIVES = {"BoolOperatorAnd": Connective.AND, "BoolOperatorOr": Connective.OR}


def _inspected(name: str, row: Row) -> Result:
    query = parse_query(environment(), row["query"], INSPECTED if "resolver" in row else None)
    expected = row["inspection"]
    return compared(
        "contactql inspection",
        name,
        inspect(query).to_json(),
        {
            "attributes": expected["Attributes"],
            "schemes": expected["Schemes"],
            "fields": [_REFERENCES[each["new"]](*each["args"]) for each in expected["Fields"]],
            "groups": [_REFERENCES[each["new"]](*each["args"]) for each in expected["Groups"]],
            "allow_as_group": expected["AllowAsGroup"],
        },
    )


_REFERENCES = {
    "FieldReference": lambda key, name: {"key": key, "name": name},
    "GroupReference": lambda uuid, name: {"uuid": uuid, "name": name},
    "VariableGroupReference": lambda name: {"name_match": name},
}


class Contact:
    """The contact whom the queries are asked of."""

    VALUES: Mapping[str, QueryValue] = {
        "uuid": "c7d9bece-6bbd-4b3b-8a86-eb0cf1ac9d05",
        "id": "12345",
        "ref": "A6YWQL",
        "name": "Bob Smithwick",
        "flow": "Registration",
        "tel": "+59313145145",
        "twitter": "bob_smith",
        "gender": "male",
        "age": Decimal(36),
        "dob": datetime(1981, 5, 28, 13, 30, 23, tzinfo=UTC),
        "state": "Kigali",
        "district": "Gasabo",
        "ward": "Ndera",
        "empty": "",
    }

    def query_values(self, environment: Environment, kind: PropertyKind, key: str) -> Sequence[QueryValue]:
        return [self.VALUES[key]] if key in self.VALUES else []


JUDGES: Judges = {
    "contactql_parse*.json": _parsed,
    "contactql_inspect*.json": _inspected,
    "contactql_evaluate*.json": _evaluated,
}
